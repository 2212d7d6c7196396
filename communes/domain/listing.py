"""Personal lists as their entries vouch for them, rebuilt from the rows that hold them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from communes.models import Attendance, RollCallVote

Build = Callable[[UUID], list[Any]]


def attendance(meeting: UUID) -> list[Any]:
    """Who was in the room of a meeting, from when to when; slips struck out are left out."""
    from communes.domain.booking import stamp

    rows = Attendance.objects.filter(meeting__public_id=meeting, struck_at__isnull=True)
    return [
        {
            "id": row.key,
            "person": str(row.person.public_id) if row.person else None,
            "capacity": row.capacity,
            "gender": row.gender,
            "arrived": stamp(row.arrived_at),
            "left": stamp(row.left_at) if row.left_at else None,
        }
        for row in rows.select_related("person").order_by("pk")
    ]


def roll_call(ballot: UUID) -> list[Any]:
    """How each person voted in a roll call, and how the vote counts."""
    rows = RollCallVote.objects.filter(ballot__public_id=ballot)
    return [
        {
            "person": str(row.person.public_id),
            "for": str(row.stands_for.public_id) if row.stands_for else None,
            "choice": row.choice,
            "counts_as": row.counts_as,
        }
        for row in rows.select_related("person", "stands_for").order_by("pk")
    ]


_builders: dict[str, Build] = {"attendance": attendance, "roll_call": roll_call}


def items(name: str, subject: UUID) -> list[Any]:
    """The list of that name for the subject, as it stands in its rows now."""
    return _builders[name](subject)
