"""Audits in depth: one body on its day, large audits, what does not grow, judging alike."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.domain import registering
from communes.domain.registering import Particulars
from communes.models import Account, Body, Resolution
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode
from quotas.domain import auditing, judging, surveying
from quotas.models import Audit
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

LATER = count(1)
"""Time goes on from one example to the next."""


@laid
def made() -> Confederation:
    """A confederation with an auditor of the commune's branch."""
    return confederation.confederation()


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def audited(made: Confederation, days_ago: int = 0) -> Audit:
    """An audit of the commune's branch, done."""
    audit = auditing.order(
        judging.day_of(made.now - timedelta(days=days_ago)),
        scope=made.home.body,
        account=made.accounts["admin"],
        by=SYSTEM,
        at=made.now,
    )
    return auditing.run(audit, at=made.now)


def test_a_body_is_shown_as_it_was_on_the_day(made: Confederation) -> None:
    chair = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "woman"), made.now)
    assert chair is not None
    ending.end(chair, reason=EndReason.RESIGNED, by=SYSTEM, at=made.now)
    auditor = client_of(made.accounts["admin"])
    before, now = audited(made, days_ago=3), audited(made)
    told = auditor.get(f"/audit/{before.key}/bodies/{made.home.body.key}/").content.decode()
    assert made.home.women[0].name in told
    assert "Assembly 1 of Komîna Zeytûn, resolution 1" in told
    told = auditor.get(f"/audit/{now.key}/bodies/{made.home.body.key}/").content.decode()
    assert made.home.women[0].name not in told
    assert "Mended by 1 seat: fill 1 vacant seat that is kept for a woman." in told


def test_bodies_of_another_branch_are_not_shown(made: Confederation) -> None:
    audit = audited(made)
    auditor = client_of(made.accounts["admin"])
    assert auditor.get(f"/audit/{audit.key}/bodies/{made.council.key}/").status_code == 404
    for role in ("secretary", "resident"):
        url = f"/audit/{audit.key}/bodies/{made.home.body.key}/"
        assert client_of(made.accounts[role]).get(url).status_code == 404


@pytest.mark.parametrize("on", ["2026-01-05", "0001-01-01", "9999-12-31", "soon", "", "a\x00b"])
def test_a_day_that_cannot_be_audited_is_refused(made: Confederation, on: str) -> None:
    before = Audit.objects.count()
    told = {"scope": made.home.body.key, "on": on}
    answer = client_of(made.accounts["admin"]).post("/audit/", told)
    assert answer.status_code == 422
    assert Audit.objects.count() == before


def test_findings_of_a_level_alone(made: Confederation) -> None:
    audit = audited(made)
    client = client_of(made.accounts["admin"])
    rows = client.get(f"/audit/{audit.key}/", {"level": "commune"}).context["findings"]
    assert {row.body.level for row in rows} == {"commune"}
    for wrong in ("nowhere", "a\x00b", "x" * 500):
        answer = client.get(f"/audit/{audit.key}/", {"level": wrong})
        assert answer.status_code == 200


def test_the_number_of_queries_does_not_grow_with_bodies(made: Confederation) -> None:
    client = client_of(made.accounts["admin"])
    first = audited(made)
    before = queries(lambda: client.get(f"/audit/{first.key}/"))
    table = queries(lambda: client.get(f"/audit/{first.key}/findings.csv"))
    seats = queries(lambda: client.get(f"/audit/{first.key}/bodies/{made.home.body.key}/"))
    confederation.grow(made)
    confederation.grow(made)
    second = audited(made)
    assert second.bodies > first.bodies
    assert queries(lambda: client.get(f"/audit/{second.key}/")) == before
    assert queries(lambda: client.get(f"/audit/{second.key}/findings.csv")) == table
    url = f"/audit/{second.key}/bodies/{made.home.body.key}/"
    assert queries(lambda: client.get(url)) == seats


def test_judging_takes_a_constant_number_of_queries(made: Confederation) -> None:
    charter = world.charter_in_force()
    day = judging.day_of(timezone.now())
    before = queries(lambda: judging.judge(day, charter=charter))
    confederation.grow(made)
    assert queries(lambda: judging.judge(day, charter=charter)) == before


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_one_body_is_judged_as_all_are(made: Confederation, seed: int) -> None:
    """Whatever ends and whoever declares otherwise, judge, judge_bodies and judge_body agree."""
    chance = Random(seed)
    at = made.now + timedelta(seconds=next(LATER))
    held = list(Mandate.objects.in_force(at).select_related("person"))
    for mandate in chance.sample(held, min(len(held), 2)):
        if chance.random() < 0.5:
            ending.end(mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=at)
        elif not mandate.reserved_gender:
            told = Particulars(mandate.person.name, "undisclosed", mandate.person.birth_year)
            registering.correct(mandate.person, particulars=told, by=SYSTEM, at=at)
    instant = judging.instant_of(judging.day_of(at))
    whole = judging.judge(judging.day_of(at), charter=world.charter_in_force())
    said = {(pk, one.rule): (one.verdict, one.change) for pk, one in whole.wanting}
    alone = {
        (one.body.pk, one.rule): (one.verdict, one.change)
        for body in Body.objects.existing(instant)
        for one in judging.judge_body(body, instant)
        if one.verdict != "pass"
    }
    assert said == alone


def test_how_bodies_are_asked_for_changes_no_verdict(
    made: Confederation, monkeypatch: pytest.MonkeyPatch
) -> None:
    confederation.grow(made)
    charter = world.charter_in_force()
    day = judging.day_of(timezone.now())
    whole = judging.judge(day, charter=charter)
    every = {one.pk: one for one in Body.objects.existing(judging.instant_of(day))}
    one_by_one = judging.judge_bodies(every, judging.instant_of(day))
    monkeypatch.setattr(judging, "SLICE", 3)
    monkeypatch.setattr(surveying, "BLOCK", 2)
    monkeypatch.setattr(surveying, "FEW", 1)
    assert judging.judge_bodies(every, judging.instant_of(day)) == one_by_one
    steps: list[int] = []
    sliced = judging.judge(day, charter=charter, progress=steps.append)
    assert sliced == whole
    assert steps[-1] == len({one.pk for one in Body.objects.all()})


def test_an_auditor_of_a_council_audits_it_or_a_council_below(made: Confederation) -> None:
    from councils.domain import seating
    from mandates.domain import placing
    from mandates.domain.placing import SeatTerms
    from quotas.domain.establishing import BodyTerms

    at = made.now - timedelta(days=10)
    upper = seating.establish_council(
        "district", BodyTerms("Meclîsa Navçeyê", world.ZONE, "en"), by=SYSTEM, at=at
    )
    seating.seat_unit(made.council, upper, by=SYSTEM, at=at)
    place = placing.place(upper, [SeatTerms(OfficeCode.AUDITOR)], by=SYSTEM, at=at)[0]
    person = made.home.women[6]
    Mandate.objects.create(
        seat=place, person=person, basis="election", gender="woman", since=at,
        resolution=Resolution.objects.order_by("pk")[0],
        until=made.now + timedelta(days=90), term_until=made.now + timedelta(days=90),
    )  # fmt: skip
    client = client_of(world.account("upper", person))
    page = client.get("/audit/").content.decode()
    assert "Meclîsa Navçeyê and all that belongs to it" in page
    assert "Meclîsa Taxê and all that belongs to it" in page
    assert f"{made.home.body.name} and all" not in page
    told = {"scope": made.council.key, "on": judging.day_of(made.now).isoformat()}
    assert client.post("/audit/", told).status_code == 302
    own = client_of(made.accounts["admin"]).post("/audit/", told)
    assert own.status_code == 422
