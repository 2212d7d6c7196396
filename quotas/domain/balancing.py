"""Elections under several quotas at once: youth and component seats beside those for genders.

DOMAIN §6: the seated set has the most votes among all that satisfy the quotas. The quotas are those
of the whole body: whoever holds its other seats counts for them, and what its other empty seats
may still bring is not asked of these *(ours)*. Which component a candidate stands for is read from
the candidacy and told nowhere else (§2.9): of a component the book says only that one decided.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from communes.domain import chartering, rolls
from communes.domain.chartering import communes_parameters
from communes.models import Body, Circle, Person
from mandates.models import Mandate, Seat
from quotas.arithmetic import seating
from quotas.arithmetic.components import shared_out
from quotas.arithmetic.displacing import RankedResult
from quotas.arithmetic.minimums import least_of
from quotas.arithmetic.optimum import Optimum, optimum
from quotas.arithmetic.searching import Contender
from quotas.arithmetic.seating import Candidate, Displaced, Displacement, Seating, SeatSpec
from quotas.arithmetic.traits import Quota, Short
from quotas.domain import deciding_by
from quotas.models import Candidacy, Election, Nomination
from quotas.parameters import QuotasParameters

GENDER, YOUTH, COMPONENT = "gender", "youth", "component"
YOUNG = "yes"


def further(election: Election, seats: Sequence[Seat], at: datetime) -> list[Quota]:
    """What these seats have to bring beside the genders; nothing where the charter asks nothing."""
    return further_of(election.body, seats, at)


def further_of(body: Body, seats: Sequence[Seat], at: datetime) -> list[Quota]:
    """The same for seats of a body, however they are filled."""
    own = [seat.pk for seat in seats]
    rules = cast("QuotasParameters", chartering.parameters("quotas", at, body))
    by_age = rules.youth_share if body.circle == Circle.EVERYONE else 0
    by_component = rules.components.concerns(body.kind, body.level)
    if not by_age and not by_component:
        return []
    everything = Seat.objects.in_force(at).counted().filter(body=body)
    size = everything.count()
    others = Mandate.objects.in_force(at).filter(seat__in=everything).exclude(seat__in=own)
    holders = list(others.select_related("person"))
    empty = size - len(own) - len({one.seat_id for one in holders})
    found: list[Quota] = []
    if by_age:
        young = sum(1 for one in holders if is_young(one.person, body, at))
        found.append(_rest(YOUTH, YOUNG, least_of(rules.youth_share, size) - young - empty, own))
    if by_component:
        rows = Nomination.objects.filter(mandate__in=holders).values_list("component", flat=True)
        held = Counter(rows)
        found += [
            _rest(COMPONENT, code, least - held[code] - empty, own)
            for code, least in shared_out(rules.components, size).items()
        ]
    return [one for one in found if one.least]


def _rest(trait: str, value: str, least: int, seats: Sequence[int]) -> Quota:
    return Quota(trait, value, min(max(least, 0), len(seats)))


def is_young(person: Person, body: Body, at: datetime) -> bool:
    """Whether the person counts as young that day; a birth that is not known does not."""
    limits, on = communes_parameters(at, body), rolls.day_of(body, at).date()
    return person.has_reached(limits.youth_from, on) and not person.has_reached(
        limits.youth_until + 1, on
    )


def seat(
    election: Election,
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    votes: Mapping[int, int],
    quotas: Sequence[Quota],
    at: datetime,
) -> Seating:
    """The best set under these quotas and those of the seats, and who sits where."""
    specs = [SeatSpec(one.key, one.reserved_gender or None) for one in seats]
    contenders = contenders_of(election, rows, votes, at)
    kept = Counter(spec.reserved for spec in specs if spec.reserved)
    by_gender = [Quota(GENDER, gender, least) for gender, least in sorted(kept.items())]
    lot = deciding_by.order(election, at)
    return seating_of(optimum(contenders, len(specs), [*by_gender, *quotas], lot), specs)


def contenders_of(
    election: Election, rows: Sequence[Candidacy], votes: Mapping[int, int], at: datetime
) -> list[Contender]:
    """Who stands, with votes by candidacy and whatever quotas may ask of a person."""
    traits = traits_of(election, rows, at)
    return [Contender(row.person.key, votes.get(row.pk, 0), traits[row.pk]) for row in rows]


def traits_of(
    election: Election, rows: Sequence[Candidacy], at: datetime
) -> dict[int, dict[str, str]]:
    """Gender, youth and component of each who stands, by candidacy."""
    stands = dict(
        Nomination.objects.filter(candidacy__in=rows).values_list("candidacy", "component")
    )
    return {
        row.pk: _traits(row, stands.get(row.pk), is_young(row.person, election.body, at))
        for row in rows
    }


def across(quotas: Sequence[Quota]) -> dict[str, Any]:
    """What a result by ranked papers keeps of its quotas, for whoever counts it again outside.

    Who stands for which component no file tells: such a count cannot be repeated from files.
    """
    if not quotas:
        return {}
    young = [one.least for one in quotas if one.trait == YOUTH]
    return {"youth": sum(young), "components": any(one.trait == COMPONENT for one in quotas)}


def withheld(reached: RankedResult) -> RankedResult:
    """The count of ranked papers without whom it guarded, where components may be the reason."""
    if all(one.trait != COMPONENT for one in reached.counted.quotas):
        return reached
    rounds = tuple(replace(one, guarded=()) for one in reached.counted.rounds)
    short = tuple(
        Short(*one) for one in _unnamed((one.quota, one.by) for one in reached.counted.unmet)
    )
    return replace(reached, counted=replace(reached.counted, rounds=rounds, unmet=short))


def _traits(row: Candidacy, component: str | None, young: bool) -> dict[str, str]:
    traits = {GENDER: row.gender}
    if young:
        traits[YOUTH] = YOUNG
    if component is not None:
        traits[COMPONENT] = component
    return traits


def seating_of(best: Optimum, specs: Sequence[SeatSpec]) -> Seating:
    """The optimum as a seating: each in a seat, each passed over beside the seat and the rules."""
    seated = seating.placed([_candidate(one) for one in best.seated], specs)
    where = {holder.id: place for place, holder in seated}
    empty = [place for place in specs if place.id not in {one.id for one, _holder in seated}]
    left = iter(empty)
    displaced = [
        Displaced(
            _candidate(one.would_have),
            _candidate(one.is_seated) if one.is_seated else None,
            where[one.is_seated.id] if one.is_seated else next(left),
            Displacement.QUOTAS,
            tuple(_told(rule) for rule in one.rules),
        )
        for one in best.passed
    ]
    unmet = tuple((short.quota, short.by) for short in best.unmet)
    raw = tuple(_candidate(one) for one in best.raw)
    return Seating(raw, seated, tuple(displaced), tuple(empty), (), unmet)


def _candidate(one: Contender) -> Candidate:
    return Candidate(one.id, one.gender, one.votes)


def _told(rule: Quota) -> Quota:
    """Of a component only that it is one: beside a name it would tell for whom somebody stands."""
    return Quota(COMPONENT, "") if rule.trait == COMPONENT else rule


def facts(reached: Seating) -> dict[str, Any]:
    """What the book keeps beside the seats: by which rules, and what could not be met."""
    return {
        "passed": [[_row(rule) for rule in one.rules] for one in reached.displaced],
        "unmet": [[*_row(rule), by] for rule, by in _unnamed(reached.shortfalls)],
    }


def _unnamed(short: Iterable[tuple[Quota, int]]) -> list[tuple[Quota, int]]:
    """What could not be met, of components as one: which lacks a seat would tell who has none."""
    rows = list(short)
    found = [(rule, by) for rule, by in rows if rule.trait != COMPONENT]
    lacking = [(rule.least, by) for rule, by in rows if rule.trait == COMPONENT]
    if lacking:
        least, by = (sum(numbers) for numbers in zip(*lacking, strict=True))
        found.append((Quota(COMPONENT, "", least), by))
    return found


def _row(rule: Quota) -> list[Any]:
    return [rule.trait, rule.value, rule.least]


def kept(told: Mapping[str, Any], votes: Mapping[str, int]) -> Seating:
    """The seating as the book has it, for components are gone when it is told again."""

    def candidate(key: str) -> Candidate:
        return Candidate(key, "undisclosed", votes.get(key, 0))

    rules = told["balanced"]
    displaced = [
        Displaced(
            candidate(one["would_have"]),
            candidate(one["seated"]) if one["seated"] else None,
            SeatSpec(one["seat"]),
            Displacement.QUOTAS,
            tuple(Quota(*row) for row in found),
        )
        for one, found in zip(told["displaced"], rules["passed"], strict=True)
    ]
    seated = tuple((SeatSpec(one["seat"]), candidate(one["person"])) for one in told["seated"])
    empty = tuple(SeatSpec(key) for key in told["vacant"])
    unmet = tuple((Quota(*row[:3]), row[3]) for row in rules["unmet"])
    return Seating((), seated, tuple(displaced), empty, (), unmet)
