"""What a council is made of, and to which council a body belongs, as a panel of its page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from communes.domain import federating
from communes.models import Body, BodyKind, Relation
from councils.domain import joining
from councils.forms import called
from councils.models import Council
from mandates.domain import occupying
from mandates.domain.occupying import Place

register = template.Library()


@dataclass(frozen=True)
class Delegation:
    """A unit of a council, with the seats of those whom it sends."""

    unit: Body
    places: Sequence[Place]


@register.inclusion_tag("councils/units.html")
def council_units(body: Body, at: datetime) -> dict[str, Any]:
    """The units of a council with their delegations, and who asked to join.

    For others: to which council they belong, or have asked to.
    """
    told: dict[str, Any] = {
        "body": body,
        "council": body.kind == BodyKind.COUNCIL,
        "host": federating.parents(body, Relation.FEDERATES_INTO, at).first(),
        "asked": joining.asked_by(body),
    }
    if body.kind != BodyKind.COUNCIL:
        return told
    row = Council.objects.filter(body=body).select_related("level").first()
    return {
        **told,
        "level": called(row.level) if row else "",
        "delegations": delegations(body, at),
        "waiting": joining.waiting_for(body),
    }


def delegations(host: Body, at: datetime) -> list[Delegation]:
    """Who sends whom, by the names of the units; in a constant number of queries."""
    units = federating.dependants(host, Relation.FEDERATES_INTO, at).order_by("folded", "pk")
    places: dict[int, list[Place]] = defaultdict(list)
    for place in occupying.held(host, at):
        if place.seat.sending_body_id is not None:
            places[place.seat.sending_body_id].append(place)
    return [Delegation(unit, places[unit.pk]) for unit in units]
