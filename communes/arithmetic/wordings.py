"""What changed between two wordings of a text, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "gone", "new"]
WORD = re.compile(r"\S+|\s+")
COSTLY = 400_000
"""Pairs of equal words beyond which a comparison would take longer than a page may."""


@dataclass(frozen=True)
class Piece:
    """Words in a row that stayed, were taken out or were put in."""

    change: Change
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """The two wordings as one text: `same` and `gone` give the old one, `same` and `new` the new.

    Texts that would take too long are compared from both ends only: what lies between the first
    and the last difference is told as replaced.
    """
    one, other = WORD.findall(old), WORD.findall(new)
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    middle = one[start : len(one) - end], other[start : len(other) - end]
    told = [
        Piece("same", "".join(one[:start])),
        *_between(*middle),
        Piece("same", "".join(one[len(one) - end :])),
    ]
    return [piece for piece in told if piece.text]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words the two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _between(one: Sequence[str], other: Sequence[str]) -> Iterator[Piece]:
    if _cost(one, other) > COSTLY:
        yield Piece("gone", "".join(one))
        yield Piece("new", "".join(other))
        return
    gone, new = "", ""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(blocks):
        words = "".join(one[a:b])
        if tag != "equal" or (words.isspace() and 0 < place < len(blocks) - 1):
            gone, new = gone + words, new + "".join(other[c:d])
            continue
        yield from (Piece("gone", gone), Piece("new", new), Piece("same", words))
        gone, new = "", ""
    yield from (Piece("gone", gone), Piece("new", new))


def _cost(one: Sequence[str], other: Sequence[str]) -> int:
    counted = Counter(other)
    return sum(number * counted[word] for word, number in Counter(one).items())
