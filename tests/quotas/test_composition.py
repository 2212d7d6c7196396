"""The composition rule: the figures of real bodies, and every small body by brute force."""

import csv
from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.genders import Gender
from quotas.arithmetic.composition import (
    TABLE,
    Composition,
    CompositionRule,
    Reserved,
    Rounding,
    missing,
    reserved,
    smallest_change,
    together,
    verdict,
)
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict

FORTY, HALF = Fraction(2, 5), Fraction(1, 2)
BOTH_40 = CompositionRule(FORTY, FORTY)
WOMEN_50 = CompositionRule(HALF)
TABLED = CompositionRule(FORTY, FORTY, Rounding.TABLE)

# Members of a parliament with gender, published as 67 women of 169, 39.6 %: the file of real
# inputs "composition_norway_2014.csv" that accompanies the domain description.
NORWAY = Path(__file__).parent.parent / "data" / "composition_norway_2014.csv"

shares = st.builds(Fraction, st.integers(0, 20), st.just(20))
numbers = st.integers(0, 12)
roundings = st.sampled_from(Rounding)
compositions = st.builds(Composition, *[numbers] * 7)


@st.composite
def rules(draw: st.DrawFn) -> CompositionRule:
    women, men = draw(shares), draw(shares)
    kept = men if women + men <= 1 else None
    return CompositionRule(women, kept, draw(roundings))


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (0, (0, 0, 0)),
        (1, (0, 0, 1)),
        (2, (1, 1, 0)),
        (3, (1, 1, 1)),
        (4, (2, 2, 0)),
        (5, (2, 2, 1)),
        (7, (3, 3, 1)),
        (12, (5, 5, 2)),
        (80, (32, 32, 16)),
        (169, (68, 68, 33)),
    ],
)
def test_forty_per_cent_up(seats: int, expected: tuple[int, int, int]) -> None:
    assert reserved(BOTH_40, seats) == Reserved(*expected)


@pytest.mark.parametrize(("seats", "most"), TABLE.items())
def test_the_table(seats: int, most: int) -> None:
    least = seats - most
    assert reserved(TABLED, seats) == Reserved(least, least, seats - 2 * least)


def test_the_table_ends_at_nine() -> None:
    assert reserved(TABLED, 9) == reserved(BOTH_40, 9) == Reserved(4, 4, 1)
    assert reserved(TABLED, 2) == Reserved(1, 1, 0)
    assert reserved(CompositionRule(FORTY, None, Rounding.TABLE), 8) == Reserved(3, 0, 5)


@pytest.mark.parametrize(
    ("rounding", "by_seats"),
    [
        (Rounding.DOWN, {3: 1, 4: 1, 6: 2, 9: 3, 11: 4}),
        (Rounding.NEAREST_BELOW_HALF, {3: 1, 4: 2, 6: 2, 9: 4, 11: 4}),
        (Rounding.UP, {3: 1, 4: 2, 6: 3, 9: 4, 11: 5}),
    ],
)
def test_other_roundings(rounding: Rounding, by_seats: dict[int, int]) -> None:
    rule = CompositionRule(FORTY, FORTY, rounding)
    assert {seats: reserved(rule, seats).women for seats in by_seats} == by_seats


def test_half_a_seat_counts_unless_rounded_down() -> None:
    expected = {Rounding.UP: 2, Rounding.NEAREST_BELOW_HALF: 2, Rounding.DOWN: 1}
    for rounding, women in expected.items():
        assert reserved(CompositionRule(HALF, None, rounding), 3) == Reserved(women, 0, 3 - women)


@given(rules(), st.integers(0, 500))
def test_reserved_seats_always_fit(rule: CompositionRule, seats: int) -> None:
    least = reserved(rule, seats)
    assert min(least.women, least.men, least.open) >= 0
    assert least.women + least.men + least.open == seats
    if not (rule.rounding is Rounding.TABLE and seats in TABLE):
        assert -1 <= least.women - rule.share_women * seats <= 1
        assert -1 <= least.men - (rule.share_men or Fraction(0)) * seats <= 1


@pytest.mark.parametrize(
    ("women", "men"),
    [(Fraction(3, 5), HALF), (Fraction(-1, 5), None), (Fraction(6, 5), None), (FORTY, -FORTY)],
)
def test_shares_that_cannot_be_kept_are_refused(women: Fraction, men: Fraction | None) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        CompositionRule(women, men)


def test_a_number_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Composition(women=-1)
    with pytest.raises(ValueError, match="-1 seats"):
        reserved(BOTH_40, -1)


@pytest.mark.parametrize(
    ("rule", "composition", "expected"),
    [
        (BOTH_40, Composition(women=5, men=7), Verdict.PASS),  # a council of 12 in 2021
        (WOMEN_50, Composition(women=5, men=7), Verdict.FAIL),
        (BOTH_40, Composition(women=2, men=3), Verdict.PASS),  # a city's leadership in 2017
        (BOTH_40, Composition(women=32, men=48), Verdict.PASS),  # a party's deputies in 2015
        (BOTH_40, Composition(women=31, men=48), Verdict.FAIL),  # as another source has it
        (BOTH_40, Composition(women=3, men=7, vacant_women=2), Verdict.VACANT),
        (BOTH_40, Composition(women=3, men=7, vacant_open=2), Verdict.VACANT),
        (BOTH_40, Composition(women=3, men=7, vacant_men=2), Verdict.FAIL),
        (BOTH_40, Composition(women=3, men=8, vacant_women=1), Verdict.FAIL),
        (BOTH_40, Composition(women=4, men=7, undisclosed=1), Verdict.UNDETERMINABLE),
        (BOTH_40, Composition(women=3, men=8, undisclosed=1), Verdict.FAIL),
        (BOTH_40, Composition(women=5, men=5, undisclosed=2), Verdict.PASS),
        (BOTH_40, Composition(women=4, men=7, other=1), Verdict.FAIL),
        (WOMEN_50, Composition(women=6, other=6), Verdict.PASS),
        (BOTH_40, Composition(men=1), Verdict.PASS),
        (BOTH_40, Composition(), Verdict.PASS),
        (BOTH_40, Composition(vacant_women=1, vacant_men=1), Verdict.VACANT),
    ],
)
def test_verdicts(rule: CompositionRule, composition: Composition, expected: Verdict) -> None:
    assert verdict(rule, composition) is expected


def test_quarters_pass_and_their_council_fails() -> None:
    quarters = [Composition(women=1, men=2)] * 4
    assert {verdict(TABLED, quarter) for quarter in quarters} == {Verdict.PASS}
    council = together(quarters)
    assert council == Composition(women=4, men=8)
    assert verdict(TABLED, council) is Verdict.FAIL
    assert missing(TABLED, council) == (1, 0)


def test_a_parliament_fails_by_one() -> None:
    with NORWAY.open(encoding="utf-8", newline="") as file:
        genders = Counter(row["gender"] for row in csv.DictReader(file))
    parliament = Composition(women=genders["female"], men=genders["male"])
    assert (parliament.women, parliament.seats) == (67, 169)
    assert verdict(BOTH_40, parliament) is Verdict.FAIL
    expected = Change((Step(1, Place.HELD_BY_MAN, Gender.WOMAN),))
    assert smallest_change(BOTH_40, parliament) == expected


@given(st.lists(compositions, max_size=5))
def test_a_level_has_the_seats_of_its_bodies(bodies: list[Composition]) -> None:
    level = together(bodies)
    assert level.seats == sum(body.seats for body in bodies)
    assert level.vacant + level.filled == level.seats


def ways(composition: Composition) -> list[Composition]:
    """Every way of counting each undisclosed holder as a woman, a man or other."""
    undisclosed = composition.undisclosed
    counted = []
    for women, men in product(range(undisclosed + 1), repeat=2):
        if women + men <= undisclosed:
            have = composition.__dict__ | {"undisclosed": 0}
            have["women"] += women
            have["men"] += men
            have["other"] += undisclosed - women - men
            counted.append(Composition(**have))
    return counted


def plain_verdict(rule: CompositionRule, composition: Composition) -> Verdict:
    """The verdict where everyone is known, by trying every way of filling vacant seats."""
    least = reserved(rule, composition.seats)
    have = (composition.women, composition.men)
    if have[0] >= least.women and have[1] >= least.men:
        return Verdict.PASS
    for to_women in range(composition.vacant_open + 1):
        women = have[0] + composition.vacant_women + to_women
        men = have[1] + composition.vacant_men + composition.vacant_open - to_women
        if women >= least.women and men >= least.men:
            return Verdict.VACANT
    return Verdict.FAIL


@given(rules(), st.builds(Composition, *[st.integers(0, 5)] * 7))
def test_a_verdict_is_that_of_every_way(rule: CompositionRule, composition: Composition) -> None:
    verdicts = {plain_verdict(rule, way) for way in ways(composition)}
    expected = verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINABLE
    assert verdict(rule, composition) is expected


@given(rules(), compositions)
def test_more_women_for_men_never_harm_a_rule_for_women(
    rule: CompositionRule, composition: Composition
) -> None:
    women_only = CompositionRule(rule.share_women, None, rule.rounding)
    if composition.men and verdict(women_only, composition) is Verdict.PASS:
        have = composition.__dict__
        more = have | {"women": have["women"] + 1, "men": have["men"] - 1}
        assert verdict(women_only, Composition(**more)) is Verdict.PASS


KINDS = tuple(Composition().__dict__)


def bodies_of(seats: int) -> list[Composition]:
    """Every body of so many seats, each seat in one of the seven states."""
    return [Composition(**Counter(held)) for held in combinations_with_replacement(KINDS, seats)]


def given_to_one_more(body: Composition) -> set[Composition]:
    """The bodies in which one seat of `body`, whichever, is given to a woman or a man."""
    have = body.__dict__
    return {
        Composition(**(have | {kind: have[kind] - 1} | {to: have[to] + 1}))
        for kind in KINDS
        for to in ("women", "men")
        if have[kind] and kind != to
    }


def fewest_by_trying(rule: CompositionRule, seats: int) -> dict[Composition, int]:
    """For every body the fewest seats to give away until the rule passes, by trying all."""
    ways = {body: given_to_one_more(body) for body in bodies_of(seats)}
    fewest = {body: 0 for body in ways if verdict(rule, body) is Verdict.PASS}
    for changed in range(1, seats + 1):
        nearer = set(fewest)
        fewest |= {body: changed for body in ways.keys() - nearer if ways[body] & nearer}
    return fewest


@pytest.mark.parametrize("seats", range(9))
@pytest.mark.parametrize("rule", [BOTH_40, WOMEN_50, TABLED, CompositionRule(HALF, HALF)])
def test_no_smaller_change_would_do(rule: CompositionRule, seats: int) -> None:
    fewest = fewest_by_trying(rule, seats)
    assert len(fewest) == len(bodies_of(seats))
    for body, least in fewest.items():
        change = smallest_change(rule, body)
        if change is None:
            assert verdict(rule, body) is Verdict.UNDETERMINABLE
        else:
            assert change.seats == least, body


SOURCES = {
    Place.VACANT_OPEN: "vacant_open",
    Place.HELD_BY_MAN: "men",
    Place.HELD_BY_WOMAN: "women",
    Place.HELD_BY_OTHER: "other",
    Place.HELD_BY_UNDISCLOSED: "undisclosed",
}
RESERVED_FOR: dict[str, str] = {Gender.WOMAN: "vacant_women", Gender.MAN: "vacant_men"}
OTHER_GENDER: dict[str, Gender] = {Gender.WOMAN: Gender.MAN, Gender.MAN: Gender.WOMAN}


def after(body: Composition, change: Change) -> Composition:
    """Carry out a change; raises ValueError where it takes a seat that is not there."""
    have = dict(body.__dict__)
    for step in change.steps:
        misreserved = RESERVED_FOR[OTHER_GENDER[step.to]]
        own = {Place.VACANT_RESERVED: RESERVED_FOR[step.to], Place.VACANT_MISRESERVED: misreserved}
        have[(SOURCES | own)[step.place]] -= step.seats
        have["women" if step.to is Gender.WOMAN else "men"] += step.seats
    return Composition(**have)


@given(rules(), compositions)
def test_a_change_can_be_carried_out_and_mends(
    rule: CompositionRule, composition: Composition
) -> None:
    change = smallest_change(rule, composition)
    if change is not None:
        mended = after(composition, change)
        assert mended.seats == composition.seats
        assert verdict(rule, mended) is Verdict.PASS
        assert change.seats == sum(missing(rule, composition))


@given(rules(), compositions)
def test_where_only_empty_seats_stand_in_the_way_nobody_leaves(
    rule: CompositionRule, composition: Composition
) -> None:
    change = smallest_change(rule, composition)
    only_empty = {Place.VACANT_RESERVED, Place.VACANT_OPEN}
    if verdict(rule, composition) is Verdict.VACANT:
        assert change is not None
        assert {step.place for step in change.steps} <= only_empty
    elif verdict(rule, composition) is Verdict.FAIL:
        assert change is not None
        assert not {step.place for step in change.steps} <= only_empty


def test_a_plan_against_the_rule_is_named() -> None:
    body = Composition(men=2, vacant_men=2)
    change = smallest_change(BOTH_40, body)
    assert change == Change((Step(2, Place.VACANT_MISRESERVED, Gender.WOMAN),))
