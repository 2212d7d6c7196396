"""An agenda's outline: items, one level of sub-items under them, their numbers and their times.

An outline is told line by line: whether the line is a sub-item of the last item above it that
is none. Order alone says what stands under what, as in any list that people indent; the first
line is always an item of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Subs = Sequence[bool]


def numbers(subs: Subs) -> list[str]:
    """What each line is called: "4", and under it "4.1", "4.2"."""
    told: list[str] = []
    item = under = 0
    for sub in settled(subs):
        item, under = (item, under + 1) if sub else (item + 1, 0)
        told.append(f"{item}.{under}" if sub else str(item))
    return told


def parents(subs: Subs) -> list[int | None]:
    """Under which line each stands, by index; None for an item of its own."""
    above: int | None = None
    told: list[int | None] = []
    for at, sub in enumerate(settled(subs)):
        told.append(above if sub else None)
        above = above if sub else at
    return told


def settled(subs: Subs) -> list[bool]:
    """The same outline with its first line as an item of its own."""
    return [bool(sub) and at > 0 for at, sub in enumerate(subs)]


def block(subs: Subs, at: int) -> list[int]:
    """The line and, of an item, all that stands under it: what moves as one."""
    told = [at]
    if not settled(subs)[at]:
        while told[-1] + 1 < len(subs) and subs[told[-1] + 1]:
            told.append(told[-1] + 1)
    return told


def placed(subs: Subs, at: int, to: int) -> list[int]:
    """The order of lines with the block of line `at` moved to place `to` among the others.

    An item does not come between another one and what stands under that; a sub-item never
    comes first. Places beyond either end are the ends.
    """
    moved = block(subs, at)
    rest = [line for line in range(len(subs)) if line not in moved]
    to = max(0, min(to, len(rest)))
    if settled(subs)[at]:
        to = max(to, min(1, len(rest)))
    else:
        while to < len(rest) and to > 0 and settled(subs)[rest[to]]:
            to += 1
    return [*rest[:to], *moved, *rest[to:]]


def stepped(subs: Subs, at: int, step: int) -> list[int]:
    """The order with a line moved one step: an item past its neighbour with all under it."""
    if settled(subs)[at]:
        return placed(subs, at, at + step)
    if step > 0:
        after = block(subs, at)[-1] + 1
        beyond = len(block(subs, after)) if after < len(subs) else 0
        return placed(subs, at, at + beyond)
    before = [line for line in range(at) if not settled(subs)[line]]
    return placed(subs, at, before[-1] if before else 0)


@dataclass(frozen=True)
class Timetable:
    """When each line begins and how long all takes, in minutes; how many items have no time."""

    begins: list[int]
    total: int
    untimed: int


def timetable(subs: Subs, minutes: Sequence[int | None]) -> Timetable:
    """When each line begins if each takes its planned minutes, and how long all of it takes.

    What stands under an item is dealt with within its time: an item takes its own minutes or
    the sum of its sub-items, whichever is longer.
    """
    begins: list[int] = [0] * len(subs)
    clock = untimed = 0
    for at, sub in enumerate(settled(subs)):
        if sub:
            continue
        inner = clock
        lines = block(subs, at)
        begins[at] = clock
        for line in lines[1:]:
            begins[line] = inner
            inner += minutes[line] or 0
        untimed += all(minutes[line] is None for line in lines)
        clock += max(minutes[at] or 0, inner - clock)
    return Timetable(begins, clock, untimed)
