"""What a council is made of, as a panel of its page."""

from datetime import datetime
from typing import Any

from django import template

from communes.domain import federating
from communes.models import Body, BodyKind, Relation
from councils.domain import joining
from councils.forms import called
from councils.models import Council

register = template.Library()


@register.inclusion_tag("councils/units.html")
def council_units(body: Body, at: datetime) -> dict[str, Any]:
    """The units of a council and who asked to join; for others, to which council they belong."""
    if body.kind != BodyKind.COUNCIL:
        host = federating.parents(body, Relation.FEDERATES_INTO, at).first()
        return {"council": False, "host": host}
    row = Council.objects.filter(body=body).select_related("level").first()
    units = federating.dependants(body, Relation.FEDERATES_INTO, at)
    return {
        "council": True,
        "level": called(row.level) if row else "",
        "units": list(units.order_by("folded", "pk")),
        "waiting": joining.waiting_for(body),
        "host": federating.parents(body, Relation.FEDERATES_INTO, at).first(),
    }
