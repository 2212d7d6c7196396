"""Who is seated by a count of totals when seats are reserved for women or for men.

DOMAIN §6: a raw count first, then the quota applied, then every displacement explained. The
seated set has the most votes among all that satisfy the reservations; among equal sets the
one whose sorted votes are lexically highest, then the tie rule of §4: a woman before a man,
within a gender a lot with a recorded seed, or what else the charter says. An unfilled reserved
seat stays empty (§2.2).

Taking candidates from the most votes down, and each who still fits beside those already
taken, gives exactly that set, for the sets that fit form a matroid.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from communes.arithmetic.genders import Gender
from quotas.arithmetic import tie_rules
from quotas.arithmetic.tie_rules import TieRule
from quotas.arithmetic.traits import Quota


@dataclass(frozen=True)
class Candidate:
    """A candidate with the votes received; `gender` is a code of Gender."""

    id: str
    gender: str
    votes: int


@dataclass(frozen=True)
class SeatSpec:
    """A seat to fill: reserved for "woman" or "man", or open to anyone (None)."""

    id: str
    reserved: str | None = None


class Displacement(StrEnum):
    """By which rule someone whom the raw count would seat is not seated."""

    RESERVED = "reserved"  # the seat is reserved for the gender of the one who is seated
    STAYS_EMPTY = "stays_empty"  # it is reserved, and nobody was elected who may hold it
    QUOTAS = "quotas"  # several quotas at once ask for another set


@dataclass(frozen=True)
class Displaced:
    """One sentence of the seating: who would have been seated, who is, in which seat, why."""

    would_have: Candidate
    is_seated: Candidate | None
    seat: SeatSpec
    reason: Displacement
    rules: tuple[Quota, ...] = ()


@dataclass(frozen=True)
class Tie:
    """Equal votes of which some were seated and some not, only because of the tie rule.

    `open` is how many places stay open because they are voted on anew.
    """

    votes: int
    order: tuple[str, ...]
    by_lot: bool
    open: int = 0


@dataclass(frozen=True)
class Seating:
    """The outcome: `raw` by votes alone, then who sits where, and what stands between."""

    raw: tuple[Candidate, ...]
    seated: tuple[tuple[SeatSpec, Candidate], ...]
    displaced: tuple[Displaced, ...]
    vacant: tuple[SeatSpec, ...]
    ties: tuple[Tie, ...]
    shortfalls: tuple[tuple[Quota, int], ...] = ()
    """Of several quotas at once: which cannot be met, and how many seats are missing."""

    @property
    def unmet(self) -> dict[str, int]:
        """How many seats stay empty for want of a woman, or of a man, who was elected."""
        reservations = [seat.reserved for seat in self.vacant if seat.reserved]
        return {reserved: reservations.count(reserved) for reserved in sorted(set(reservations))}


#: Puts candidates with equal votes in order, the first to be seated first.
TieBreak = Callable[[Sequence[Candidate]], Sequence[Candidate]]


def lot_number(seed: str, candidate_id: str) -> str:
    """Return the lot that a candidate draws: SHA-256, in hexadecimal, of seed, newline, id.

    The lowest lot comes first. Anyone can check it, given the published seed; it does not
    depend on who else is tied.
    """
    return hashlib.sha256(f"{seed}\n{candidate_id}".encode()).hexdigest()


def by_lot(seed: str, rule: TieRule = TieRule.WOMAN_FIRST) -> TieBreak:
    """Return the tie rule of DOMAIN §4: a woman before a man, same gender by lot.

    All draw lots; then the places that women and men drew go to the women first. Whoever is
    neither keeps the place drawn *(ours: the rule says nothing of them)*. By the other rules
    all keep the places drawn.
    """

    def order(tied: Sequence[Candidate]) -> list[Candidate]:
        drawn = sorted(tied, key=lambda one: lot_number(seed, one.id))
        if rule is not TieRule.WOMAN_FIRST:
            return drawn
        women = [one for one in drawn if one.gender == Gender.WOMAN]
        men = [one for one in drawn if one.gender == Gender.MAN]
        ranked = iter(women + men)
        binary = {Gender.WOMAN.value, Gender.MAN.value}
        return [next(ranked) if one.gender in binary else one for one in drawn]

    return order


def seat(
    candidates: Sequence[Candidate],
    seats: Sequence[SeatSpec],
    tie_break: TieBreak,
    rule: TieRule = TieRule.WOMAN_FIRST,
) -> Seating:
    """Return who is seated, in which seat, and whom the reservations displaced.

    Nobody is elected without a vote *(ours)*. Reserved seats go to those of their gender
    with the most votes, open seats to the others. Other and undisclosed genders may hold
    open seats alone. The order in which candidates are given does not matter. Where the rule
    asks for a new ballot, nobody sits by a tie: who would or would not is told of nobody tied.
    Raises ValueError for two candidates or seats of one id, votes below zero, or an unknown
    gender or reservation.
    """
    _check(candidates, seats)
    ranking = ranked([one for one in candidates if one.votes > 0], tie_break)
    elected: list[Candidate] = []
    for candidate in ranking:
        if _fit([*elected, candidate], seats):
            elected.append(candidate)
    raw = tuple(ranking[: len(seats)])
    swaps = tie_rules.swaps(ranking, elected, lambda holders: _fit(holders, seats))
    displaced = _displaced(raw, elected, seats)
    if rule is TieRule.NEW_BALLOT:
        tied = {one for swap in swaps for one in swap}
        elected = [one for one in elected if one not in tied]
        displaced = tuple(one for one in displaced if not tied & {one.would_have, one.is_seated})
    seated = placed(elected, seats)
    taken = {place.id for place, _holder in seated}
    vacant = tuple(place for place in seats if place.id not in taken)
    return Seating(raw, seated, displaced, vacant, _ties(ranking, swaps, rule))


def _check(candidates: Sequence[Candidate], seats: Sequence[SeatSpec]) -> None:
    for ids in ([one.id for one in candidates], [place.id for place in seats]):
        if len(set(ids)) < len(ids):
            raise ValueError("two of one id")
    for candidate in candidates:
        Gender(candidate.gender)
        if candidate.votes < 0:
            raise ValueError(f"{candidate.votes} votes for {candidate.id}")
    for place in seats:
        if place.reserved not in (None, Gender.WOMAN, Gender.MAN):
            raise ValueError(f"a seat reserved for {place.reserved}")


def ranked(candidates: Sequence[Candidate], tie_break: TieBreak) -> list[Candidate]:
    """Return the candidates, most votes first, equal votes as the tie rule has them."""
    by_id = sorted(candidates, key=lambda one: one.id)
    by_votes = groupby(sorted(by_id, key=lambda one: -one.votes), key=lambda one: one.votes)
    return [one for _votes, tied in by_votes for one in tie_break(list(tied))]


def _fit(elected: Sequence[Candidate], seats: Sequence[SeatSpec]) -> bool:
    """Whether all of them can sit at once: who finds no reserved seat needs an open one."""
    reservations = [place.reserved for place in seats]
    genders = [one.gender for one in elected]
    rest = len(elected)
    for gender in (Gender.WOMAN, Gender.MAN):
        rest -= min(genders.count(gender), reservations.count(gender))
    return rest <= reservations.count(None)


def placed(
    elected: Sequence[Candidate], seats: Sequence[SeatSpec]
) -> tuple[tuple[SeatSpec, Candidate], ...]:
    """Who of the elected sits where, in the order in which they were elected.

    Reserved seats first, then the open ones, seats as they were given.
    """
    waiting, holders = list(elected), {}
    for place in sorted(seats, key=lambda place: place.reserved is None):
        fitting = (one for one in waiting if place.reserved in (None, one.gender))
        holder = next(fitting, None)
        if holder is not None:
            waiting.remove(holder)
            holders[place.id] = holder
    return tuple((place, holders[place.id]) for place in seats if place.id in holders)


def _displaced(
    raw: Sequence[Candidate], elected: Sequence[Candidate], seats: Sequence[SeatSpec]
) -> tuple[Displaced, ...]:
    """Pair those whom the raw count alone would seat with those seated in their stead.

    Who was passed over found no open seat and none of the own gender, so whoever is seated
    with fewer votes sits on a seat reserved for another, as is every seat left vacant.
    """
    seated = placed(elected, seats)
    taken = {place.id for place, _holder in seated}
    vacant = [place for place in seats if place.id not in taken]
    out = [one for one in raw if one not in elected]
    instead = [(place, holder) for place, holder in seated if holder not in raw]
    instead.sort(key=lambda pair: elected.index(pair[1]))
    replaced = [
        Displaced(one, holder, place, Displacement.RESERVED)
        for one, (place, holder) in zip(out, instead, strict=False)
    ]
    left = zip(out[len(instead) :], vacant, strict=False)
    return tuple(
        replaced + [Displaced(one, None, place, Displacement.STAYS_EMPTY) for one, place in left]
    )


def _ties(
    ranking: Sequence[Candidate], swaps: Sequence[tuple[Candidate, Candidate]], rule: TieRule
) -> tuple[Tie, ...]:
    """Return the ties that decided, or by which places stay open."""
    anew = rule is TieRule.NEW_BALLOT
    ties = []
    for votes, group in groupby(ranking, key=lambda one: one.votes):
        own = [swap for swap in swaps if swap[0].votes == votes]
        if own:
            settled = all(rule is TieRule.WOMAN_FIRST and _woman_before_man(*one) for one in own)
            order = [one.id for one in group]
            places = len({inside for inside, _outside in own}) if anew else 0
            told = tuple(sorted(order) if anew else order)
            ties.append(Tie(votes, told, not settled and not anew, places))
    return tuple(ties)


def _woman_before_man(first: Candidate, second: Candidate) -> bool:
    return (first.gender, second.gender) == (Gender.WOMAN, Gender.MAN)
