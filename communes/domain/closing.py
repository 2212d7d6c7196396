"""Closing a meeting, and its minutes as one canonical record."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from communes.arithmetic.chains import canonical
from communes.domain.acting import Actor, acting
from communes.domain.confiding import marks_in
from communes.domain.consensus import sought_in
from communes.domain.debating import spoken_on
from communes.domain.recounting import recounted_in
from communes.domain.stating import facts_of, stamp
from communes.domain.tasking import given_in
from communes.domain.womens import voted_in
from communes.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingRole,
    Resolution,
    ResolutionEffect,
    Role,
    Stage,
)
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
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        row = rows.get(pk=meeting.pk)
        refuse_if(close_problems(row))
        here = Attendance.objects.filter(meeting=row, left_at__isnull=True)
        here.filter(arrived_at__lte=at).update(left_at=at)
        row.speeches.running().update(ended_at=at)
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        meeting.closed_at = at
        acts.enter(row.body, "meeting.closed", {"meeting": row.key})


def content(meeting: Meeting) -> dict[str, Any]:
    """The minutes as they stand: facts, persons by id, counts, texts and decisions."""
    return _contents([meeting])[meeting.pk]


def digest(meeting: Meeting) -> str:
    """What a signature under the minutes names: the hash of exactly this record."""
    return digests([meeting])[meeting.pk]


def digests(meetings: Sequence[Meeting]) -> dict[int, str]:
    """The same for several meetings, by id, in as many queries as for one."""
    return {pk: digest_of(record) for pk, record in _contents(meetings).items()}


def digest_of(record: dict[str, Any]) -> str:
    """The hash of minutes as `content` gave them."""
    return sha256(canonical(record)).hexdigest()


def _contents(meetings: Sequence[Meeting]) -> dict[int, dict[str, Any]]:
    roles, here, items = _roles(meetings), attendance_counts(meetings), _items(meetings)
    return {
        meeting.pk: {
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
            "roles": roles[meeting.pk],
            "attendance": here[meeting.pk],
            "items": items[meeting.pk],
        }
        for meeting in meetings
    }


def _roles(meetings: Sequence[Meeting]) -> Mapping[int, list[dict[str, Any]]]:
    """Who chaired, recorded or counted. Witnesses are named after the text was read: to name
    one must not change the text for which the others signed."""
    rows = MeetingRole.objects.filter(meeting__in=meetings).exclude(role=Role.WITNESS)
    rows = rows.select_related("person", "item")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("pk"):
        item = row.item.key if row.item else None
        found[row.meeting_id].append(
            {"person": row.person.key, "role": str(row.role), "item": item}
        )
    return found


def attendance_counts(meetings: Sequence[Meeting]) -> Mapping[int, dict[str, int]]:
    """Who was there, each counted once, in the capacity and as the gender of the last stay."""
    rows = Attendance.objects.filter(meeting__in=meetings, struck_at__isnull=True)
    last: dict[int, dict[int | str, str]] = defaultdict(dict)
    stays = rows.values_list("meeting_id", "person_id", "pk", "capacity", "gender")
    for meeting, person, pk, capacity, gender in stays.order_by("arrived_at", "pk"):
        last[meeting][person or f"guest{pk}"] = f"{capacity}_{gender}"
    return defaultdict(
        dict, {pk: dict(sorted(Counter(seen.values()).items())) for pk, seen in last.items()}
    )


def _items(meetings: Sequence[Meeting]) -> Mapping[int, list[dict[str, Any]]]:
    effects = Prefetch("effects", ResolutionEffect.objects.slips().order_by("pk"))
    changes = ResolutionEffect.objects.select_related("resolution").order_by("pk")
    decisions = Resolution.objects.select_related("charter", "mends", "ballot")
    decisions = (
        decisions.defer("charter__text")
        .prefetch_related(effects, Prefetch("changes", changes))
        .order_by("number", "revision")
    )
    rows = AgendaItem.objects.filter(meeting__in=meetings).select_related("parent")
    rows = rows.order_by("position", "pk")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    speeches, tasks, sought = spoken_on(meetings), given_in(meetings), sought_in(meetings)
    votes, recounts = voted_in(meetings), recounted_in(meetings)
    marks = marks_in(meetings)
    for item in rows.prefetch_related(Prefetch("resolutions", decisions)):
        told: dict[str, Any] = {"spoken": speeches.get(item.pk), "tasks": tasks.get(item.pk)}
        told["women"], told["confidential"] = votes.get(item.pk), marks.get(item.pk)
        said = {name: value for name, value in told.items() if value}
        found[item.meeting_id].append({**_item(item, recounts), **said, **sought.get(item.pk, {})})
    return found


def _item(item: AgendaItem, recounts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "id": item.key,
        "position": item.position,
        "kind": item.kind,
        "title": item.title,
        **({"under": item.parent.key} if item.parent else {}),
        "text": item.text,
        "decisions": [
            {
                **facts_of(resolution),
                "effects": [
                    {"effect": str(effect.effect), "reason": effect.reason}
                    for effect in resolution.effects.all()
                ],
                **_changes(resolution),
                **_recount(resolution, recounts),
            }
            for resolution in item.resolutions.all()
        ],
    }


def _changes(resolution: Resolution) -> dict[str, Any]:
    """What the decision did to an earlier one, if it did."""
    told = [
        {
            "resolution": one.resolution.key,
            "number": one.resolution.number,
            "effect": str(one.effect),
        }
        for one in resolution.changes.all()
    ]
    return {"changes": told} if told else {}


def _recount(resolution: Resolution, recounts: Mapping[str, Any]) -> dict[str, Any]:
    """Who was in the room by times corrected since, where that differs from what was counted."""
    told = recounts.get(resolution.key)
    counted = {"present": resolution.present, "women": resolution.women_present}
    return {"recounted": dict(told)} if told and told != counted else {}
