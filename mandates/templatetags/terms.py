"""Terms that are about to end, for the first page of who holds them."""

from datetime import datetime, timedelta

from django import template

from communes.models import Person
from mandates.answers import parameters
from mandates.domain.binding import with_seats
from mandates.models import Mandate

register = template.Library()


@register.simple_tag
def terms_ending(person: Person | None, at: datetime) -> list[Mandate]:
    """`{% terms_ending person at as ending %}`: as far ahead as the charter warns."""
    if person is None:
        return []
    held = Mandate.objects.filter(person=person, rests_on__isnull=True).in_force(at)
    if not held.exists():
        return []
    ahead = max(parameters(at).warn_days, default=0)
    return list(with_seats(held.filter(until__lte=at + timedelta(days=ahead))).order_by("until"))
