"""A body's page: what it is, who holds its seats, when it meets, what it decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
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
    Task,
)
from communes.periods import holding
from communes.views.asking import found_or_404, me, moment, page, require
from communes.views.reaching import tabs

DECIDED = 5
OTHERS = 4
WAITING = 10


@dataclass(frozen=True)
class Near:
    """What a body formed or is served by, and the others it stands with, each with how.

    Who federates into whom is told by the floor of the councils.
    """

    committees: list[Body]
    others: list[tuple[Body, str]]


@login_required
@require_safe
def body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page of a body of any kind; meetings of a circle are shown to its members alone."""
    one = found_or_404(Body.objects.select_related("commune", "committee"), public_id)
    at = moment(request)
    who = me(request)
    require(permissions.may_see_body(who, one, at))
    reads = permissions.may_read_meetings(who, one, at)
    context: dict[str, Any] = {
        "body": one,
        "near": near(one, at),
        "tabs": tabs(one, "") if reads else [],
        "reads": reads,
        "may": _may(who, one, at),
        "officers": ports.officers(one, at),
        "named": permissions.may_take_part(who, one, at),
        "today": rolls.day_of(one, at).date(),
        "demand_needed": demand_needed(one, at),
    }
    if one.kind == BodyKind.COMMUNE:
        context |= {
            "households": rolls.households(one, at),
            "rules": communes_parameters(at, one),
        }
    if reads:
        context |= _meetings(who, one, at)
    return page(request, "communes/body.html", context)


def near(one: Body, at: datetime) -> Near:
    """The bodies around a body at the instant, in one query."""
    rows = Affiliation.objects.filter(holding(at)).exclude(relation=Relation.FEDERATES_INTO)
    around = (rows.filter(body=one) | rows.filter(parent=one)).select_related("body", "parent")
    found = Near([], [])
    for row in around.order_by("relation", "body__folded", "pk"):
        if row.body_id == one.pk:
            found.others.append((row.parent, row.get_relation_display()))
        elif row.relation == Relation.BESIDE:
            found.others.append((row.body, row.body.get_kind_display()))
        else:
            found.committees.append(row.body)
    return found


def _may(who: Person | None, one: Body, at: datetime) -> dict[str, bool]:
    """Which doors the page shows this reader."""
    return {
        "convene": permissions.may_convene(who, one, at),
        "demand": (demands := permissions.may_demand(who, one, at)),
        "propose": demands,
        "keep_register": permissions.may_keep_register(who, one, at),
        "invite": one.kind == BodyKind.COMMUNE and permissions.may_invite(who, one, at),
        "circle": who is not None and one.circle != Circle.EVERYONE and rolls.in_circle(who, one),
    }


def _meetings(who: Person | None, one: Body, at: datetime) -> dict[str, Any]:
    rows = Meeting.objects.filter(body=one, cancelled_at__isnull=True).select_related("body")
    under_way = rows.filter(closed_at__isnull=True)
    coming = under_way.order_by(F("opened_at").desc(nulls_last=True), "starts_at", "pk").first()
    decided = Resolution.objects.standing().filter(body=one, item__confidential=False)
    latest = decided.select_related("item__meeting").order_by("-happened_at", "-pk")
    others = rows.exclude(pk=coming.pk) if coming else rows
    return {
        "coming": coming,
        "agenda": list(coming.items.order_by("position", "pk")) if coming else [],
        "others": others.order_by("-starts_at", "-pk")[:OTHERS],
        "met": rhythm.met(one, Sitting.ASSEMBLY, at),
        "decided": latest[:DECIDED],
        "tasks": open_tasks(who, one, at)[:DECIDED],
        "waiting": planning.waiting(one)[:WAITING],
    }


def open_tasks(who: Person | None, one: Body, at: datetime) -> QuerySet[Task]:
    """The open tasks of a body that the reader may see, the one due first on top."""
    rows = permissions.readable_tasks(who, at).filter(body=one).open()
    return rows.select_related("person", "committee").due_first()
