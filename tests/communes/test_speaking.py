"""The speaking list's arithmetic: alternating, first-timers first, fair, and explained."""

import random

from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.speaking import Asked, Rules, Turn, Why, question_due, queue

GENDERS = ("woman", "man", "other", "undisclosed")
STANDARD = Rules()
PLAIN = Rules(alternates=False, first_time_first=False)

waiting = st.lists(
    st.tuples(st.sampled_from(GENDERS), st.booleans(), st.sampled_from([False] * 4 + [True])),
    max_size=14,
).map(
    lambda rows: [
        Asked(key, gender, key, spoke, order) for key, (gender, spoke, order) in enumerate(rows)
    ]
)
last = st.sampled_from([None, True, False])
rules = st.builds(Rules, st.booleans(), st.booleans(), st.just(3))


def keys(turns: list[Turn]) -> list[int]:
    return [turn.asked.key for turn in turns]


def line(letters: str) -> list[Asked]:
    """People by letters: capital letters have spoken already, "!" raises a point of order."""
    names = {"w": "woman", "m": "man", "o": "other", "u": "undisclosed", "!": "man"}
    return [
        Asked(key, names[one.lower()], key, one.isupper(), one == "!")
        for key, one in enumerate(letters)
    ]


def said(letters: str, last_woman: bool | None = None, by: Rules = STANDARD) -> str:
    return "".join(letters[key] for key in keys(queue(line(letters), last_woman, by)))


def test_the_lists_take_turns_and_the_womens_begins() -> None:
    assert said("mmww") == "wmwm"
    assert said("mmww", last_woman=True) == "mwmw"
    assert said("wwwm") == "wmww"


def test_who_has_not_spoken_comes_first_within_the_list() -> None:
    assert said("WwMm") == "wmWM"
    assert said("WwMm", by=Rules(first_time_first=False)) == "WMwm"


def test_a_point_of_order_goes_before_all_and_uses_up_no_turn() -> None:
    assert said("mw!w") == "!wmw"
    assert said("mw!!", last_woman=True) == "!!mw"


def test_without_alternation_there_is_one_list() -> None:
    assert said("mmWw", by=Rules(alternates=False)) == "mmwW"
    assert said("MmWw", by=PLAIN) == "MmWw"


def test_other_and_undisclosed_stand_on_the_open_list() -> None:
    assert said("ouww") == "wowu"


def test_the_women_are_asked_when_it_is_their_turn_and_none_waits() -> None:
    assert question_due(line("mm"), False, Rules(), answered=False)
    assert not question_due(line("mm"), False, Rules(), answered=True)
    assert not question_due(line("mm"), None, Rules(), answered=False)
    assert not question_due(line("mm"), True, Rules(), answered=False)
    assert not question_due(line("mw"), False, Rules(), answered=False)
    assert not question_due(line("!"), False, Rules(), answered=False)
    assert not question_due([], False, Rules(), answered=False)
    assert not question_due(line("mm"), False, Rules(alternates=False), answered=False)


def test_places_after_the_question_are_told() -> None:
    turns = queue(line("wmmm"), None, Rules())
    assert [turn.after_question for turn in turns] == [False, False, True, True]


@given(waiting, last, rules, st.integers())
def test_the_order_of_handing_over_has_no_weight(
    rows: list[Asked], spoke: bool | None, by: Rules, seed: int
) -> None:
    mixed = rows[:]
    random.Random(seed).shuffle(mixed)
    assert queue(mixed, spoke, by) == queue(rows, spoke, by)


@given(waiting, last, rules)
def test_everyone_gets_one_place(rows: list[Asked], spoke: bool | None, by: Rules) -> None:
    assert sorted(keys(queue(rows, spoke, by))) == [one.key for one in rows]


@given(waiting, last, rules)
def test_on_one_list_first_timers_come_first_and_else_who_asked_first(
    rows: list[Asked], spoke: bool | None, by: Rules
) -> None:
    for woman in (True, False):
        turns = queue(rows, spoke, by)
        mine = [
            turn.asked
            for turn in turns
            if not turn.asked.order and (turn.asked.woman == woman or not by.alternates)
        ]
        ranks = [(one.spoke and by.first_time_first, one.asked) for one in mine]
        assert ranks == sorted(ranks)


@given(waiting, last, st.booleans())
def test_nobody_of_one_list_speaks_twice_in_a_row_while_the_other_waits(
    rows: list[Asked], spoke: bool | None, first: bool
) -> None:
    turns = [one.asked for one in queue(rows, spoke, Rules(True, first)) if not one.asked.order]
    before = spoke
    for place, one in enumerate(turns):
        others = [later for later in turns[place:] if later.woman != one.woman]
        assert before != one.woman or not others
        before = one.woman


@given(waiting, last, rules)
def test_points_of_order_stand_first(rows: list[Asked], spoke: bool | None, by: Rules) -> None:
    orders = [turn.asked.order for turn in queue(rows, spoke, by)]
    assert orders == sorted(orders, reverse=True)


@given(waiting, last, rules)
def test_the_reason_told_is_true(rows: list[Asked], spoke: bool | None, by: Rules) -> None:
    for turn in queue(rows, spoke, by):
        if turn.why is Why.WOMENS_TURN:
            assert turn.asked.woman
        if turn.why is Why.OPEN_TURN:
            assert not turn.asked.woman
        assert (turn.why is Why.ASKED) <= (not by.alternates)
        assert (turn.why is Why.ORDER) == turn.asked.order
        assert not (turn.first_time and turn.asked.spoke)


@given(waiting, last)
def test_the_question_and_the_list_agree(rows: list[Asked], spoke: bool | None) -> None:
    turns = [turn for turn in queue(rows, spoke, Rules()) if not turn.asked.order]
    first = bool(turns) and turns[0].after_question
    assert first == question_due(rows, spoke, Rules(), answered=False)
