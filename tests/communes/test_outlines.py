"""Outlines of agendas, by arithmetic alone: numbers, moves and times."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic import outlines

SUBS = st.lists(st.booleans(), max_size=12)
SOME = st.lists(st.booleans(), min_size=1, max_size=12)
MINUTES = st.one_of(st.none(), st.integers(0, 90))


def test_numbers_are_those_of_any_agenda() -> None:
    subs = [False, False, True, True, False, True]
    assert outlines.numbers(subs) == ["1", "2", "2.1", "2.2", "3", "3.1"]
    assert outlines.parents(subs) == [None, None, 1, 1, None, 4]
    assert outlines.numbers([True, True]) == ["1", "1.1"]


def test_what_stands_under_an_item_moves_with_it() -> None:
    subs = [False, True, False, True]  # 1, 1.1, 2, 2.1
    assert outlines.stepped(subs, 2, -1) == [2, 3, 0, 1]
    assert outlines.stepped(subs, 0, 1) == [2, 3, 0, 1]
    assert outlines.stepped(subs, 3, -1) == [0, 1, 3, 2]  # 2.1 becomes 1.2
    assert outlines.stepped(subs, 1, -1) == [0, 1, 2, 3]  # nothing stands above the first item
    assert outlines.placed(subs, 0, 1) == [2, 3, 0, 1]  # never between 2 and 2.1


def test_an_agenda_says_when_it_ends() -> None:
    subs = [False, False, True, True, False]
    table = outlines.timetable(subs, [5, 10, 10, 15, None])
    assert table.begins == [0, 5, 5, 15, 30]
    assert table.total == 30
    assert table.untimed == 1
    assert outlines.timetable([False, True], [30, 10]).total == 30


@given(SUBS)
def test_numbers_are_unique_and_in_order(subs: list[bool]) -> None:
    told = [tuple(int(part) for part in one.split(".")) for one in outlines.numbers(subs)]
    assert told == sorted(set(told))
    assert [len(one) == 2 for one in told] == outlines.settled(subs)


@given(SOME, st.data())
def test_every_move_keeps_every_line_and_every_block(subs: list[bool], data: st.DataObject) -> None:
    subs = outlines.settled(subs)
    at = data.draw(st.integers(0, len(subs) - 1))
    to, step = data.draw(st.integers(-3, 15)), data.draw(st.sampled_from([-1, 1]))
    for order in (outlines.placed(subs, at, to), outlines.stepped(subs, at, step)):
        assert sorted(order) == list(range(len(subs)))
        moved = outlines.block(subs, at)
        first = order.index(at)
        assert order[first : first + len(moved)] == moved
        assert outlines.settled([subs[line] for line in order]) == [subs[line] for line in order]
        if not subs[at]:  # nothing else comes to stand under it, and it splits no other block
            assert under(subs, order) == under(subs, list(range(len(subs))))


@given(SOME, st.data())
def test_a_step_and_its_opposite_undo_each_other(subs: list[bool], data: st.DataObject) -> None:
    subs = outlines.settled(subs)
    at = data.draw(st.integers(0, len(subs) - 1))
    step = data.draw(st.sampled_from([-1, 1]))
    order = outlines.stepped(subs, at, step)
    back = outlines.stepped([subs[line] for line in order], order.index(at), -step)
    same = list(range(len(subs)))
    assert [order[line] for line in back] == same or order == same


@given(st.lists(st.tuples(st.booleans(), MINUTES), max_size=12))
def test_times_never_run_backwards(lines: list[tuple[bool, int | None]]) -> None:
    subs, minutes = [sub for sub, _length in lines], [length for _sub, length in lines]
    table = outlines.timetable(subs, minutes)
    assert all(one <= other for one, other in pairwise(table.begins))
    assert all(0 <= begin <= table.total for begin in table.begins)
    assert table.total <= sum(length or 0 for length in minutes)
    if not any(outlines.settled(subs)):
        assert table.total == sum(length or 0 for length in minutes)
        assert table.untimed == minutes.count(None)


def under(subs: list[bool], order: list[int]) -> dict[int, int | None]:
    """Which line stands under which, by the lines' first numbers."""
    above = outlines.parents([subs[line] for line in order])
    return {line: None if up is None else order[up] for line, up in zip(order, above, strict=True)}
