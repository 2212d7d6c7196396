"""A council's roll call, counted in the charter's ways side by side; one of them decides.

DOMAIN §7: "votes are counted three ways, always shown side by side; the charter says which
decides". Elsewhere than in a council the votes are only added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count as Number
from django.db.models import QuerySet

from communes import ports
from communes.arithmetic import majorities, ways
from communes.arithmetic.majorities import Majority
from communes.arithmetic.ways import Sums, Unit, Way
from communes.domain import counting, federating, rolls
from communes.domain.chartering import communes_parameters
from communes.domain.counting import Count, Electorate
from communes.models import (
    Affiliation,
    AgendaItem,
    Body,
    BodyKind,
    BodyParameter,
    Circle,
    Gender,
    MadeOf,
    Person,
    Relation,
    Residence,
    Sitting,
)
from communes.periods import holding


@dataclass(frozen=True)
class Weighed:
    """What each way of counting gives, and by which of them it is decided."""

    by: Way
    verdicts: Mapping[Way, majorities.Verdict]
    addressed: Mapping[Way, int]
    """By way what all who were asked could give together: units, their bands, persons."""

    @property
    def verdict(self) -> majorities.Verdict:
        """What is decided."""
        return self.verdicts[self.by]

    def facts(self) -> dict[str, Any]:
        """What the book says of it; nothing where there was one way alone."""
        if len(self.verdicts) == 1:
            return {}
        told = {
            str(way): {**reached.figures(), "addressed": self.addressed[way]}
            for way, reached in self.verdicts.items()
        }
        return {"counted": {"by": str(self.by), "ways": told}}


def weigh(
    item: AgendaItem,
    count: Count,
    voters: Electorate,
    units: Sequence[Mapping[str, Any]],
    at: datetime,
) -> Weighed:
    """Count in every way. `units` are those addressed, each with its votes and its members."""
    single = counting.verdict(item, count, voters, at)
    told = [Unit(one["members"], one) for one in units if "members" in one]
    if not told or item.meeting.body.kind != BodyKind.COUNCIL:
        return Weighed(Way.VOTES, {Way.VOTES: single}, {Way.VOTES: voters.size})
    sums = {Way.UNIT: ways.by_unit(told), Way.BANDED: ways.banded(told)}
    found = {way: _decided(single.majority, given) for way, given in sums.items()}
    asked = {way: given.of for way, given in sums.items()}
    return Weighed(
        Way(ports.counted_by(item.meeting.body, at)),
        {**found, Way.VOTES: single},
        {**asked, Way.VOTES: voters.size},
    )


def _decided(majority: Majority, sums: Sums) -> majorities.Verdict:
    return majorities.decide(
        majority,
        votes_for=sums.votes_for,
        against=sums.against,
        abstain=sums.abstain,
        electorate=sums.of,
    )


def addressed(council: Body, at: datetime) -> list[Body]:
    """The units whose delegates a council's roll call asks, present or not; none elsewhere."""
    if council.kind != BodyKind.COUNCIL:
        return []
    rows = federating.dependants(council, Relation.FEDERATES_INTO, at)
    return list(rows.order_by("folded", "pk"))


def members(units: Sequence[Body], council: Body, at: datetime) -> Mapping[int, int]:
    """By unit how many members it has; queries do not grow with the units.

    Of a council they are those of the communes below it, for its own roll holds delegates only
    *(ours)*; of a women's assembly the women of its commune. Who is of age is each body's own
    affair where it has said so, as on its own roll.
    """
    homes = _communes(units, at)
    home_of = {leaf: home for found in homes.values() for leaf, home in found.items()}
    living: dict[int, int] = {}
    for age, leaves in _by_age(list(home_of), at).items():
        rows = Residence.objects.filter(holding(at), person__in=_of_circle(council, age, at))
        rows = rows.filter(commune__in={home_of[leaf] for leaf in leaves}).order_by()
        told = dict(rows.values_list("commune").annotate(Number("person", distinct=True)))
        living |= {leaf: told.get(home_of[leaf], 0) for leaf in leaves}
    return {
        unit.pk: sum(living.get(leaf, 0) for leaf in homes[unit.pk])
        if unit.pk in homes
        else rolls.roll(unit, Sitting.ASSEMBLY, at).count()
        for unit in units
    }


def _by_age(bodies: Sequence[int], at: datetime) -> dict[int, set[int]]:
    """By commune age the bodies where it holds: their own value, or the charter's."""
    common = communes_parameters(at).commune_age
    rows = BodyParameter.objects.filter(section="communes", name="commune_age", body__in=bodies)
    own = dict(rows.filter(holding(at)).order_by("pk").values_list("body", "value"))
    found: dict[int, set[int]] = {}
    for body in bodies:
        found.setdefault(int(own.get(body, common)), set()).add(body)
    return found


def _of_circle(council: Body, age: int, at: datetime) -> QuerySet[Person]:
    """The persons of age of whom bodies of the council's circle are made, wherever they live."""
    limits = communes_parameters(at, council)
    on = rolls.day_of(council, at).date()
    people = Person.objects.living().reached(age, on)
    if council.circle == Circle.WOMEN:
        return people.filter(gender=Gender.WOMAN)
    if council.circle == Circle.YOUTH:
        older = Person.objects.reached(limits.youth_until + 1, on)
        return people.reached(limits.youth_from, on).exclude(pk__in=older.values("pk"))
    return people


def _communes(units: Sequence[Body], at: datetime) -> dict[int, dict[int, int]]:
    """By unit the bodies of residents whose members are its own, itself or all below it, each
    with the commune where they live."""
    below: Mapping[int, list[tuple[int, str]]] = {}
    if any(unit.kind == BodyKind.COUNCIL for unit in units):
        below = federating.children_by_parent(at, (Relation.FEDERATES_INTO,))
    made = [one for one in units if one.kind == BodyKind.COUNCIL or one.made_of == MadeOf.RESIDENTS]
    leaves = {unit.pk: _leaves(unit.pk, below) for unit in made}
    homes = _beside({one for found in leaves.values() for one in found}, at)
    return {pk: {one: homes.get(one, one) for one in found} for pk, found in leaves.items()}


def _leaves(unit: int, below: Mapping[int, list[tuple[int, str]]]) -> set[int]:
    found: set[int] = set()
    waiting = [unit]
    while waiting:
        one = waiting.pop()
        children = [child for child, _relation in below.get(one, [])]
        found |= set() if children else {one}
        waiting += children
    return found


def _beside(bodies: Iterable[int], at: datetime) -> dict[int, int]:
    """The commune beside which each of these assemblies stands."""
    rows = Affiliation.objects.filter(holding(at), body__in=set(bodies), relation=Relation.BESIDE)
    return dict(rows.values_list("body", "parent"))


def unit_by_unit(
    council: Body, found: Mapping[int, Mapping[str, int]], at: datetime
) -> list[Mapping[str, Any]]:
    """The votes of each unit with its members and its one vote, those who stayed away as well."""
    units = {unit.pk: unit for unit in addressed(council, at)}
    units |= Body.objects.in_bulk([pk for pk in found if pk not in units])
    known = members(list(units.values()), council, at)
    rows = sorted(units.values(), key=lambda unit: (unit.folded, unit.pk))
    return [_unit(unit, found.get(unit.pk, {}), known[unit.pk]) for unit in rows]


def _unit(unit: Body, votes: Mapping[str, int], number: int) -> dict[str, Any]:
    sides = {side: votes.get(side, 0) for side in (*ways.CHOICES, ways.VOID)}
    return {"unit": unit.key, **sides, "says": ways.unit_says(sides), "members": number}
