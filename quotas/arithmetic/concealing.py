"""Numbers of people of a component that could tell who they are stay untold (DOMAIN §2.9).

A number below five could; and so could one from which such a number follows by a difference:
all who hold seats less those told of (where next to all are of one component, that tells who they
are), and the total of a level less what is told of its bodies. A total is therefore told only
where nothing is left out of it, or where what is left out is of several bodies and five or more.
"""

from collections.abc import Iterable, Mapping

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
    rows = list(bodies)
    codes = dict.fromkeys(code for held, _filled in rows for code in held)
    shown = [told(held, filled) for held, filled in rows]
    totals: Told = {}
    for code in codes:
        numbers = [held.get(code, 0) for held, _filled in rows]
        hidden = [
            number for number, one in zip(numbers, shown, strict=True) if one.get(code) is None
        ]
        totals[code] = _total(sum(numbers), hidden)
    return _with_rest(totals, sum(filled for _held, filled in rows))


def steady(changed: int) -> bool:
    """Whether a number may be told beside one told before, when so many mandates began or ended
    between: a difference of fewer than five could tell of what component they are."""
    return changed == 0 or changed >= FEW


def _total(whole: int, hidden: list[int]) -> int | None:
    if hidden and (len(hidden) < 2 or sum(hidden) < FEW):
        return None
    return whole if whole >= FEW else None


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
