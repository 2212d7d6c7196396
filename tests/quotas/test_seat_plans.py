"""Seat plans: the reserved seats of every size with their reasons, and what a change changes."""

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quotas import plan_wording
from quotas.arithmetic.composition import CompositionRule, Rounding, reserved
from quotas.arithmetic.optimum import optimum
from quotas.arithmetic.searching import Contender
from quotas.arithmetic.seat_plans import (
    Reason,
    as_reserved,
    changes,
    equal_shares,
    in_proportion,
    plan,
    reserved_youth,
)
from quotas.arithmetic.seating import by_lot
from quotas.arithmetic.traits import Quota
from tests.factories import world
from tests.factories.gathering import client_of

BOTH40 = CompositionRule(Fraction(2, 5), Fraction(2, 5))
WOMEN50 = CompositionRule(Fraction(1, 2))
shares = st.fractions(0, Fraction(1, 2), max_denominator=12)
rules = st.builds(CompositionRule, shares, st.none() | shares, st.sampled_from(Rounding))


@given(rules, st.integers(0, 60))
def test_a_plan_is_what_the_rule_reserves(rule: CompositionRule, size: int) -> None:
    found = plan(rule, size)
    assert as_reserved(found) == reserved(rule, size)
    for part in (found.women, found.men):
        if part is None:
            continue
        assert part.reason is not Reason.EXACT or part.asked == part.seats
        assert part.reason is not Reason.UP or part.asked < part.seats < part.asked + 1
        if part.reason in (Reason.DOWN, Reason.NO_ROOM):
            assert part.asked - 1 < part.seats < part.asked


@given(rules, st.integers(0, 40), st.integers(0, 40))
def test_changes_add_up_to_the_difference_in_size(
    rule: CompositionRule, before: int, after: int
) -> None:
    found = changes(plan(rule, before), plan(rule, after))
    assert sum(found.values()) == after - before
    assert changes(plan(rule, before), plan(rule, before)) == {}


def test_twelve_and_thirteen_seats_in_words() -> None:
    with translation.override("en"):
        assert plan_wording.told(plan(BOTH40, 12)) == [
            "5 seats are for women: 40 % of 12 is 4.8, rounded up.",
            "5 seats are for men: 40 % of 12 is 4.8, rounded up.",
            "2 seats are open to anyone.",
        ]
        told = plan_wording.changed(plan(BOTH40, 12), plan(BOTH40, 13))
        expected = "women +1, men +1, open \N{MINUS SIGN}1"
        assert told.replace("\N{NO-BREAK SPACE}", " ") == expected
        assert plan_wording.told(plan(BOTH40, 8))[-1] == "No seat is open to anyone."
        assert plan_wording.told(plan(BOTH40, 3))[0] == (
            "1 seat is for women: 40 % of 3 is 1.2, rounded down, for both shares rounded up would "
            "take more seats than there are."
        )
        assert plan_wording.told(plan(BOTH40, 2)) == [
            "Two seats are one for a woman and one for a man."
        ]
        assert plan_wording.told(plan(BOTH40, 1)) == ["So few seats are not shared out."]
        assert plan_wording.told(plan(WOMEN50, 8))[0] == "4 seats are for women: 50 % of 8."


@given(rules, st.integers(0, 30), st.integers(0, 30), shares)
def test_every_plan_can_be_told(
    rule: CompositionRule, size: int, other: int, youth: Fraction
) -> None:
    first, second = plan(rule, size, youth=youth), plan(rule, other, youth=youth)
    assert all(plan_wording.told(first))
    assert bool(plan_wording.changed(first, second)) == bool(changes(first, second))


@pytest.mark.django_db
def test_a_body_shows_its_plan_to_everyone() -> None:
    town = world.settled_town(pairs=10)
    client = client_of("reader", town.women[4])
    shown = client.get(f"/bodies/{town.body.key}/").content.decode()
    assert shown.count("<summary>Seat plan</summary>") == 1
    assert 'aria-current="true"><th scope="row" class="num">3</th>' in shown
    assert "would take more seats than there are." in shown


def test_youth_seats_are_a_fifth_rounded_up() -> None:
    assert [reserved_youth(Fraction(1, 5), size) for size in (1, 2, 5, 12)] == [0, 1, 1, 3]
    found = plan(BOTH40, 12, youth=Fraction(1, 5))
    assert Quota("youth", "yes", 3) in found.quotas()


def test_an_election_keeps_all_kinds_of_a_plan_at_once() -> None:
    """Twelve seats, five and five, a fifth youth, three components with two seats each."""
    kept = plan(
        BOTH40, 12, youth=Fraction(1, 5), components=equal_shares(["kurd", "arab", "syriac"], 6)
    )
    people = [
        Contender(
            f"p{n:02}",
            200 - n,
            {
                "gender": "woman" if n % 5 == 4 else "man",
                "youth": "yes" if n % 7 == 6 else "",
                "component": ("kurd", "kurd", "", "arab", "", "", "", "", "syriac")[n % 9],
            },
        )
        for n in range(60)
    ]
    found = optimum(people, 12, kept.quotas(), by_lot("s"))
    assert (len(found.seated), found.unmet) == (12, ())
    for quota in kept.quotas():
        assert sum(1 for one in found.seated if quota.counts(one.traits)) >= quota.least


def test_component_seats() -> None:
    assert equal_shares(["kurd", "arab", "christian"], 100) == {
        "kurd": 33,
        "arab": 33,
        "christian": 33,
    }
    assert in_proportion({"a": 70, "b": 25, "c": 5}, 10) == {"a": 7, "b": 3, "c": 0}
    assert in_proportion({"a": 70, "b": 25, "c": 5}, 10, floor=1) == {"a": 7, "b": 2, "c": 1}
    assert equal_shares([], 4) == {}
    with pytest.raises(ValueError):
        in_proportion({"a": 1, "b": 1}, 3, floor=2)
    with pytest.raises(ValueError):
        in_proportion({"a": 0}, 3)
    with pytest.raises(ValueError):
        plan(BOTH40, 3, components={"a": 4})


weights = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 99), min_size=1)


@given(weights, st.integers(0, 40), st.integers(0, 4))
def test_proportional_seats_add_up_and_keep_the_floor(
    given_weights: dict[str, int], seats: int, floor: int
) -> None:
    if floor * len(given_weights) > seats:
        return
    found = in_proportion(given_weights, seats, floor)
    assert sum(found.values()) == seats
    assert min(found.values()) >= floor
    heavier = sorted(given_weights, key=given_weights.__getitem__)
    numbers = [found[name] for name in heavier]
    pairs = zip(heavier, heavier[1:], numbers, numbers[1:], strict=False)
    assert all(
        few <= many for one, other, few, many in pairs if given_weights[one] < given_weights[other]
    )
