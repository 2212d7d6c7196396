"""Ranked ballots with reserved seats: the raw count, the guarded one, what stands between.

DOMAIN §6: an election is a raw count first, then the quota applied, then every displacement
explained: who would have been seated, who is, by which rule.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from communes.arithmetic.genders import Gender
from quotas.arithmetic.composition import Reserved
from quotas.arithmetic.guarding import keep, size
from quotas.arithmetic.ranked import Counted, RankedElection, Round, Why
from quotas.arithmetic.seating import TieBreak
from quotas.arithmetic.tie_rules import TieRule
from quotas.arithmetic.transferring import count


class Ousted(StrEnum):
    """By which rule someone whom the raw count elects is not elected."""

    NO_SEAT = "no_seat_left"  # all seats left were kept for others
    GUARDED = "others_guarded"  # excluded in place of guarded candidates with fewer votes
    ELSEWHERE = "votes_went_elsewhere"  # because of earlier exclusions of those two kinds


@dataclass(frozen=True)
class RankedDisplaced:
    """One sentence: who would have been elected, who is (None: a reserved seat stays empty).

    `round` is where the guarded count excluded the one, `gender` for whom the seat is kept
    ("" where the one seated in the stead holds no reserved seat).
    """

    would_have: int
    seated: int | None
    rule: Ousted
    round: int
    gender: str


@dataclass(frozen=True)
class RankedResult:
    """The count under the reservations, the raw one where it differs, the displacements."""

    counted: Counted
    raw: Counted
    displaced: tuple[RankedDisplaced, ...]


def elect(
    election: RankedElection, order: TieBreak, rule: TieRule = TieRule.WOMAN_FIRST
) -> RankedResult:
    """Count raw, then guarded, and pair whoever lost a seat by it with whoever won one."""
    counted = count(election, order, rule)
    if not election.kept.women and not election.kept.men and not election.quotas:
        return RankedResult(counted, counted, ())
    free = replace(election, kept=keep(size(election.kept)), quotas=())
    raw = count(free, order, rule)
    return RankedResult(counted, raw, _displaced(election, counted, raw))


def _displaced(
    election: RankedElection, counted: Counted, raw: Counted
) -> tuple[RankedDisplaced, ...]:
    """As many win as lose, or fewer where a reserved seat stays empty: both in their order."""
    out = [one for one in raw.elected if one not in counted.elected]
    instead = [one for one in counted.elected if one not in raw.elected]
    genders = [_kept_for(election.kept, election.genders[one]) for one in instead]
    pairs = [*zip(instead, genders, strict=True), *((None, one) for one in _empty(counted.vacant))]
    return tuple(
        RankedDisplaced(one, seated, *_fate(counted, one), gender)
        for one, (seated, gender) in zip(out, pairs, strict=False)
    )


def _kept_for(kept: Reserved, gender: str) -> str:
    """The gender itself, where seats are kept for it."""
    keeps = {Gender.WOMAN.value: kept.women, Gender.MAN.value: kept.men}
    return gender if keeps.get(gender) else ""


def _empty(vacant: Reserved) -> list[str]:
    genders = [Gender.WOMAN.value] * vacant.women + [Gender.MAN.value] * vacant.men
    return genders + [""] * vacant.open  # kept by a quota across the genders


def _fate(counted: Counted, candidate: int) -> tuple[Ousted, int]:
    """By which rule, and in which round; who was never excluded found all places taken."""
    found: Round | None = counted.excluded_in(candidate)
    if found is None or found.why is Why.NO_SEAT:
        return Ousted.NO_SEAT, (found or counted.rounds[-1]).number
    return (Ousted.GUARDED if found.guarded else Ousted.ELSEWHERE), found.number
