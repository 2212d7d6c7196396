"""Votes counted by unit, banded and added up: pure functions (DOMAIN §4, §5, §7)."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.ways import (
    BANDS,
    CHOICES,
    SPLIT,
    VOID,
    Sums,
    Unit,
    added_up,
    band,
    banded,
    by_unit,
    unit_says,
)
from communes.papers.minutes import verdict_words
from communes.way_wording import way_words

VOTES = st.fixed_dictionaries({side: st.integers(0, 5) for side in (*CHOICES, VOID)})
UNITS = st.lists(st.builds(Unit, st.integers(0, 4_000), VOTES), max_size=8)
SWAPPED = {"for": "against", "against": "for"}


def test_the_three_can_disagree() -> None:
    """DOMAIN §7: 750, 125 and 15 members."""
    counts = [(400, 350), (25, 100), (15, 0)]
    bodies = [Unit(sum(one), {"for": one[0], "against": one[1]}) for one in counts]
    assert added_up(bodies) == Sums(440, 450, 0, 890)
    said = [Unit(one.members, {_most(one): 1}) for one in bodies]
    assert by_unit(said) == Sums(2, 1, 0, 3)
    assert banded(said) == Sums(6, 3, 0, 9)


def _most(unit: Unit) -> str:
    return max(unit.votes, key=lambda side: unit.votes[side])


@pytest.mark.parametrize(
    ("members", "votes"),
    [
        *((0, 0), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3), (300, 3), (301, 4), (600, 4)),
        *((601, 5), (1000, 5), (1001, 6), (1500, 6), (1501, 7), (2500, 7), (2501, 8), (10**6, 8)),
    ],
)
def test_each_band_ends_where_the_domain_says(members: int, votes: int) -> None:
    assert band(members) == votes


def test_no_unit_has_fewer_members_than_none() -> None:
    with pytest.raises(ValueError, match="fewer members"):
        band(-1)


@given(VOTES, st.integers(2, 9))
def test_a_unit_has_one_vote_whatever_the_number_of_its_delegates(
    votes: dict[str, int], times: int
) -> None:
    more = {side: number * times for side, number in votes.items()}
    assert by_unit([Unit(7, more)]) == by_unit([Unit(7, votes)])
    said = {side for side in CHOICES if votes[side]}
    one = unit_says(votes)
    assert (one == SPLIT) == (len(said) > 1)
    assert (one == VOID) == (not said and votes[VOID] > 0)
    assert one not in CHOICES or {one} == said


@given(UNITS, st.integers())
def test_neither_order_nor_names_of_the_sides_matter(units: list[Unit], seed: int) -> None:
    turned = [
        Unit(one.members, {SWAPPED.get(side, side): n for side, n in one.votes.items()})
        for one in units
    ]
    for way in (by_unit, banded, added_up):
        sums, other = way(units), way(turned)
        assert way(Random(seed).sample(units, len(units))) == sums
        assert (other.votes_for, other.against) == (sums.against, sums.votes_for)
        assert (other.abstain, other.of) == (sums.abstain, sums.of)
        assert sums.votes_for + sums.against + sums.abstain <= sums.of


@given(UNITS)
def test_every_unit_addressed_counts_once_and_void_or_split_on_no_side(units: list[Unit]) -> None:
    sums = by_unit(units)
    assert sums.of == len(units)
    sides = [one for one in units if one.says in CHOICES]
    assert sums.votes_for + sums.against + sums.abstain == len(sides)
    heavy = banded(units)
    assert heavy.of == sum(band(one.members) for one in units)
    assert heavy.votes_for == sum(band(one.members) for one in sides if one.says == "for")


def test_a_decision_taken_before_is_told_with_its_own_figures() -> None:
    facts = {"rule": "two_thirds", "for": 4, "against": 2, "abstain": 0, "electorate": 6}
    facts |= {"needed": 4, "verdict": "adopted", "method": "roll_call", "facts": {}}
    assert way_words({}) == []
    told = "4 for, 2 against, 0 abstained · two thirds of 6: at least 4 · adopted"
    assert verdict_words(facts) == told


@given(st.integers(0, 3_000), st.integers(0, 3_000))
def test_more_members_never_weigh_less(one: int, other: int) -> None:
    assert (band(one) <= band(other)) or one > other
    assert band(one) in {0, *(votes for _most, votes in BANDS), 8}
