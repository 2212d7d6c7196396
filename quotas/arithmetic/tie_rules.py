"""What settles equal votes between candidates, as the charter has it (DOMAIN §4, last row)."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Protocol, TypeVar


class TieRule(StrEnum):
    """The rules that a charter may choose from.

    `WOMAN_FIRST`: a woman before a man, same gender by lot (party statute). `LOT`: by lot alone
    (rules 49 and 51 of the Scottish rules of 2007). `NEW_BALLOT`: where a tie decides who sits,
    those places stay open and are voted on anew; a count of ranked papers, and one under
    several quotas at once, has no single vote that could be taken anew: there the lot decides
    *(ours)*.
    """

    WOMAN_FIRST = "woman_first_then_lot"
    LOT = "lot"
    NEW_BALLOT = "new_ballot"


class Voted(Protocol):
    """Whoever received votes."""

    @property
    def votes(self) -> int:
        """How many."""


V = TypeVar("V", bound=Voted)


def swaps(
    ranking: Sequence[V], elected: Sequence[V], fit: Callable[[Sequence[V]], bool]
) -> list[tuple[V, V]]:
    """The elected, each beside those of equal votes who could sit in the stead, and all fit.

    `ranking` has the most votes first; `fit` tells whether so many can sit at once. As the sets
    that fit form a matroid, whoever is in no swap sits whatever settles the ties.
    """
    return [
        (inside, outside)
        for _votes, group in groupby(ranking, key=lambda one: one.votes)
        for tied in [list(group)]
        for inside in tied
        for outside in tied
        if inside in elected and outside not in elected
        if fit([outside, *(one for one in elected if one != inside)])
    ]
