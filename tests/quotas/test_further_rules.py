"""Youth, component, women-only and nominated seats, judged for bodies and levels."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from communes.models import Body, BodyParameter, Person
from councils.domain import seating
from mandates.domain import ending, placing
from mandates.domain.placing import SeatTerms
from mandates.models import EndReason, OfficeCode, Seat
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import auditing, establishing, judging
from quotas.domain.establishing import BodyTerms
from quotas.domain.judging import Judged
from quotas.models import Audit, Finding, LevelResult, Nomination, SeatPlan
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(days=1)
DAY = timedelta(days=1)
COMPONENTS = [
    {"code": "kurd", "names": {"en": "Kurd"}, "organisations": ["Union"], "seats": 2},
    {"code": "arab", "names": {"en": "Arab"}, "organisations": ["Union"], "seats": 1},
]


@laid
def made() -> Town:
    return world.settled_town()


def says(made: Town, **told: Any) -> None:
    """The commune's own values of the section on quotas."""
    for name, value in told.items():
        BodyParameter.objects.create(
            body=made.body, section="quotas", name=name, value=value, since=NOW
        )


def judged(made: Town, rule: str) -> Judged:
    return next(one for one in judging.judge_body(made.body, AT) if one.rule == rule)


def born(person: Person, year: int | None) -> None:
    Person.objects.filter(pk=person.pk).update(birth_year=year)


def test_youth_is_counted_on_the_day_and_an_unknown_birth_is_no_guess(made: Town) -> None:
    says(made, youth_share="1/5")  # one of three, rounded up
    holders = [made.women[0], made.men[0], made.women[1]]
    assert judged(made, "youth").verdict is Verdict.FAIL
    for year, verdict in (
        (1995, Verdict.PASS),  # thirty until the last day of this year
        (1994, Verdict.FAIL),
        (2009, Verdict.PASS),
        (2010, Verdict.FAIL),
        (None, Verdict.UNDETERMINABLE),
    ):
        born(holders[0], year)
        assert judged(made, "youth").verdict is verdict, year


def test_without_a_share_nothing_is_asked(made: Town) -> None:
    rules = {one.rule for one in judging.judge_body(made.body, AT)}
    assert rules == {"composition", "pair", "presence"}


def test_in_a_womens_body_everyone_who_holds_a_seat_is_a_woman() -> None:
    made = world.settled_town()
    assembly = Body.objects.get(kind="womens_assembly")
    found = {one.rule: one.verdict for one in judging.judge_body(assembly, AT)}
    assert found["women_only"] is Verdict.PASS
    assert "composition" not in found
    assert made.body != assembly


def nominated(seat: Seat, component: str) -> None:
    """Whoever holds the seat holds it for the component."""
    held = world.holder(seat, AT)
    told = {"component": component, "organisation": "Union", "declared_at": NOW}
    Nomination.objects.create(mandate=held, **told)


def stands_for(made: Town, *components: str) -> None:
    """The co-chairs hold their seats for these components."""
    chairs = Seat.objects.filter(body=made.body, office=OfficeCode.CO_CHAIR).order_by("pk")
    for seat, component in zip(chairs, components, strict=True):
        nominated(seat, component)


def test_a_missing_component_fails_and_what_could_tell_who_is_what_stays_untold(
    made: Town,
) -> None:
    says(made, component_seats="fixed", component_kinds=["commune"], components=COMPONENTS)
    stands_for(made, "kurd", "kurd")
    one = judged(made, "components")
    assert one.verdict is Verdict.FAIL
    assert one.change is None
    own = auditing.figures_of(one)["own"]
    assert own["held"] == {"kurd": None, "arab": None}
    assert own["needed"] == {"kurd": 2, "arab": 1}
    nominated(world.seat(made.body, OfficeCode.SECRETARY), "arab")
    assert judged(made, "components").verdict is Verdict.PASS


def test_an_empty_component_seat_is_vacant_and_not_a_failure(made: Town) -> None:
    says(made, component_seats="fixed", component_kinds=["commune"], components=COMPONENTS)
    stands_for(made, "kurd", "kurd")
    seat = world.seat(made.body, OfficeCode.SECRETARY)
    held = world.holder(seat, AT)
    assert held is not None
    ending.end(held, reason=EndReason.RESIGNED, by=SYSTEM, at=AT)
    assert judged(made, "components").verdict is Verdict.VACANT


def audited(made: Town, on: date, at: datetime, scope: Body | None = None) -> Audit:
    row = auditing.order(on, scope=scope, account=None, by=SYSTEM, at=at)
    return auditing.run(row, at=at)


def test_a_past_day_is_told_by_the_audit_made_then_and_by_nothing_else(made: Town) -> None:
    says(made, component_seats="fixed", component_kinds=["commune"], components=COMPONENTS)
    stands_for(made, "kurd", "kurd")
    on = judging.day_of(AT)
    audited(made, on, AT)
    nominated(world.seat(made.body, OfficeCode.SECRETARY), "arab")
    later = AT + 3 * DAY
    assert not found_in(audited(made, judging.day_of(later), later))
    assert not found_in(audited(made, on + DAY, later))
    again = found_in(audited(made, on, later, made.body))
    assert [row.verdict for row in again] == ["fail"]
    assert again[0].figures["own"]["held"] == {"kurd": None, "arab": None}


def found_in(audit: Audit) -> list[Finding]:
    """What an audit says of component seats."""
    return list(audit.findings.filter(rule="components"))


def test_a_seat_plan_holds_the_numbers_for_youth_and_components(made: Town) -> None:
    says(
        made,
        youth_share="1/5",
        component_seats="fixed",
        component_kinds=["commune"],
        components=COMPONENTS,
    )
    establishing.replan(made.body, by=SYSTEM, at=AT)
    row = SeatPlan.objects.get(body=made.body, until__isnull=True)
    assert (row.size, row.youth, row.components) == (3, 1, {"kurd": 2, "arab": 1})


def test_of_a_branch_no_total_of_a_component_is_told(made: Town) -> None:
    committee = establishing.establish_committee(
        made.body, field="health", name="Health", by=SYSTEM, at=NOW
    )
    told = {"component_seats": "fixed", "component_kinds": ["committee"], "components": COMPONENTS}
    for name, value in told.items():
        BodyParameter.objects.create(
            body=committee, section="quotas", name=name, value=value, since=NOW
        )
    audit = audited(made, judging.day_of(AT), AT, committee)
    row = LevelResult.objects.get(audit=audit, rule="components")
    assert row.verdict == "vacant"
    assert set(row.figures["own"]["held"].values()) <= {None}


def test_a_council_keeps_the_places_of_its_units_beside_the_nominated() -> None:
    made = world.settled_town()
    terms = BodyTerms("Upper", world.ZONE, "en")
    council = seating.establish_council("neighbourhood", terms, by=SYSTEM, at=NOW)
    seating.seat_unit(made.body, council, by=SYSTEM, at=NOW)
    BodyParameter.objects.create(
        body=council, section="quotas", name="nominated_share", value="2/5", since=NOW
    )
    BodyParameter.objects.create(
        body=council, section="quotas", name="nominated_levels", value=[council.level], since=NOW
    )
    found = {one.rule: one for one in judging.judge_body(council, AT)}
    assert found["nominated"].verdict is Verdict.PASS
    for _number in range(3):
        placing.place(council, [SeatTerms(OfficeCode.DELEGATE)], by=SYSTEM, at=AT)
    found = {one.rule: one for one in judging.judge_body(council, AT)}
    assert found["nominated"].verdict is Verdict.FAIL
    assert found["nominated"].change is not None
    assert found["nominated"].change.seats == 1
