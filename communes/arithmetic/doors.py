"""Where a household stands in a long list: its street, or the letter its name begins with."""

import re

from communes.folding import fold

_HOUSE = re.compile(r"[\s,;/·-]*\d+\s*[^\W\d_]?\s*$")
BLOCK = 50
"""Households known by a number stand in blocks of so many."""


def street(address: str) -> str:
    """An address without the number of the house at its end; empty where there is nothing else."""
    return _HOUSE.sub("", address.strip()).strip(" ,;/·-")


def initial(name: str) -> str:
    """The letter under which a name is looked for; of a number the block it lies in."""
    folded = fold(name)
    number = re.match(r"\d{1,6}", folded)
    if number:
        first = (max(int(number[0]), 1) - 1) // BLOCK * BLOCK + 1
        return f"{first}–{first + BLOCK - 1}"
    return folded[:1].upper() or "—"
