"""Who may be elected: age, residence or seat, the reservation, a second seat, terms served."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.models import Body, BodyKind, Person, Sitting
from communes.problems import Problem
from mandates.answers import parameters
from mandates.domain import fitting
from mandates.models import EndReason, Mandate, OfficeCode, Seat


def qualify(
    seats: Sequence[Seat], body: Body, home: Body, people: Sequence[Person], at: datetime
) -> dict[int, list[Problem]]:
    """Why each of these persons may not hold any of the seats, by person id.

    `body` elects, `home` is the body whose roll candidates stand on. The number of queries
    does not grow with the people.
    """
    ids = [person.pk for person in people]
    roll = rolls.roll(home, Sitting.ASSEMBLY, at)
    members = set(roll.filter(pk__in=ids).values_list("pk", flat=True))
    seated = _seated_already(seats, ids, at)
    served = _terms_served(seats, ids, at)
    age = communes_parameters(at, body).election_age
    limit = parameters(at).term_limit_council
    on = rolls.day_of(body, at).date()
    told: dict[int, list[Problem]] = {}
    for person in people:
        fits = [fitting.fit_problems(seat, person) for seat in seats]
        told[person.pk] = [
            *([] if person.has_reached(age, on) else [_too_young(age)]),
            *([] if person.pk in members else [_not_on_roll(person, body)]),
            *(fits[0] if fits and all(fits) else []),
            *([_seated(person)] if person.pk in seated else []),
            *_term_problems(person, served.get(person.pk, 0), limit),
        ]
    return told


def _seated_already(seats: Sequence[Seat], people: Sequence[int], at: datetime) -> set[int]:
    """One person holds one seat of a body, but for a council's co-chairs, who are delegates."""
    if not seats or seats[0].office == OfficeCode.AUDITOR:
        return set()
    rows = Mandate.objects.in_force(at).filter(person__in=people, seat__body=seats[0].body_id)
    rows = rows.exclude(seat__in=seats).exclude(seat__office=OfficeCode.AUDITOR)
    if seats[0].body.kind == BodyKind.COUNCIL:
        rows = rows.filter(seat__office=seats[0].office)
    return set(rows.values_list("person_id", flat=True))


def _terms_served(seats: Sequence[Seat], people: Sequence[int], at: datetime) -> dict[int, int]:
    """Terms over in this office of an elected council (DOMAIN §5); elsewhere they do not count."""
    if not seats or seats[0].body.kind != BodyKind.COUNCIL:
        return {}
    rows = Mandate.objects.filter(
        person__in=people, seat__body=seats[0].body_id, seat__office=seats[0].office, until__lte=at
    ).exclude(end_reason=EndReason.MENDED)
    counted = rows.values("person_id").annotate(terms=Count("pk")).order_by("person_id")
    return {row["person_id"]: row["terms"] for row in counted}


def _too_young(age: int) -> Problem:
    message = _("Candidates must have reached the age of %(age)s.") % {"age": age}
    return Problem("too_young", message, {"age": age}, "person")


def _not_on_roll(person: Person, body: Body) -> Problem:
    told = {"name": person.name, "body": body.name}
    return Problem(
        "not_on_roll", _("%(name)s is not on the roll of %(body)s.") % told, {}, "person"
    )


def _seated(person: Person) -> Problem:
    message = _("%(name)s already holds a seat of this body.") % {"name": person.name}
    return Problem("incompatible", message, {}, "person")


def _term_problems(person: Person, terms: int, limit: int) -> list[Problem]:
    if not limit or terms < limit:
        return []
    message = _("%(name)s has served %(terms)s terms here; the charter allows %(limit)s.")
    told = {"name": person.name, "terms": terms, "limit": limit}
    return [Problem("term_limit", message % told, {"limit": limit}, "person")]
