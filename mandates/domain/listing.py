"""The personal lists of petitions as their entries vouch for them, and the rows that hold them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from communes.domain.stating import stamp
from mandates.models import PetitionElector, Signature, SignatureStatus


def petition_roll(petition: UUID) -> list[Any]:
    """Who could sign a petition."""
    rows = roll_rows(petition).values_list("person__public_id", flat=True)
    return sorted(str(one) for one in rows)


def petition_signatures(petition: UUID) -> list[Any]:
    """Who signed, how and when, what was withdrawn since, and under which receipt."""
    rows = signature_rows(petition).filter(status=SignatureStatus.VALID)
    return [
        {
            "person": row.person.key,
            "channel": row.channel,
            "received": stamp(row.received_at),
            "counted": stamp(row.counted_at) if row.counted_at else None,
            "withdrawn": stamp(row.withdrawn_at) if row.withdrawn_at else None,
            "erase_on": row.erase_on.isoformat(),
        }
        for row in rows.select_related("person").order_by("pk")
    ]


def roll_rows(petition: UUID) -> QuerySet[PetitionElector]:
    """The rows of a petition's roll."""
    return PetitionElector.objects.filter(petition__public_id=petition)


def signature_rows(petition: UUID) -> QuerySet[Signature]:
    """All signatures received, those that never counted too: they are erased together."""
    return Signature.objects.filter(petition__public_id=petition)
