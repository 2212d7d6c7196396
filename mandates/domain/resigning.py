"""A holder gives a mandate back before its term."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.problems import Problem, refuse_if
from mandates.domain import ending
from mandates.models import EndReason, Mandate, MandateBasis


def resign_problems(mandate: Mandate, at: datetime) -> list[Problem]:
    """Why the mandate cannot be given back now: it is over, or rests on another."""
    if not mandate.in_force(at):
        return [Problem("mandate_over", _("This mandate is over."))]
    if mandate.basis == MandateBasis.EX_OFFICIO:
        message = _("This mandate comes with another office: resign from that one.")
        return [Problem("mandate_follows", message)]
    return []


def would_end(mandate: Mandate, at: datetime) -> list[str]:
    """What ends with the mandate, in words."""
    rows = Mandate.objects.filter(rests_on=mandate).in_force(at).select_related("seat__body")
    return [
        _("The mandate ends: %(office)s in %(body)s.")
        % {"office": row.seat.get_office_display(), "body": row.seat.body.name}
        for row in [mandate, *rows.order_by("pk")]
    ]


def resign(mandate: Mandate, *, by: Actor, at: datetime) -> list[Mandate]:
    """Give the mandate back now, with all that rests on it; returns what ended.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        refuse_if(resign_problems(row, at))
        return ending.end(row, reason=EndReason.RESIGNED, by=by, at=at)
