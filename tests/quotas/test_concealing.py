"""Attacks on what is kept of components: by difference, over time, by every way out (§2.9)."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from communes.models import BodyParameter, Notice, Resolution
from mandates.domain import ending, placing
from mandates.domain.placing import SeatTerms
from mandates.models import EndReason, Mandate, OfficeCode
from quotas.domain import answering, auditing, judging, tracking
from quotas.models import Audit, Finding, LevelResult, Nomination
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
AT = NOW + timedelta(days=20)
DAY = timedelta(days=1)
SEATS, KURDS = 20, 8
LISTED = [{"code": "kurd", "names": {"en": "Kurd"}, "organisations": ["Union"], "seats": 12}]


@laid
def made() -> Town:
    """A commune with twenty members beside its officers, eight of them Kurds, twelve asked for."""
    made = world.settled_town(pairs=20)
    world.auditor(made, made.women[2], NOW + 12 * DAY)
    told: dict[str, Any] = {"component_seats": "fixed", "component_kinds": ["commune"]}
    for name, value in {**told, "components": LISTED}.items():
        BodyParameter.objects.create(
            body=made.body, section="quotas", name=name, value=value, since=NOW
        )
    terms = [SeatTerms(OfficeCode.MEMBER)] * SEATS
    seats = placing.place(made.body, terms, by=SYSTEM, at=NOW)
    people = [*made.women[3:13], *made.men[3:13]]
    for number, (seat, person) in enumerate(zip(seats, people, strict=True)):
        mandate = Mandate.objects.create(
            seat=seat, person=person, gender=person.gender, basis="election",
            since=NOW + DAY / 24, until=NOW + 360 * DAY,
            resolution=Resolution.objects.order_by("pk")[0],
        )  # fmt: skip
        if number < KURDS:
            Nomination.objects.create(
                mandate=mandate, component="kurd", organisation="Union", declared_at=NOW
            )
    return made


def audited(made: Town, at: datetime) -> Audit:
    audit = auditing.order(judging.day_of(at), scope=made.body, account=None, by=SYSTEM, at=at)
    return auditing.run(audit, at=at)


def told(audit: Audit) -> tuple[int | None, int | None]:
    """What an audit says: how many hold seats for the component in the body, and in all bodies."""
    found = audit.findings.get(rule="components")
    level = LevelResult.objects.get(audit=audit, rule="components")
    return found.figures["own"]["held"]["kurd"], level.figures["own"]["held"]["kurd"]


def leave(people: list[Mandate], at: datetime) -> None:
    for mandate in people:
        ending.end(mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=at)


def holders(made: Town, *, kurds: bool) -> list[Mandate]:
    """Members who hold their seats for the component, or for none."""
    declared = Nomination.objects.values("mandate")
    rows = Mandate.objects.filter(seat__body=made.body, seat__office=OfficeCode.MEMBER)
    rows = rows.filter(until__gt=AT + 300 * DAY)
    return list(rows.filter(pk__in=declared) if kurds else rows.exclude(pk__in=declared))


def test_one_who_leaves_between_two_audits_is_not_told_by_their_difference(made: Town) -> None:
    first = audited(made, AT)
    assert told(first) == (KURDS, KURDS)
    assert told(audited(made, AT + DAY)) == (KURDS, KURDS)  # nobody came or went
    leave(holders(made, kurds=True)[:1], AT + 2 * DAY)
    second = audited(made, AT + 3 * DAY)
    assert told(second) == (None, None)
    found = second.findings.get(rule="components")
    assert (found.verdict, found.change, found.figures["steps"]) == ("fail", None, [])
    leave(holders(made, kurds=False)[:2], AT + 4 * DAY)
    assert told(audited(made, AT + 5 * DAY)) == (None, None)  # three against the first
    leave(holders(made, kurds=False)[:2], AT + 6 * DAY)
    assert told(audited(made, AT + 7 * DAY)) == (KURDS - 1, KURDS - 1)  # five against it
    leave(holders(made, kurds=False)[:1], AT + 8 * DAY)
    assert told(audited(made, AT + 9 * DAY)) == (None, None)  # one against the last


def test_who_comes_when_a_number_is_told_for_the_first_time_is_not_told_either(made: Town) -> None:
    gone = holders(made, kurds=True)[: KURDS - 4]
    leave(gone, AT)
    assert told(audited(made, AT + DAY)) == (None, None)  # four, which everyone can reckon
    Mandate.objects.create(
        seat=gone[0].seat, person=gone[0].person, gender=gone[0].gender, basis="election",
        since=AT + 2 * DAY, until=AT + 360 * DAY, resolution=Resolution.objects.order_by("pk")[0],
    )  # fmt: skip
    mandate = Mandate.objects.order_by("-pk")[0]
    Nomination.objects.create(
        mandate=mandate, component="kurd", organisation="Union", declared_at=AT
    )
    assert told(audited(made, AT + 3 * DAY)) == (None, None)


def test_two_audits_of_one_day_are_no_way_round(made: Town) -> None:
    assert told(audited(made, AT)) == (KURDS, KURDS)
    leave(holders(made, kurds=True)[:1], AT + DAY / 24)
    assert told(audited(made, AT + DAY / 12)) == (None, None)


def test_no_number_is_told_where_next_to_all_are_of_one_component(made: Town) -> None:
    leave(holders(made, kurds=False), AT - DAY)
    filled = Mandate.objects.in_force(AT).filter(seat__body=made.body)
    assert filled.exclude(seat__office=OfficeCode.AUDITOR).count() - KURDS < 5
    assert told(audited(made, AT)) == (None, None)


def test_what_is_judged_now_tells_no_number_to_anyone_who_looks_twice(made: Town) -> None:
    one = next(one for one in judging.judge_body(made.body, AT) if one.rule == "components")
    assert one.weighed is not None
    assert one.weighed.figures["held"] == {"kurd": None}
    assert one.change is None
    member = Client()
    member.force_login(world.account("member", made.women[0]))
    page = member.get(f"/bodies/{made.body.key}/").content.decode()
    assert f"Kurd {KURDS}" not in page


def test_no_way_out_tells_the_number_that_an_audit_keeps_back(made: Town) -> None:
    first = audited(made, AT)
    leave(holders(made, kurds=True)[:1], AT + DAY)
    second = audited(made, AT + 2 * DAY)
    assert told(first)[0] == KURDS
    account = world.account("auditor", made.women[2])
    client, caller = Client(), Caller(account)
    client.force_login(account)
    row = next(one for one in caller.get(f"audits/{second.key}/findings", rule="components").rows)
    assert (row["figures"]["own"]["held"], row["change"], row["mends"]) == (
        {"kurd": None},
        None,
        "",
    )
    stored = json.loads(client.get(f"/audit/{second.key}/findings.json").getvalue())
    kept = [one for one in [*stored["findings"], *stored["levels"]] if one["rule"] == "components"]
    assert [one["figures"]["own"]["held"] for one in kept] == [{"kurd": None}] * 2
    left = f"Kurd {KURDS - 1}"
    for part in ("", "map/", "trend/", "compare/", f"bodies/{made.body.key}/", "findings.csv"):
        assert left not in client.get(f"/audit/{second.key}/{part}").content.decode(), part
    for part in ("map", "map/levels", "trend", "comparison/fell", "comparison/mended"):
        said = json.dumps(caller.get(f"audits/{second.key}/{part}").body)
        assert '"kurd"' not in said.lower(), part
    answering.notify_all(tracking.fallen(second), by=SYSTEM, at=AT + 3 * DAY)
    letters = Notice.objects.filter(code__startswith="finding")
    assert letters.exists()
    assert not any("kurd" in json.dumps(one.figures).lower() for one in letters)


def test_shares_over_time_hold_no_component(made: Town) -> None:
    audit = audited(made, AT)
    Finding.objects.get(audit=audit, rule="components")
    levels = audit.levels.exclude(rule="components")
    assert levels.exists()
    assert "kurd" not in json.dumps([one.figures for one in levels])
