"""The quorum: the domain's defaults, and what holds for every rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.quorum import (
    ASSEMBLY,
    COUNCIL,
    NO_QUORUM,
    Kind,
    Quorum,
    QuorumRule,
    Unit,
    quorum_met,
    quorum_needed,
)

numbers = st.integers(0, 2000)
shares = st.builds(Fraction, st.integers(0, 20), st.just(20))
rules = st.builds(QuorumRule, st.sampled_from(Kind), shares, st.integers(0, 60))
waiting_rules = rules.filter(lambda rule: rule.kind is not Kind.NONE)


@pytest.mark.parametrize(
    ("members", "needed"),
    [(480, 48), (481, 49), (150, 15), (151, 16), (149, 15), (40, 15), (15, 15), (9, 9), (0, 1)],
)
def test_an_assembly_needs_a_tenth_and_fifteen_but_not_more_than_all(
    members: int, needed: int
) -> None:
    assert quorum_needed(ASSEMBLY, members=members) == needed


@pytest.mark.parametrize(("seats", "needed"), [(12, 6), (11, 6), (3, 2), (1, 1), (0, 1)])
def test_a_council_needs_half_its_seats(seats: int, needed: int) -> None:
    assert quorum_needed(COUNCIL, members=0, seats=seats) == needed


def test_households_are_counted_as_households() -> None:
    rule = QuorumRule(Kind.SHARE_OF_HOUSEHOLDS, Fraction(1, 3))
    quorum = quorum_met(rule, here=41, members=480, households=125)
    assert (quorum.unit, quorum.needed, quorum.of) == (Unit.HOUSEHOLDS, 42, 125)
    assert (quorum.met, quorum.missing) == (False, 1)


def test_a_count_is_a_count() -> None:
    rule = QuorumRule(Kind.COUNT, at_least=20)
    assert quorum_needed(rule, members=480) == 20
    assert quorum_needed(rule, members=7) == 7


def test_no_quorum_waits_for_nobody() -> None:
    assert quorum_met(NO_QUORUM, here=0, members=480).met


@given(rules, numbers, numbers, numbers)
def test_a_second_convocation_decides_with_those_who_come(
    rule: QuorumRule, members: int, households: int, seats: int
) -> None:
    quorum = quorum_met(
        rule, here=1, members=members, households=households, seats=seats, second_convocation=True
    )
    assert (quorum.met, quorum.needed) == (True, 0)


def room(rule: QuorumRule, here: int, of: int) -> Quorum:
    """A body with as many households and seats as members."""
    return quorum_met(rule, here=here, members=of, households=of, seats=of)


@given(waiting_rules, numbers)
def test_all_of_them_always_suffice_and_nobody_never(rule: QuorumRule, of: int) -> None:
    assert room(rule, max(1, of), of).met
    assert not room(rule, 0, of).met


@given(rules, numbers, numbers)
def test_what_is_missing_and_who_may_leave_are_exact(rule: QuorumRule, here: int, of: int) -> None:
    quorum = room(rule, here, of)
    assert room(rule, here + quorum.missing, of).met
    if quorum.met:
        assert room(rule, here - quorum.may_leave, of).met
    else:
        assert not room(rule, here + quorum.missing - 1, of).met
    if quorum.met and here > quorum.may_leave:
        assert not room(rule, here - quorum.may_leave - 1, of).met


@given(waiting_rules, numbers, numbers, numbers)
def test_only_the_rules_own_unit_matters(
    rule: QuorumRule, members: int, households: int, seats: int
) -> None:
    of = {Unit.MEMBERS: members, Unit.HOUSEHOLDS: households, Unit.SEATS: seats}[rule.unit]
    quorum = quorum_met(rule, here=1, members=members, households=households, seats=seats)
    assert quorum == room(rule, 1, of)


@given(rules, numbers)
def test_a_larger_roll_never_needs_fewer(rule: QuorumRule, members: int) -> None:
    def needed(number: int) -> int:
        return quorum_needed(rule, members=number, households=number, seats=number)

    assert needed(members) <= needed(members + 1)


@pytest.mark.parametrize(("share", "at_least"), [(Fraction(11, 10), 0), (Fraction(-1), 0), (0, -1)])
def test_what_is_no_quorum_is_refused(share: Fraction, at_least: int) -> None:
    with pytest.raises(ValueError, match="no quorum"):
        QuorumRule(Kind.COUNT, Fraction(share), at_least)
