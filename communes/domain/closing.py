"""Closing a meeting, and its minutes as one canonical record."""

from collections import Counter
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from communes.arithmetic.chains import canonical
from communes.domain.acting import Actor, acting
from communes.domain.booking import stamp
from communes.domain.stating import facts_of
from communes.models import AgendaItem, Attendance, Meeting, MeetingRole, Resolution, Stage
from communes.problems import Problem, refuse_if


def close_problems(meeting: Meeting) -> list[Problem]:
    """Why the meeting may not be closed: it is not open, or a vote still is."""
    problems = []
    if meeting.stage != Stage.OPEN:
        problems.append(Problem("meeting_not_open", _("The meeting is not open.")))
    open_votes = AgendaItem.objects.filter(meeting=meeting, ballots__closed_at__isnull=True)
    for item in open_votes.filter(ballots__isnull=False):
        message = _("The vote on “%(title)s” is still open.") % {"title": item.title}
        problems.append(Problem("ballot_open", message))
    return problems


def close(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Close the meeting: whoever is still in the room leaves now. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        refuse_if(close_problems(row))
        here = Attendance.objects.filter(meeting=row, left_at__isnull=True)
        here.filter(arrived_at__lte=at).update(left_at=at)
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        meeting.closed_at = at
        acts.enter(row.body, "meeting.closed", {"meeting": row.key})


def content(meeting: Meeting) -> dict[str, Any]:
    """The minutes as they stand: facts, persons by id, counts, texts and decisions."""
    return {
        "format": 1,
        "meeting": meeting.key,
        "body": meeting.body.key,
        "number": meeting.number,
        "sitting": str(meeting.sitting),
        "basis": str(meeting.basis),
        "place": meeting.place,
        "convened_at": stamp(meeting.convened_at),
        "opened_at": stamp(meeting.opened_at) if meeting.opened_at else None,
        "closed_at": stamp(meeting.closed_at) if meeting.closed_at else None,
        "roles": _roles(meeting),
        "attendance": _attendance(meeting),
        "items": [_item(item) for item in _items(meeting)],
    }


def digest(meeting: Meeting) -> str:
    """What a signature under the minutes names: the hash of exactly this record."""
    return sha256(canonical(content(meeting))).hexdigest()


def _roles(meeting: Meeting) -> list[dict[str, Any]]:
    rows = MeetingRole.objects.filter(meeting=meeting).select_related("person", "item")
    return [
        {
            "person": row.person.key,
            "role": str(row.role),
            "item": row.item.key if row.item else None,
        }
        for row in rows.order_by("pk")
    ]


def _attendance(meeting: Meeting) -> dict[str, int]:
    rows = Attendance.objects.filter(meeting=meeting, struck_at__isnull=True)
    seen = {(row.person_id or f"guest{row.pk}"): row for row in rows}
    counts = Counter(f"{row.capacity}_{row.gender}" for row in seen.values())
    return dict(sorted(counts.items()))


def _items(meeting: Meeting) -> list[AgendaItem]:
    decisions = Resolution.objects.select_related("item", "charter", "mends").prefetch_related(
        "effects"
    )
    rows = meeting.items.order_by("position", "pk")
    return list(
        rows.prefetch_related(Prefetch("resolutions", decisions.order_by("number", "revision")))
    )


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "id": item.key,
        "position": item.position,
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "decisions": [
            {
                **facts_of(resolution),
                "effects": [
                    {"effect": str(effect.effect), "reason": effect.reason}
                    for effect in resolution.effects.all()
                ],
            }
            for resolution in item.resolutions.all()
        ],
    }
