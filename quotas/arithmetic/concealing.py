"""Numbers of people of a component that could tell who they are stay untold (DOMAIN §2.9).

A number below five could; and so could one from which such a number follows by a difference:
the total of a level less what is told of its bodies. A total is therefore told only where
nothing is left out of it, or where what is left out is of several bodies and five or more.
"""

from collections.abc import Iterable, Mapping

FEW = 5
"""Fewer people than this could be told apart."""

Told = dict[str, int | None]


def told(held: Mapping[str, int]) -> Told:
    """Each number of a body, None where it is not told."""
    return {code: number if number >= FEW else None for code, number in held.items()}


def told_together(bodies: Iterable[Mapping[str, int]]) -> Told:
    """Each number of all these bodies together, None where it is not told."""
    rows = list(bodies)
    codes = dict.fromkeys(code for row in rows for code in row)
    return {code: _total([row.get(code, 0) for row in rows]) for code in codes}


def _total(numbers: list[int]) -> int | None:
    hidden = [number for number in numbers if number < FEW]
    if hidden and (len(hidden) < 2 or sum(hidden) < FEW):
        return None
    return sum(numbers) if sum(numbers) >= FEW else None


def change_is_told(needed: Mapping[str, int], held: Mapping[str, int], shown: Told) -> bool:
    """Whether the smallest change may be told: it is what is needed less what is there."""
    return all(
        shown.get(code) is not None for code, least in needed.items() if held.get(code, 0) < least
    )
