"""What waits for a person on this floor, for the first page and for the sheets."""

from datetime import datetime

from django import template

from communes.models import Person
from mandates.domain import duties, reporting
from mandates.domain.duties import Duties
from mandates.domain.reporting import Due
from mandates.models import Mandate

register = template.Library()


@register.simple_tag
def duties_of(person: Person | None, at: datetime) -> Duties | None:
    """`{% duties_of person at as duties %}`: reports, calls, replies, sheets, declarations."""
    return duties.of(person, at) if person else None


@register.filter
def holder_sat(due: Due, mandate: Mandate) -> bool:
    """`{{ due|holder_sat:mandate }}`: whether this mandate was in force in that session."""
    return reporting.sat_in(mandate, due)
