"""Who fits a seat: its reservation, its circle, other seats held, the person still there."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from communes.models import Circle, Gender, Person
from communes.problems import Problem
from mandates.answers import parameters
from mandates.arithmetic.limits import excluded_by
from mandates.models import Mandate, MandateBasis, Seat


def fit_problems(seat: Seat, person: Person) -> list[Problem]:
    """Why this person does not fit this seat, whoever holds it now."""
    problems = []
    if seat.reserved_gender and person.gender != seat.reserved_gender:
        message = _("This seat is reserved for %(whom)s.")
        figures = {"whom": seat.get_reserved_gender_display()}
        problems.append(Problem("seat_reserved", message % figures, figures, "person"))
    if seat.body.circle == Circle.WOMEN and person.gender != Gender.WOMAN:
        message = _("Only members of the circle hold its seats.")
        problems.append(Problem("circle", message, {}, "person"))
    if person.died_on or person.merged_into_id:
        message = _("This entry of the register is closed.")
        problems.append(Problem("person_gone", message, {}, "person"))
    return problems


def incompatible_with(seat: Seat, people: Sequence[Person], at: datetime) -> list[Mandate]:
    """Mandates of these persons beside which the charter lets nobody hold this seat.

    Those that only follow from another end with it, and stand in nobody's way.
    """
    offices = excluded_by(seat.office, parameters(at, seat.body).incompatible)
    if not offices:
        return []
    rows = Mandate.objects.in_force(at).filter(person__in=people, seat__office__in=offices)
    own = rows.exclude(basis=MandateBasis.EX_OFFICIO).exclude(seat=seat)
    return list(own.select_related("person", "seat__body").order_by("pk"))


def incompatible_problem(held: Mandate) -> Problem:
    """That a mandate stands in the way of another."""
    told = {
        "name": held.person.name,
        "office": held.seat.get_office_display(),
        "body": held.seat.body.name,
    }
    message = _("%(name)s is %(office)s of %(body)s; the charter keeps the two apart.") % told
    return Problem("incompatible_seat", message, {"mandate": held.key}, "person")
