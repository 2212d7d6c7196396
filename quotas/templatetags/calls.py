"""Elections to come on a body's page, for those who may read its meetings."""

from datetime import datetime
from typing import Any

from django import template

from communes.models import AgendaItem, Body
from quotas.domain import announcing, nominating, pooling, telling

register = template.Library()


@register.inclusion_tag("quotas/calls.html")
def calls_for_candidates(body: Body, at: datetime) -> dict[str, Any]:
    """`{% calls_for_candidates body at %}`: nothing where no election lies ahead."""
    return {"calls": announcing.calls(body, at), "zone": body.time_zone}


@register.inclusion_tag("quotas/lots_wanted.html")
def drawings_to_come(body: Body, at: datetime) -> dict[str, Any]:
    """`{% drawings_to_come body at %}`: nothing where no drawing by lot lies ahead."""
    return {"drawings": pooling.to_come(body), "zone": body.time_zone}


@register.inclusion_tag("quotas/item_election.html")
def election_of(item: AgendaItem, at: datetime) -> dict[str, Any]:
    """`{% election_of item at %}`: what will be elected, and who stands; else nothing."""
    election = nominating.of_item(item) if item.kind == "election" else None
    if election is None:
        return {"election": None, "item": item}
    rows = nominating.candidates(election)
    return {
        "item": item,
        "election": election,
        "seats": telling.described(nominating.seats_of(election), at),
        "stands": [row for row in rows if row.accepted_at],
    }
