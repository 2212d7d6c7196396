"""Who is meant by a few letters: residents and members, as they come through the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.folding import fold, skeleton
from communes.models import Attendance, Body, Circle, Gender, Meeting, Person, Residence
from communes.periods import holding
from communes.problems import Problem

SHOWN = 12
"""How many matches a list shows; more letters narrow it."""
LONGEST = 8
"""How many words of what was typed are looked for; no name has more."""
AWAITED = 40
"""A sitting with a roll up to this size shows everyone who is still awaited, without typing."""


@dataclass(frozen=True)
class Match:
    """A person who may be meant, the household, and the stay in the room if there is one now."""

    person: Person
    household: str
    stay: Attendance | None = None


@dataclass(frozen=True)
class Matches:
    """The best matches, and whether there are more of them; why a number matches nobody."""

    found: Sequence[Match]
    more: bool = False
    problems: Sequence[Problem] = ()


def at_the_door(meeting: Meeting, letters: str, at: datetime) -> Matches:
    """Who may be coming in: matches among residents and members; a small roll without letters."""
    if not fold(letters):
        return Matches(_awaited(meeting, at))
    people = named(may_come(meeting.body, meeting.sitting, at), letters, at)
    rows = list(adults_first(people, meeting.body, at)[: SHOWN + 1])
    here = Attendance.objects.in_room(at).filter(meeting=meeting, person__in=rows[:SHOWN])
    stays = {row.person_id: row for row in here}
    found = [
        Match(person, getattr(person, "household", "") or "", stays.get(person.pk))
        for person in rows[:SHOWN]
    ]
    return Matches(found, more=len(rows) > SHOWN)


def adults_first(people: QuerySet[Person], body: Body, at: datetime) -> QuerySet[Person]:
    """The same matches, those first who have a vote by their age; whose age is unknown too."""
    age = communes_parameters(at, body).commune_age
    on = rolls.day_of(body, at).date()
    grown = Person.objects.reached(age, on).values("pk")
    unknown = Q(birth_year__isnull=True, birth_date__isnull=True)
    adult = When(unknown | Q(pk__in=grown), then=0)
    young = Case(adult, default=1, output_field=IntegerField())
    return people.annotate(young=young).order_by(F("young"), F("rank"), "sort_key", "pk")


def members(body: Body, sitting: str, letters: str, at: datetime) -> list[Match]:
    """Members of a sitting whose name or household matches; nobody without letters."""
    if not fold(letters):
        return []
    people = named(rolls.roll(body, sitting, at), letters, at)[:SHOWN]
    return [Match(person, getattr(person, "household", "") or "") for person in people]


def may_come(body: Body, sitting: str, at: datetime) -> QuerySet[Person]:
    """Whom the register knows as members or residents and the circle lets take part."""
    home = rolls.home_of(body, at)
    residents = Residence.objects.filter(holding(at), commune=home.pk).values("person")
    roll = rolls.roll(body, sitting, at).values("pk")
    people = Person.objects.living().filter(Q(pk__in=residents) | Q(pk__in=roll))
    return people.filter(gender=Gender.WOMAN) if body.circle == Circle.WOMEN else people


def _awaited(meeting: Meeting, at: datetime) -> list[Match]:
    roll = rolls.roll(meeting.body, meeting.sitting, at)
    here = Attendance.objects.in_room(at).filter(meeting=meeting, person=OuterRef("pk"))
    rows = list(with_household(roll.order_by("sort_key", "pk"), at)[: AWAITED + 1])
    if len(rows) > AWAITED:
        return []
    inside = set(roll.filter(Exists(here)).values_list("pk", flat=True))
    return [
        Match(person, getattr(person, "household", "") or "")
        for person in rows
        if person.pk not in inside
    ]


def named(people: QuerySet[Person], letters: str, at: datetime) -> QuerySet[Person]:
    """Those of whom every word typed is in the name or household; names that begin so first.

    Each has `household`, the name of the household; who merely sounds alike stands last.
    """
    folded = fold(letters)
    words = folded.split()[:LONGEST]
    if not words:  # punctuation alone names nobody
        return with_household(people.none(), at)
    bones = skeleton(letters)
    home = Residence.objects.filter(holding(at), person=OuterRef("pk"))
    spelled = Q()
    for word in words:
        at_home = Exists(home.filter(household__folded__contains=word))
        spelled &= Q(folded__contains=word) | Q(at_home)
    sounding = Q(folded__contains=f" {bones}") if len(bones) > 1 else Q(pk__in=[])
    rank = Case(
        When(folded__startswith=folded, then=0),
        When(folded__contains=f" {words[0]}", then=1),
        When(spelled, then=2),
        default=3,
        output_field=IntegerField(),
    )
    ranked = people.filter(spelled | sounding).annotate(rank=rank)
    return with_household(ranked.order_by("rank", "sort_key", "pk"), at)


def with_household(people: QuerySet[Person], at: datetime) -> QuerySet[Person]:
    """The same persons, each with the name of the household lived in at the instant."""
    home = Residence.objects.filter(holding(at), person=OuterRef("pk"))
    return people.annotate(household=Subquery(home.values("household__name")[:1]))
