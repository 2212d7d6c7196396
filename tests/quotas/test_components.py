"""Component seats: how they are shared out, what is missing, and the row that stands apart."""

from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.domain.planning import PlannedItem
from communes.models import BodyParameter, Entry
from communes.problems import Refused
from mandates.domain import ending
from mandates.models import EndReason, Mandate
from quotas.arithmetic.components import (
    Component,
    ComponentRule,
    ComponentSeats,
    Sharing,
    component_change,
    component_verdict,
    shared_out,
)
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import declaring, nominating
from quotas.models import Candidacy, Nomination
from quotas.parameters import parse
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

CODES = ("arab", "kurd")
LISTED = [
    {"code": "arab", "names": {"en": "Arab", "ar": "عرب"}, "organisations": ["Union"], "seats": 1},
    {"code": "kurd", "names": {"en": "Kurd"}, "organisations": ["Society", "Union"], "seats": 1},
]
LATER = NOW + timedelta(days=30)


def rule(sharing: Sharing, *components: Component, floor: int = 0) -> ComponentRule:
    return ComponentRule(sharing, components, floor=floor)


def test_an_assembly_has_as_many_seats_for_each_whatever_the_size_of_any() -> None:
    three = [Component(one, weight=n) for one, n in (("kurd", 9), ("arab", 4), ("christian", 1))]
    equal = rule(Sharing.EQUAL, *three)
    assert shared_out(equal, 101) == {"kurd": 33, "arab": 33, "christian": 33}
    assert shared_out(equal, 2) == {}
    floored = rule(Sharing.PROPORTIONAL, *three, floor=2)
    assert shared_out(floored, 14) == {"christian": 2, "kurd": 8, "arab": 4}
    assert shared_out(floored, 5) == {}


def test_fixed_numbers_beyond_the_seats_ask_for_nothing() -> None:
    fixed = rule(Sharing.FIXED, Component("kurd", seats=2), Component("arab", seats=2))
    assert shared_out(fixed, 4) == {"kurd": 2, "arab": 2}
    assert shared_out(fixed, 3) == {}


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(["arab", "kurd", "nobody", "kept", "open"]), max_size=5),
    st.fixed_dictionaries({code: st.integers(0, 2) for code in CODES}),
)
def test_the_change_is_truly_smallest_and_vacant_means_that_filling_helps(
    seats: list[str], needed: dict[str, int]
) -> None:
    held = {code: seats.count(code) for code in CODES}
    have = ComponentSeats(len(seats), held, seats.count("kept"), seats.count("open"))
    found = component_verdict(needed, have)
    smallest = _by_hand(seats, needed, range(len(seats)))
    if smallest is not None:
        assert sum(component_change(needed, have)) == smallest
    empty = [place for place, one in enumerate(seats) if one in ("kept", "open")]
    fills = _by_hand(seats, needed, empty) is not None
    assert (found is Verdict.PASS) == (smallest == 0)
    assert (found is Verdict.FAIL) == (not fills)


def _by_hand(seats: list[str], needed: dict[str, int], places: "range | list[int]") -> int | None:
    """The fewest of these places to give to others so that all are there; None if none suffices."""
    for number in range(len(places) + 1):
        for chosen in combinations(places, number):
            for taken in product(CODES, repeat=number):
                tried = list(seats)
                for place, code in zip(chosen, taken, strict=True):
                    tried[place] = code
                if all(tried.count(code) >= least for code, least in needed.items()):
                    return number
    return None


@pytest.mark.parametrize(
    "table",
    [
        {"component_seats": "fixed"},
        {"component_seats": "fixed", "components": [{"code": "kurd"}]},
        {"component_seats": "proportional", "components": [{"code": "kurd", "seats": 1}]},
        {"components": [{"code": "kurd"}, {"code": "kurd"}]},
        {"components": [{"code": "kurd", "seats": -1}]},
        {"components": [{"code": "kurd", "names": "Kurd"}]},
        {"components": [{"names": {"en": "Kurd"}}]},
        {"share": "3/5"},
        {"template": "women_only", "rounding": "table"},
    ],
)
def test_a_charter_that_no_body_could_follow_has_problems(table: dict[str, object]) -> None:
    _value, problems = parse(table)
    assert {problem.code for problem in problems} == {"charter_value"}


@laid
def made() -> Town:
    found = world.settled_town()
    told = {"component_seats": "fixed", "component_kinds": ["commune"], "components": LISTED}
    for name, value in told.items():
        BodyParameter.objects.create(
            body=found.body, section="quotas", name=name, value=value, since=NOW
        )
    return found


def stands(made: Town) -> Candidacy:
    """The secretary's seat is up for election, and one person stands for it."""
    meeting = world.assembly(made, [PlannedItem("Secretary", "election")], at=LATER)
    item = meeting.items.get()
    election = nominating.plan(item, [world.seat(made.body, "secretary")], by=SYSTEM, at=LATER)
    return nominating.stand(election, made.women[4], by=SYSTEM, at=LATER)


def declared(candidacy: Candidacy, component: str = "kurd") -> Nomination:
    return declaring.declare(
        candidacy, component=component, organisation="Union", by=SYSTEM, at=LATER
    )


@pytest.mark.django_db
def test_only_an_organisation_that_the_charter_names_may_nominate(made: Town) -> None:
    candidacy = stands(made)
    assert declaring.choices(made.body, LATER)[0] == ("arab", "Arab", ("Union",))
    declared(candidacy, "kurd")
    declared(candidacy, "arab")
    assert Nomination.objects.get().component == "arab"
    for component, organisation, code in (
        ("arab", "Society", "organisation_not_named"),
        ("martian", "Union", "component_unknown"),
    ):
        told = {"component": component, "organisation": organisation}
        with pytest.raises(Refused, match=code):
            declaring.declare(candidacy, **told, by=SYSTEM, at=LATER)
    assert Nomination.objects.get().component == "arab"


@pytest.mark.django_db
def test_a_component_goes_with_the_mandate_and_never_enters_a_book(made: Town) -> None:
    candidacy = stands(made)
    row = declared(candidacy)
    won = world.elect_one_of(candidacy, LATER)
    declaring.carry(candidacy, won)
    assert list(Nomination.objects.in_force(LATER)) == [row]
    assert declaring.erase_spent(LATER) == 0
    ending.end(won, reason=EndReason.RESIGNED, by=SYSTEM, at=LATER + timedelta(days=1))
    assert not Nomination.objects.exists()
    assert not any("kurd" in entry.content for entry in Entry.objects.all())


@pytest.mark.django_db
def test_a_term_that_runs_out_takes_its_component_along(made: Town) -> None:
    candidacy = stands(made)
    declared(candidacy)
    won = world.elect_one_of(candidacy, LATER)
    declaring.carry(candidacy, won)
    won = Mandate.objects.get(pk=won.pk)
    assert won.until is not None
    assert not Nomination.objects.in_force(won.until).exists()
    assert declaring.erase_spent(won.until - timedelta(seconds=1)) == 0
    world.closed_and_signed(candidacy.election.item.meeting, made.women[:1] + made.men[:1], LATER)
    assert declaring.erase_spent(won.until) == 1
    assert declaring.erase_spent(won.until) == 0


@pytest.mark.django_db
def test_a_candidacy_that_led_to_nothing_is_forgotten_once_the_minutes_are_signed(
    made: Town,
) -> None:
    candidacy = stands(made)
    declared(candidacy)
    assert declaring.erase_spent(LATER) == 0
    world.closed_and_signed(candidacy.election.item.meeting, made.women[:1] + made.men[:1], LATER)
    assert declaring.erase_spent(LATER) == 1


@pytest.mark.django_db
def test_what_a_slip_granted_gives_the_component_back_to_the_candidacy(made: Town) -> None:
    candidacy = stands(made)
    row = declared(candidacy)
    won = world.elect_one_of(candidacy, LATER)
    declaring.carry(candidacy, won)
    ending.end(won, reason=EndReason.MENDED, by=SYSTEM, at=LATER + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.mandate is None
