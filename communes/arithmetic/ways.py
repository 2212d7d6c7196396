"""The ways in which a council's votes are counted, side by side (DOMAIN §4, §5, §7).

By unit each sending body has one vote, whatever the number of its delegates: those who differ
are split and count for neither side; a void vote counts on neither side, and its unit still
counts among the units addressed. Banded each unit has as many votes as the number of its members
gives. Votes are the single votes added up: the delegates' in a roll call, the members' where
whole bodies voted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

FOR, AGAINST, ABSTAIN, VOID, SPLIT = "for", "against", "abstain", "void", "split"
CHOICES = (FOR, AGAINST, ABSTAIN)


class Way(StrEnum):
    """A way of counting; the charter says which decides."""

    UNIT = "unit"
    BANDED = "banded"
    VOTES = "votes"


BANDS = ((50, 1), (100, 2), (300, 3), (600, 4), (1_000, 5), (1_500, 6), (2_500, 7))
"""Up to so many members a unit has so many votes (DOMAIN §7)."""
MOST = 8
"""Votes of a unit with more members than the last band."""


@dataclass(frozen=True)
class Unit:
    """A unit addressed: how many members it has, and its votes by choice, `void` among them."""

    members: int
    votes: Mapping[str, int]

    @property
    def says(self) -> str:
        """Its one vote; see `unit_says`."""
        return unit_says(self.votes)


@dataclass(frozen=True)
class Sums:
    """What a way of counting gives; `of` is what all units addressed together could give."""

    votes_for: int = 0
    against: int = 0
    abstain: int = 0
    of: int = 0


def unit_says(votes: Mapping[str, int]) -> str:
    """The one vote of a unit in counting by unit, from its delegates' votes by choice.

    `split` where those that are not void differ, `void` where all are, empty where none voted.
    """
    said = [choice for choice in CHOICES if votes.get(choice)]
    if len(said) > 1:
        return SPLIT
    if said:
        return said[0]
    return VOID if votes.get(VOID) else ""


def band(members: int) -> int:
    """The votes that a unit of so many members has; without a member none *(ours)*.

    A number below zero raises ValueError.
    """
    if members < 0:
        raise ValueError("no unit has fewer members than none")
    if not members:
        return 0
    return next((votes for most, votes in BANDS if members <= most), MOST)


def by_unit(units: Iterable[Unit]) -> Sums:
    """Each unit once, on the side on which all its votes stand."""
    return _weighed([(one.says, 1) for one in units])


def banded(units: Iterable[Unit]) -> Sums:
    """Each unit with the votes of its band, on the side on which all its votes stand."""
    return _weighed([(one.says, band(one.members)) for one in units])


def added_up(units: Iterable[Unit]) -> Sums:
    """Every single vote, wherever it was cast; void ones on no side."""
    rows = list(units)
    yes, no, none = (sum(one.votes.get(side, 0) for one in rows) for side in CHOICES)
    return Sums(yes, no, none, sum(sum(one.votes.values()) for one in rows))


def _weighed(said: list[tuple[str, int]]) -> Sums:
    yes, no, none = (sum(n for said_of, n in said if said_of == side) for side in CHOICES)
    return Sums(yes, no, none, sum(weight for _side, weight in said))
