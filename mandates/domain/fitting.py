"""Who fits a seat: its reservation, its circle, and that the person is still there."""

from django.utils.translation import gettext as _

from communes.models import Circle, Gender, Person
from communes.problems import Problem
from mandates.models import Seat


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
