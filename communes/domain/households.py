"""The households of a meeting's commune, as they come through the door: who is here, who is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from communes.arithmetic.doors import initial, street
from communes.domain import rolls
from communes.models import (
    Attendance,
    Circle,
    Gender,
    Household,
    MadeOf,
    Meeting,
    Person,
    Residence,
)
from communes.periods import holding

BY_STREET, BY_LETTER = "street", "letter"


@dataclass(frozen=True)
class Door:
    """A household in the list: how many of it may come, and how many are in the room."""

    key: UUID
    name: str
    address: str
    people: int
    here: int


@dataclass(frozen=True)
class Stretch:
    """Households that stand together in the list: a street, or a letter."""

    name: str
    doors: Sequence[Door]


@dataclass(frozen=True)
class Comer:
    """A person of a household: in the room now by a stay, or gone since one, or not yet come."""

    person: Person
    stay: Attendance | None
    left: Attendance | None


def doors(meeting: Meeting, at: datetime) -> list[Door]:
    """Every household of which somebody may come, 9 before 10; in one query, with the home's."""
    inside = Attendance.objects.in_room(at).filter(meeting=meeting, person=OuterRef("person"))
    rows = (
        _living(meeting, at)
        .order_by()
        .values_list("household__public_id", "household__name", "household__address")
    )
    counted = rows.annotate(
        people=Count("person", distinct=True),
        here=Count("person", distinct=True, filter=Q(Exists(inside))),
    )
    return sorted((Door(*row) for row in counted), key=lambda door: _order(door.name, door.address))


def stretches(found: Sequence[Door], by: str) -> list[Stretch]:
    """The list in parts to jump to, each in order."""
    parts: dict[str, list[Door]] = {}
    if by == BY_STREET:
        found = sorted(found, key=lambda door: _order(door.address, door.name))
    for door in found:
        name = street(door.address) if by == BY_STREET else initial(door.name)
        parts.setdefault(name or "—", []).append(door)
    return [Stretch(name, rows) for name, rows in parts.items()]


def comers(meeting: Meeting, household: Household, at: datetime) -> list[Comer]:
    """Who lives in the household and may come, the eldest first, with the stay in the room."""
    living = _living(meeting, at).filter(household=household).select_related("person")
    people = [row.person for row in living.order_by("person__birth_year", "person__sort_key")]
    stays = Attendance.objects.filter(meeting=meeting, person__in=people, struck_at__isnull=True)
    here: dict[int | None, Attendance] = {}
    gone: dict[int | None, Attendance] = {}
    for stay in stays.order_by("arrived_at", "pk"):
        part = gone if stay.left_at is not None and stay.left_at <= at else here
        part[stay.person_id] = stay
    return [Comer(one, here.get(one.pk), gone.get(one.pk)) for one in people]


def household_of(meeting: Meeting, key: UUID, at: datetime) -> Household | None:
    """The household of that public id, if somebody of it may come."""
    living = _living(meeting, at).filter(household__public_id=key)
    row = living.select_related("household").first()
    return row.household if row else None


def has_doors(meeting: Meeting) -> bool:
    """Whether the body is made of residents: a council has delegates, and no households."""
    return meeting.body.made_of == MadeOf.RESIDENTS


def _living(meeting: Meeting, at: datetime) -> QuerySet[Residence]:
    home = rolls.home_of(meeting.body, at)
    rows = Residence.objects.filter(holding(at), commune=home.pk, person__died_on__isnull=True)
    rows = rows.filter(person__merged_into__isnull=True, person__erased_at__isnull=True)
    women = meeting.body.circle == Circle.WOMEN
    return rows.filter(person__gender=Gender.WOMAN) if women else rows


def _order(*texts: str) -> list[tuple[int, int, str]]:
    """A key by which household 9 stands before household 10."""
    parts = re.findall(r"\d{1,12}|\D+", " ".join(texts).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
