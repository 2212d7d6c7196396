"""Who was on the list of a drawing: what its entry vouches for, and how it is erased in time."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from communes.domain.acting import Actor, acting
from quotas.models import Lot, Sortition


def list_of(sortition: Sortition) -> list[dict[str, Any]]:
    """Who has which number, as the entry vouches for it."""
    rows = Lot.objects.filter(sortition=sortition, number__isnull=False).select_related("person")
    return [
        {
            "number": row.number,
            "person": row.person.key,
            "gender": row.gender,
            "young": row.young,
            "erase_on": row.erase_on.isoformat(),
        }
        for row in rows.order_by("number")
    ]


def list_named(sortition: UUID) -> list[dict[str, Any]]:
    """The same, for who checks the book."""
    return list_of(Sortition.objects.get(public_id=sortition))


def rows_of(sortition: UUID) -> QuerySet[Lot]:
    """The rows that go with the list, those who stayed out of it too."""
    return Lot.objects.filter(sortition__public_id=sortition)


def erase_loose(at: datetime) -> int:
    """Erase lists from which nothing was drawn, and that no entry vouches for."""
    today = at.astimezone(UTC).date()
    due = Lot.objects.filter(sortition__frozen_at__isnull=True, erase_on__lte=today)
    with acting(by=Actor(basis="charter"), at=at):
        return due.delete()[0]
