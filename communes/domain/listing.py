"""Personal lists as their entries vouch for them, rebuilt from the rows that hold them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from communes.domain.stating import stamp
from communes.models import (
    Attendance,
    ConfidentialText,
    Publication,
    RollCallVote,
    Signing,
    Speech,
)

Build = Callable[[UUID], list[Any]]


def attendance(meeting: UUID) -> list[Any]:
    """Who was in the room of a meeting, from when to when, with the slips struck out."""
    rows = Attendance.objects.filter(meeting__public_id=meeting)
    return [
        {
            "id": row.key,
            "person": row.person.key if row.person else None,
            "guest": row.guest_name,
            "capacity": row.capacity,
            "gender": row.gender,
            "for": row.stands_for.key if row.stands_for else None,
            "arrived": stamp(row.arrived_at),
            "left": stamp(row.left_at) if row.left_at else None,
            "struck": stamp(row.struck_at) if row.struck_at else None,
            "erase_on": row.erase_on.isoformat(),
            **_correction(row),
        }
        for row in rows.select_related("person", "stands_for", "corrects").order_by("pk")
    ]


def _correction(row: Attendance) -> dict[str, Any]:
    """Which entry this one corrects, why, and what it changes; nothing if it corrects none.

    An entry that corrects none but has a reason or new counts was tampered with: they are told.
    """
    if row.corrects is None and not (row.reason or row.recounts):
        return {}
    corrects = row.corrects.key if row.corrects else None
    return {"corrects": corrects, "reason": row.reason, "recounts": row.recounts}


def roll_call(ballot: UUID) -> list[Any]:
    """How each person voted in a roll call, when, and how the vote counts."""
    rows = RollCallVote.objects.filter(ballot__public_id=ballot)
    return [
        {
            "person": row.person.key,
            "for": row.stands_for.key if row.stands_for else None,
            "choice": row.choice,
            "counts_as": row.counts_as,
            "at": stamp(row.at),
            "erase_on": row.erase_on.isoformat(),
        }
        for row in rows.select_related("person", "stands_for").order_by("pk")
    ]


def speaking(meeting: UUID) -> list[Any]:
    """Who asked for the floor at a meeting, who had it, and from when to when."""
    rows = Speech.objects.filter(meeting__public_id=meeting)
    return [
        {
            "id": row.key,
            "item": row.item.key,
            "person": row.person.key if row.person else None,
            "guest": row.guest_name,
            "gender": row.gender,
            "order": row.point_of_order,
            "asked": stamp(row.asked_at),
            "began": stamp(row.began_at) if row.began_at else None,
            "ended": stamp(row.ended_at) if row.ended_at else None,
            "withdrawn": stamp(row.withdrawn_at) if row.withdrawn_at else None,
            "erase_on": row.erase_on.isoformat(),
        }
        for row in rows.select_related("person", "item").order_by("pk")
    ]


def signings(meeting: UUID) -> list[Any]:
    """Who signed the minutes or refused to, for which text, why and when; kept for ever."""
    rows = Signing.objects.filter(meeting__public_id=meeting)
    return [
        {
            "person": row.person.key,
            "verdict": row.verdict,
            "reason": row.reason,
            "on_paper": row.on_paper,
            "digest": row.digest,
            "at": stamp(row.at),
        }
        for row in rows.select_related("person").order_by("pk")
    ]


def confided(row: ConfidentialText) -> dict[str, Any]:
    """One text of a confidential item, with the salt of the mark that the minutes show."""
    return {
        "item": row.item.key,
        "what": row.what,
        "text": row.text,
        "salt": row.salt,
        "erase_on": row.erase_on.isoformat(),
    }


def confidential(subject: UUID) -> list[Any]:
    """The words that stand apart for one row of a confidential item."""
    rows = ConfidentialText.objects.filter(subject=subject).select_related("item")
    return [confided(row) for row in rows.order_by("pk")]


def reduced(publication: UUID) -> list[Any]:
    """The names that published minutes hold, as written, and what a search looks in; kept."""
    row = Publication.objects.get(public_id=publication)
    return [*row.words, row.folded]


_builders: dict[str, Build] = {
    "attendance": attendance,
    "confidential": confidential,
    "reduced": reduced,
    "roll_call": roll_call,
    "signings": signings,
    "speaking": speaking,
}


Rows = Callable[[UUID], "QuerySet[Any]"]

_rows: dict[str, Rows] = {}


def register(name: str, build: Build, rows: Rows) -> None:
    """Let an upper floor bring a list: how it is rebuilt, and the rows that are erased with it."""
    _builders[name] = build
    _rows[name] = rows


def rows_of(name: str, subject: UUID) -> "QuerySet[Any] | None":
    """The rows of a list that an upper floor brought; None for one of this floor."""
    return _rows[name](subject) if name in _rows else None


def items(name: str, subject: UUID) -> list[Any]:
    """The list of that name for the subject, as it stands in its rows now."""
    return _builders[name](subject)
