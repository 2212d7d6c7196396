"""Numbers of people of a component that could tell who they are stay untold (DOMAIN §2.9).

A number below five could; and so could one from which such a number follows by a difference:
all who hold seats less those told of (where next to all are of one component, that tells who they
are), and the total of a level less what is told of its bodies. A total is therefore told only
where nothing is left out of it; or where what is left out is of several bodies and five or more,
five or more others hold seats there, and the number of each body could be another one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEW = 5
"""Fewer people than this could be told apart."""

Told = dict[str, int | None]


def told(held: Mapping[str, int], filled: int) -> Told:
    """Each number of a body in which so many seats are held at all, None where it is not told."""
    return _with_rest(
        {code: number if number >= FEW else None for code, number in held.items()}, filled
    )


def told_together(bodies: Iterable[tuple[Mapping[str, int], int]]) -> Told:
    """Each number of all these bodies together, None where it is not told.

    Of each body its numbers, and how many of its seats are held at all.
    """
    rows = [_Body(held, filled, told(held, filled)) for held, filled in bodies]
    codes = dict.fromkeys(code for one in rows for code in one.held)
    totals: Told = {code: _total(rows, code) for code in codes}
    totals = _with_rest(totals, sum(one.filled for one in rows))
    for code in codes:
        left_out = [one for one in rows if one.shown.get(code) is None]
        if left_out and sum(one.untold(totals) for one in left_out) < FEW:
            totals[code] = None
    return totals


@dataclass(frozen=True)
class _Body:
    """A body's numbers, how many of its seats are held at all, and what is told of it."""

    held: Mapping[str, int]
    filled: int
    shown: Told

    def untold(self, totals: Told) -> int:
        """How many hold seats of whom neither the body's own numbers nor a total tells."""
        known = (
            number
            for code, number in self.held.items()
            if totals.get(code) is not None or self.shown[code] is not None
        )
        return self.filled - sum(known)

    def could_be(self, code: str, number: int) -> bool:
        """Whether so many would be left out just as well, the body's other numbers being so."""
        others = sum(self.held.values()) - self.held.get(code, 0)
        most = self.filled - others
        next_to_all = not others and number > most - FEW
        return 0 <= number <= most and (number < FEW or next_to_all)


def steady(changed: int) -> bool:
    """Whether a number may be told beside one told before, when so many mandates began or ended
    between: a difference of fewer than five could tell of what component they are."""
    return changed == 0 or changed >= FEW


def _total(rows: Sequence[_Body], code: str) -> int | None:
    hidden = [one for one in rows if one.shown.get(code) is None]
    whole = sum(one.held.get(code, 0) for one in rows)
    left_out = sum(one.held.get(code, 0) for one in hidden)
    if hidden and (left_out < FEW or not _several_ways(hidden, code)):
        return None
    return whole if whole >= FEW else None


def _several_ways(hidden: Sequence[_Body], code: str) -> bool:
    """Whether each body's number could be another: one more where another has one less."""
    more, less = (
        {
            place
            for place, one in enumerate(hidden)
            if one.could_be(code, one.held.get(code, 0) + step)
        }
        for step in (1, -1)
    )
    return all(
        (place in more and less - {place}) or (place in less and more - {place})
        for place, one in enumerate(hidden)
        if one.filled
    )


def _with_rest(shown: Told, filled: int) -> Told:
    """The smallest numbers are left out until five or more hold seats of whom nothing is told."""
    found = dict(shown)
    known = sorted((number, code) for code, number in shown.items() if number is not None)
    rest = filled - sum(number for number, _code in known)
    for number, code in known:
        if rest >= FEW:
            break
        found[code] = None
        rest += number
    return found


def change_is_told(needed: Mapping[str, int], held: Mapping[str, int], shown: Told) -> bool:
    """Whether the smallest change may be told: it is what is needed less what is there."""
    return all(
        shown.get(code) is not None for code, least in needed.items() if held.get(code, 0) < least
    )
