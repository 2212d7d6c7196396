"""Audits that nobody asks for: once a month, of the whole tree, by a sweep."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from communes.domain.acting import Actor
from communes.models import Affiliation, Body, BodyKind, Circle, Relation
from communes.periods import holding
from quotas.domain import auditing, handing, judging
from quotas.models import Audit

BATCH = 20
BY = Actor(basis="charter")


def order_monthly(at: datetime) -> int:
    """Order this month's audits that are not ordered yet: once for each tree, whenever it runs.

    A tree that began within this month is audited from the next one on.
    """
    today = judging.day_of(at)
    first = judging.last_instant(today.replace(day=1), judging.zone())
    month = f"monthly:{today:%Y-%m}"
    done = set(Audit.objects.filter(occasion__startswith=month).values_list("scope", flat=True))
    due = [one for one in roots(at).filter(founded_at__lt=first) if one.pk not in done][:BATCH]
    for scope in due:
        ordered = auditing.order(
            today, scope=scope, account=None, by=BY, at=at, occasion=f"{month}:{scope.key}"
        )
        handing.carry_out(ordered, at=at)
    return len(due)


def roots(at: datetime) -> QuerySet[Body]:
    """The bodies of everyone that federate into no other: each is the top of a tree."""
    above = Affiliation.objects.filter(
        holding(at), body=OuterRef("pk"), relation=Relation.FEDERATES_INTO
    )
    rows = Body.objects.existing(at).filter(kind__in=[BodyKind.COMMUNE, BodyKind.COUNCIL])
    return rows.filter(circle=Circle.EVERYONE).exclude(Exists(above)).order_by("pk")
