"""Who is on a body's roll at an instant: residents here, holders of seats by port."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from communes import ports
from communes.domain import federating
from communes.domain.acting import known
from communes.domain.chartering import communes_parameters
from communes.models import (
    Body,
    Circle,
    Gender,
    MadeOf,
    Meeting,
    Person,
    Relation,
    Residence,
    Sitting,
)
from communes.periods import holding


def day_of(body: Body, at: datetime) -> datetime:
    """The instant in the body's own time zone."""
    return at.astimezone(ZoneInfo(body.time_zone))


def home_of(body: Body, at: datetime) -> Body:
    """The commune whose residents form the body: itself, or the one it stands beside."""
    if body.kind == "commune":
        return body
    beside = federating.parents(body, Relation.BESIDE, at).first()
    return beside or body


def roll(body: Body, sitting: str, at: datetime, *, age: int | None = None) -> QuerySet[Person]:
    """Persons with a vote in the sitting at the instant.

    Of a body made of residents: those who reached the commune age (or `age`) and belong to its
    circle; of a body made of seats, and of a board: those who hold its seats.
    """
    if sitting == Sitting.BOARD or body.made_of == MadeOf.SEATS:
        return ports.seat_roll(body, sitting, at)
    return residents_of(body, at, age=age)


def electors(meeting: Meeting, voters: str, at: datetime) -> QuerySet[Person]:
    """Those who may vote on an item: members, electors by the election age, or their women only."""
    limits = communes_parameters(at, meeting.body)
    age = limits.election_age if voters in ("electors", "women_electors") else None
    people = roll(meeting.body, meeting.sitting, at, age=age)
    only = voters in ("women", "women_electors")
    return people.filter(gender=Gender.WOMAN) if only else people


def residents_of(body: Body, at: datetime, *, age: int | None = None) -> QuerySet[Person]:
    """Residents of the body's commune who reached the age and belong to its circle.

    A deed asks for them again and again: the question is composed once, and put each time.
    """
    asked = ("residents", body.pk, at, age)
    return known(asked, lambda: _residents_of(body, at, age)).all()


def _residents_of(body: Body, at: datetime, age: int | None) -> QuerySet[Person]:
    limits = communes_parameters(at, body)
    on = day_of(body, at).date()
    home = home_of(body, at)
    people = Person.objects.living().residing(home.pk, at)
    people = people.reached(limits.commune_age if age is None else age, on)
    if body.circle == Circle.WOMEN:
        return people.filter(gender=Gender.WOMAN)
    if body.circle == Circle.YOUTH:
        older = Person.objects.reached(limits.youth_until + 1, on)
        return people.reached(limits.youth_from, on).exclude(pk__in=older.values("pk"))
    return people


def in_circle(person: Person, body: Body) -> bool:
    """Whether the person may take part in the business of the body's circle."""
    return body.circle != Circle.WOMEN or person.gender == Gender.WOMAN


def households(body: Body, at: datetime) -> int:
    """How many households live in the body's commune at the instant."""
    rows = Residence.objects.filter(holding(at), commune=home_of(body, at).pk)
    return rows.values("household").distinct().count()
