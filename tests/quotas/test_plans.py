"""Which seats are reserved for whom."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from quotas.arithmetic.composition import CompositionRule, reserved
from quotas.arithmetic.plans import reservations

BOTH40 = CompositionRule(Fraction(2, 5), Fraction(2, 5))
OFFICES = st.integers(0, 30).map(lambda n: ["co_chair", "co_chair", "secretary", *["member"] * n])


def test_a_board_of_three_keeps_the_secretary_open() -> None:
    kept = reservations(["co_chair", "co_chair", "secretary"], BOTH40, circle="everyone", pair=True)
    assert kept == ["woman", "man", ""]


def test_twelve_seats_are_five_five_and_two_open() -> None:
    offices = ["co_chair", "co_chair", "secretary", *["member"] * 9]
    kept = reservations(offices, BOTH40, circle="everyone", pair=True)
    assert (kept.count("woman"), kept.count("man"), kept.count("")) == (5, 5, 2)
    assert kept[2] == ""


@given(OFFICES)
def test_the_rule_is_always_reserved_in_full(offices: list[str]) -> None:
    kept = reservations(offices, BOTH40, circle="everyone", pair=True)
    plan = reserved(BOTH40, len(offices))
    assert kept[:2] == ["woman", "man"]
    assert kept.count("woman") >= plan.women
    assert kept.count("man") >= plan.men
    assert len(kept) == len(offices)


@given(OFFICES)
def test_a_womens_body_is_women_only(offices: list[str]) -> None:
    assert set(reservations(offices, BOTH40, circle="women", pair=True)) == {"woman"}


@given(OFFICES)
def test_without_the_pair_rule_the_chairs_are_like_others(offices: list[str]) -> None:
    kept = reservations(offices, BOTH40, circle="everyone", pair=False)
    plan = reserved(BOTH40, len(offices))
    assert (kept.count("woman"), kept.count("man")) == (plan.women, plan.men)
