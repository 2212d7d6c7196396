"""The map of an audit, its shares over time, and two days compared."""

from datetime import timedelta

import pytest
from django.test import Client

from communes.domain import federating
from communes.models import Account, Body, Relation
from communes.pictures import line
from mandates.domain import ending
from mandates.models import EndReason, OfficeCode
from quotas.domain import auditing, comparing, judging, mapping, trending
from quotas.models import Audit, Finding
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db
PAGES = ["map", "trend", "compare"]


@laid
def made() -> Confederation:
    """A confederation with an auditor of the commune's branch."""
    return confederation.confederation()


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def audited(made: Confederation, days_ago: int = 0, scope: Body | None = None) -> Audit:
    """An audit of the commune's branch, done."""
    day = judging.day_of(made.now - timedelta(days=days_ago))
    body = scope or made.home.body
    audit = auditing.order(day, scope=body, account=None, by=SYSTEM, at=made.now)
    return auditing.run(audit, at=made.now)


def test_the_map_adds_up_what_fails_below_each_body(made: Confederation) -> None:
    confederation.grow(made)
    audit = audited(made, scope=made.council)
    at, ground = judging.instant_of(audit.on), mapping.ground(audit)
    for body in Body.objects.existing(at):
        below = federating.branch(body, at)
        failing = audit.findings.filter(verdict="fail", body__in=below)
        part = ground.part(ground.below(body.pk))
        assert part.bodies == len(below & set(judging.bodies_of(None, at)))
        assert sum(part.found(rule) for rule in judging.RULES) == failing.count()
    levels = ground.by_level(made.council.pk).values()
    assert sum(one.bodies for one in levels) == audit.bodies
    assert set(ground.branches(made.council.pk)) == set(
        federating.dependants(made.council, Relation.FEDERATES_INTO, at)
        .values_list("pk", flat=True)
    )  # fmt: skip


def test_the_map_is_walked_down_and_searched(made: Confederation) -> None:
    client, audit = client_of(made.accounts["admin"]), audited(made)
    url = f"/audit/{audit.key}/map/"
    committee = Body.objects.filter(kind="committee").order_by("pk")[0]
    assert committee.name in client.get(url).content.decode()
    for letters in ("nowhere", "!!!"):
        assert "No body is found" in client.get(url, {"q": letters}).content.decode()
    below = client.get(url, {"below": committee.key})
    assert "Nothing belongs to this body." in below.content.decode()
    for wrong in (made.council.key, "x", "\x00", "1" * 32):
        assert client.get(url, {"below": wrong}).status_code == 404


def test_only_auditors_of_the_branch_see_any_of_it(made: Confederation) -> None:
    audit = audited(made)
    staff = Account.objects.create(username="machine-room", is_staff=True, is_superuser=True)
    for account in (made.accounts["secretary"], made.accounts["resident"], staff):
        client = client_of(account)
        for part in PAGES:
            assert client.get(f"/audit/{audit.key}/{part}/").status_code == 404
        assert client.post(f"/audit/{audit.key}/past/").status_code == 404


def test_who_fell_and_who_was_mended_between_two_days(made: Confederation) -> None:
    earlier, later = audited(made, days_ago=3), audited(made)
    for audit, rule in ((earlier, "youth"), (later, "nominated")):
        told = {"verdict": "fail", "change": 1, "figures": {}}
        Finding.objects.create(audit=audit, body=made.home.body, rule=rule, **told)
    compared = comparing.compare(later, earlier)
    assert (compared.earlier, compared.later) == (earlier, later)
    fails = [
        set(one.findings.filter(verdict="fail").values_list("body", "rule"))
        for one in (earlier, later)
    ]
    assert set(compared.fell.values_list("body", "rule")) == fails[1] - fails[0]
    assert set(compared.mended.values_list("body", "rule")) == fails[0] - fails[1]
    page = client_of(made.accounts["admin"]).get(
        f"/audit/{later.key}/compare/", {"with": earlier.key}
    )
    assert page.status_code == 200
    assert "Fell below" in page.content.decode()
    assert (page.context["fell_count"], page.context["mended_count"]) == tuple(
        rows.count() for rows in (compared.fell, compared.mended)
    )
    assert [one.rule for one in page.context["fell"] if one.audit_id == later.pk] == ["nominated"]


@pytest.mark.parametrize("number", ["9" * 5000, "٣", "²", "-1", "0", "x"])
def test_a_page_that_there_is_not_is_the_last_or_the_first(
    made: Confederation, number: str
) -> None:
    audited(made, days_ago=3)
    url = f"/audit/{audited(made).key}/compare/"
    assert client_of(made.accounts["admin"]).get(url, {"page": number}).status_code == 200


def test_shares_over_time_take_the_latest_audit_of_each_day(made: Confederation) -> None:
    audits = [audited(made, days_ago) for days_ago in (6, 6, 4, 0)]
    told = trending.trend(audits[-1])
    days = sorted({one.on for rows in told.values() for one in rows})
    assert {one.on for one in audits} <= set(days)
    for rows in told.values():
        assert [one.on for one in rows] == sorted({one.on for one in rows})
        assert all(0 <= one.share("women") + one.share("men") <= 1 for one in rows)
    page = client_of(made.accounts["admin"]).get(f"/audit/{audits[-1].key}/trend/")
    assert "<polyline" in page.content.decode()


def test_the_past_is_audited_once(made: Confederation) -> None:
    client, audit = client_of(made.accounts["admin"]), audited(made)
    before = Audit.objects.count()
    assert client.post(f"/audit/{audit.key}/past/").status_code == 302
    made_now = Audit.objects.count() - before
    assert made_now >= 1
    assert client.post(f"/audit/{audit.key}/past/").status_code == 302
    assert Audit.objects.count() - before == made_now


def test_a_line_runs_from_the_beginning_to_the_end_whichever_way_one_reads() -> None:
    assert line([(0, 0), (0.5, 1), (1, 0.25)]) == "0,100 50,0 100,75"
    assert line([(0, 0), (1, 0.25)], mirrored=True) == "100,100 0,75"


def test_some_rules_alone_are_audited(made: Confederation) -> None:
    told = {"scope": made.home.body.key, "on": judging.day_of(made.now).isoformat()}
    chair = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "man"), made.now)
    assert chair is not None
    ending.end(chair, reason=EndReason.DIED, by=SYSTEM, at=made.now)
    client = client_of(made.accounts["admin"])
    assert client.post("/audit/", {**told, "rules": ["nothing"]}).status_code == 422
    assert client.post("/audit/", {**told, "rules": ["pair"]}).status_code == 302
    audit = Audit.objects.order_by("-pk")[0]
    assert set(audit.findings.values_list("rule", flat=True)) == {"pair"}
    assert not audit.levels.exists()
    answer = Caller(made.accounts["admin"]).post("audits", {**told, "rules": ["composition"]})
    assert answer.body["rules"] == ["composition"]
    found = Audit.objects.order_by("-pk")[0].findings
    assert set(found.values_list("rule", flat=True)) <= {"composition"}


def test_the_pages_ask_a_constant_number_of_queries(made: Confederation) -> None:
    client, first = client_of(made.accounts["admin"]), audited(made)
    before = [queries(lambda p=p: client.get(f"/audit/{first.key}/{p}/")) for p in PAGES]  # type: ignore[misc]
    confederation.grow(made)
    confederation.grow(made)
    second = audited(made)
    after = [queries(lambda p=p: client.get(f"/audit/{second.key}/{p}/")) for p in PAGES]  # type: ignore[misc]
    assert after == before
