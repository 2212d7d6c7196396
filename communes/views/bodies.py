"""A body's page: what it is, who holds its seats, when it meets, what it decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from communes import permissions, ports
from communes.domain import planning, rhythm, rolls
from communes.domain.chartering import communes_parameters
from communes.domain.demanding import demand_needed
from communes.models import (
    Affiliation,
    Body,
    BodyKind,
    Circle,
    Meeting,
    Person,
    Relation,
    Resolution,
    Sitting,
)
from communes.periods import holding
from communes.views.asking import found_or_404, me, moment, page, require

DECIDED = 5
HELD = 3
WAITING = 10


@dataclass(frozen=True)
class Near:
    """The bodies that stand around a body: above it, formed by it, beside it, sending to it."""

    above: list[Body]
    committees: list[Body]
    beside: list[Body]
    units: list[Body]


@login_required
@require_safe
def body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page of a body of any kind; meetings of a circle are shown to its members alone."""
    one = found_or_404(Body.objects.select_related("commune", "committee"), public_id)
    at = moment(request)
    who = me(request)
    require(permissions.may_see_body(who, one, at))
    reads = permissions.may_read_meetings(who, one, at)
    around = near(one, at)
    context: dict[str, Any] = {
        "body": one,
        "near": around,
        "steps": [_step(around.above[0])] if around.above else [],
        "reads": reads,
        "may": _may(who, one, at),
        "officers": ports.officers(one, at),
        "demand_needed": demand_needed(one, at),
    }
    if one.kind == BodyKind.COMMUNE:
        context |= {
            "households": rolls.households(one, at),
            "rules": communes_parameters(at, one),
        }
    if reads:
        context |= _meetings(one, at)
    return page(request, "communes/body.html", context)


def near(one: Body, at: datetime) -> Near:
    """The bodies around a body at the instant, in one query."""
    rows = Affiliation.objects.filter(holding(at)).select_related("body", "parent")
    around = (rows.filter(body=one) | rows.filter(parent=one)).order_by("body__folded", "pk")
    below: dict[str, list[Body]] = {relation: [] for relation in Relation.values}
    above = []
    for row in around:
        if row.body_id == one.pk:
            above.append(row.parent)
        else:
            below[row.relation].append(row.body)
    return Near(
        above=above,
        committees=below[Relation.FORMED_BY] + below[Relation.SERVES],
        beside=below[Relation.BESIDE],
        units=below[Relation.FEDERATES_INTO],
    )


def _step(parent: Body) -> dict[str, str]:
    return {"name": parent.name, "url": reverse("body", args=[parent.public_id])}


def _may(who: Person | None, one: Body, at: datetime) -> dict[str, bool]:
    """Which doors the page shows this reader."""
    return {
        "convene": permissions.may_convene(who, one, at),
        "demand": permissions.may_demand(who, one, at),
        "keep_register": permissions.may_keep_register(who, one, at),
        "invite": one.kind == BodyKind.COMMUNE and permissions.may_invite(who, one, at),
        "circle": who is not None and one.circle != Circle.EVERYONE and rolls.in_circle(who, one),
    }


def _meetings(one: Body, at: datetime) -> dict[str, Any]:
    rows = Meeting.objects.filter(body=one, cancelled_at__isnull=True)
    coming = rows.filter(closed_at__isnull=True).order_by("starts_at", "pk").first()
    decided = Resolution.objects.standing().filter(body=one, item__confidential=False)
    latest = decided.select_related("item__meeting").order_by("-happened_at", "-pk")
    held = rows.filter(opened_at__isnull=False).order_by("-starts_at", "-pk")
    return {
        "coming": coming,
        "agenda": list(coming.items.order_by("position", "pk")) if coming else [],
        "held": held[:HELD],
        "met": _met(one, at),
        "decided": latest[:DECIDED],
        "waiting": planning.waiting(one)[:WAITING],
    }


def _met(one: Body, at: datetime) -> dict[str, Any]:
    """When the assembly last met, in days, and how often the charter asks for it."""
    rows = Meeting.objects.filter(body=one, sitting=Sitting.ASSEMBLY, opened_at__isnull=False)
    last = rows.order_by("-opened_at").first()
    proposal = rhythm.proposed(one, Sitting.ASSEMBLY, 0, at)
    if last is None or last.opened_at is None:
        return {"every": proposal.every}
    days = (rolls.day_of(one, at).date() - rolls.day_of(one, last.opened_at).date()).days
    return {"every": proposal.every, "days": days, "late": days > proposal.every}
