"""Elections to come on a body's page, for those who may read its meetings."""

from datetime import datetime
from typing import Any

from django import template

from communes.models import Body
from quotas.domain import announcing, pooling

register = template.Library()


@register.inclusion_tag("quotas/calls.html")
def calls_for_candidates(body: Body, at: datetime) -> dict[str, Any]:
    """`{% calls_for_candidates body at %}`: nothing where no election lies ahead."""
    return {"calls": announcing.calls(body, at), "zone": body.time_zone}


@register.inclusion_tag("quotas/lots_wanted.html")
def drawings_to_come(body: Body, at: datetime) -> dict[str, Any]:
    """`{% drawings_to_come body at %}`: nothing where no drawing by lot lies ahead."""
    return {"drawings": pooling.to_come(body), "zone": body.time_zone}
