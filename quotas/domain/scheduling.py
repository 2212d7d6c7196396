"""Audits that nobody asks for: by the charter's rhythm, of each whole tree, by a sweep."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Exists, OuterRef, QuerySet

from communes.domain import chartering
from communes.domain.acting import Actor
from communes.models import Affiliation, Body, BodyKind, Charter, Circle, Relation
from communes.periods import holding
from quotas.domain import auditing, handing, judging
from quotas.models import Audit
from quotas.parameters import QuotasParameters

BATCH = 20
BY = Actor(basis="charter")
QUARTER = 3


@dataclass(frozen=True)
class Turn:
    """A month or a quarter in which each tree is audited once: its name, and its first day."""

    name: str
    first: date


def turn(on: date, rhythm: str, day: int) -> Turn | None:
    """The turn of which the audits are due on that day; None before its day, or without any."""
    if rhythm == "off":
        return None
    first = on.replace(day=1)
    if rhythm == "quarterly":
        first = first.replace(month=first.month - (first.month - 1) % QUARTER)
    return Turn(f"{rhythm}:{first:%Y-%m}", first) if on >= first.replace(day=day) else None


def order_due(at: datetime) -> int:
    """Order the audits of this turn that are not ordered yet: once for each tree.

    A sweep that comes late still orders them, one that comes twice orders nothing. A tree that
    began within this turn is audited from the next one on; where the charter has changed the
    rhythm, a tree that was audited in the turn already is not audited in it again.
    """
    if not Charter.objects.filter(holding(at)).exists():
        return 0
    terms = cast("QuotasParameters", chartering.parameters("quotas", at))
    today = judging.day_of(at)
    now = turn(today, terms.audit_rhythm, terms.audit_day)
    return _order(now, today, at) if now is not None else 0


def _order(now: Turn, today: date, at: datetime) -> int:
    begun = judging.last_instant(now.first, judging.zone())
    made = Audit.objects.exclude(occasion="").filter(on__gte=now.first)
    done = set(made.values_list("scope", flat=True))
    due = [one for one in roots(at).filter(founded_at__lt=begun) if one.pk not in done][:BATCH]
    for scope in due:
        occasion = f"{now.name}:{scope.key}"
        ordered = auditing.order(today, scope=scope, account=None, by=BY, at=at, occasion=occasion)
        handing.carry_out(ordered, at=at)
    return len(due)


def roots(at: datetime) -> QuerySet[Body]:
    """The bodies of everyone that federate into no other: each is the top of a tree."""
    above = Affiliation.objects.filter(
        holding(at), body=OuterRef("pk"), relation=Relation.FEDERATES_INTO
    )
    rows = Body.objects.existing(at).filter(kind__in=[BodyKind.COMMUNE, BodyKind.COUNCIL])
    return rows.filter(circle=Circle.EVERYONE).exclude(Exists(above)).order_by("pk")
