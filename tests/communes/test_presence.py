"""Women's presence: the figures of the recorder's page, and every small room by trying."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.presence import presence

FORTY = Fraction(2, 5)
people = st.integers(0, 40)
shares = st.builds(Fraction, st.integers(0, 20), st.just(20))


def test_the_meter_of_the_recorder() -> None:
    room = presence(26, 35, 0, 0, FORTY)
    assert (room.met, room.percent, room.may_leave, room.missing) == (True, 43, 2, 0)
    after = presence(22, 35, 0, 0, FORTY)
    assert (after.met, after.women, after.of, after.missing) == (False, 22, 57, 2)


@pytest.mark.parametrize(
    ("women", "men", "other", "undisclosed", "met"),
    [
        (2, 3, 0, 0, True),
        (2, 3, 1, 0, False),
        (2, 3, 0, 9, True),
        (0, 0, 0, 9, False),
        (0, 0, 0, 0, False),
        (1, 0, 0, 0, True),
    ],
)
def test_who_counts(women: int, men: int, other: int, undisclosed: int, met: bool) -> None:
    assert presence(women, men, other, undisclosed, FORTY).met is met


def test_per_cent_never_flatter() -> None:
    assert presence(67, 102, 0, 0, FORTY).percent == 39
    assert presence(68, 102, 0, 0, FORTY).percent == 40


def test_an_empty_room_has_no_share() -> None:
    room = presence(0, 0, 0, 3, FORTY)
    assert (room.share, room.percent, room.missing, room.may_leave) == (None, None, 1, 0)


def test_all_women_can_be_out_of_reach() -> None:
    assert presence(5, 1, 0, 0, Fraction(1)).missing is None
    assert presence(5, 0, 0, 0, Fraction(1)).may_leave == 4


@given(people, people, people, people, shares)
def test_the_verdict_is_the_share(
    women: int, men: int, other: int, undisclosed: int, share: Fraction
) -> None:
    room = presence(women, men, other, undisclosed, share)
    assert room.met == (room.share is not None and room.share >= share)


@given(people, people, people, shares)
def test_so_many_women_more_and_not_one_fewer(
    women: int, men: int, other: int, share: Fraction
) -> None:
    room = presence(women, men, other, 0, share)
    if room.missing is None:
        assert share == 1
        assert not presence(women + 10_000, men, other, 0, share).met
        return
    assert presence(women + room.missing, men, other, 0, share).met
    if room.missing:
        assert not presence(women + room.missing - 1, men, other, 0, share).met


@given(people, people, people, shares)
def test_so_many_women_may_leave_and_not_one_more(
    women: int, men: int, other: int, share: Fraction
) -> None:
    room = presence(women, men, other, 0, share)
    if not room.met:
        assert room.may_leave == 0
        return
    assert presence(women - room.may_leave, men, other, 0, share).met
    if room.may_leave < women:
        assert not presence(women - room.may_leave - 1, men, other, 0, share).met


@given(people, people, people, people, people, shares)
def test_the_undisclosed_weigh_on_neither_side(
    women: int, men: int, other: int, few: int, many: int, share: Fraction
) -> None:
    assert presence(women, men, other, few, share) == presence(women, men, other, many, share)


@pytest.mark.parametrize(("women", "share"), [(-1, FORTY), (1, Fraction(6, 5)), (1, -FORTY)])
def test_what_is_no_room_is_refused(women: int, share: Fraction) -> None:
    with pytest.raises(ValueError, match="no presence"):
        presence(women, 0, 0, 0, share)
