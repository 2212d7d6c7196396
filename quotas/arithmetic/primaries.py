"""Whom a primary names for the vote that follows."""

from collections.abc import Mapping
from typing import TypeVar

Who = TypeVar("Who")


def named(votes: Mapping[Who, int], most: int) -> set[Who]:
    """Those with the most votes, `most` of them, and whoever has as many as the last of these.

    So no lot decides who is put before everyone *(ours)*; nobody is named without a vote.
    Raises ValueError for less than one, or votes below zero.
    """
    if most < 1 or min(votes.values(), default=0) < 0:
        raise ValueError(f"{most} to be named of {dict(votes)}")
    best = sorted((number for number in votes.values() if number), reverse=True)[:most]
    return {who for who, number in votes.items() if best and number >= best[-1]}
