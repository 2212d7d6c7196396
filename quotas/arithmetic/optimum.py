"""Who is seated by totals or approvals under several quotas at once.

DOMAIN §6: the seated set has the most votes among all that satisfy the quotas; among equal sets
the one whose sorted votes are lexically highest, then the tie rule of §4; if no set satisfies
all, it says which rule cannot be met and by how much. Seats then stay empty rather than be
wrongly filled: of all sets that leave room for what is missing, those that miss the fewest
seats in all are considered. Nobody is elected without a vote *(ours, as in `seating`)*.

With reservations for one gender each, `seating` finds the same set without a solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from quotas.arithmetic.searching import Contender, Search
from quotas.arithmetic.seating import Candidate, TieBreak
from quotas.arithmetic.traits import (
    Quota,
    Short,
    broken,
    check,
    shorts,
)


@dataclass(frozen=True)
class Passed:
    """Who would be seated by votes alone, who is instead (None: a seat stays empty), and why.

    `rules` are the quotas that would be broken if the one took the place of the other.
    """

    would_have: Contender
    is_seated: Contender | None
    rules: tuple[Quota, ...]


@dataclass(frozen=True)
class Optimum:
    """The seated in the order of votes, the raw set, the displacements, what cannot be met."""

    seated: tuple[Contender, ...]
    raw: tuple[Contender, ...]
    passed: tuple[Passed, ...]
    unmet: tuple[Short, ...]
    empty: int


def optimum(
    contenders: Sequence[Contender], seats: int, quotas: Sequence[Quota], tie_break: TieBreak
) -> Optimum:
    """Return the best set under all quotas; the order in which people are given is no matter.

    Raises ValueError for two contenders of one id, votes below zero, two quotas for one value
    or no seat; `Unsolved` if HiGHS finds no proof in time.
    """
    check(seats, quotas)
    if len({one.id for one in contenders}) < len(contenders):
        raise ValueError("two of one id")
    if any(one.votes < 0 for one in contenders):
        raise ValueError("votes below zero")
    ranking = _ranked([one for one in contenders if one.votes], tie_break)
    raw = tuple(ranking[:seats])
    held = [one.traits for one in raw]
    if shorts(held, quotas) or broken(seats, held, quotas):
        seated = Search(ranking, seats, quotas).run()
    else:
        seated = raw
    unmet = shorts([one.traits for one in seated], quotas)
    passed = _passed(raw, seated, seats, quotas)
    return Optimum(seated, raw, passed, unmet, seats - len(seated))


def _ranked(contenders: list[Contender], tie_break: TieBreak) -> list[Contender]:
    """Most votes first, equal votes as the tie rule puts them."""
    by_id = {one.id: one for one in contenders}
    ordered = sorted(contenders, key=lambda one: (-one.votes, one.id))
    ranking: list[Contender] = []
    for _votes, group in groupby(ordered, key=lambda one: one.votes):
        tied = tie_break([Candidate(one.id, one.gender, one.votes) for one in group])
        ranking += [by_id[one.id] for one in tied]
    return ranking


def _passed(
    raw: Sequence[Contender],
    seated: Sequence[Contender],
    seats: int,
    quotas: Sequence[Quota],
) -> tuple[Passed, ...]:
    """Each who lost a seat beside one who won one, both by votes, with the rules behind it."""
    out = [one for one in raw if one not in seated]
    instead: list[Contender | None] = [one for one in seated if one not in raw]
    instead += [None] * (len(out) - len(instead))
    return tuple(
        Passed(one, other, _rules(one, other, seated, seats, quotas))
        for one, other in zip(out, instead, strict=True)
    )


def _rules(
    one: Contender,
    other: Contender | None,
    seated: Sequence[Contender],
    seats: int,
    quotas: Sequence[Quota],
) -> tuple[Quota, ...]:
    held = [each.traits for each in seated if each is not other]
    before = {short.quota: short.by for short in shorts([e.traits for e in seated], quotas)}
    after = shorts([*held, one.traits], quotas)
    worse = [short.quota for short in after if short.by > before.get(short.quota, 0)]
    gone = broken(seats, [*held, one.traits], quotas)
    return tuple(dict.fromkeys([*gone, *worse]))
