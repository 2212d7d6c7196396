"""After signing: the next meeting approves the minutes, or corrects them by resolution.

Nothing signed is changed. An approval and a correction are resolutions of a later meeting that
name the minutes; both are shown beside them and both follow from the book alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import planning
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Meeting, OpenPoint, Resolution, Stage, Verdict
from communes.problems import Problem, refuse_if
from communes.randomness import new_public_id

APPROVAL, CORRECTION = "approval", "correction"
LONGEST = 20_000


@dataclass(frozen=True)
class Correction:
    """What a later meeting resolved should stand in the minutes, and under which item."""

    resolution: Resolution
    item: str | None
    text: str


def await_approval(meeting: Meeting, at: datetime) -> None:
    """Let signed minutes wait for the body's next agenda, once."""
    with override(meeting.body.language):
        title = _("Approval of the minutes of meeting %(number)s") % {"number": meeting.number}
    planning.await_agenda(
        meeting.body,
        kind=APPROVAL,
        occasion=f"approval:{meeting.key}",
        title=title,
        at=at,
        meeting=meeting.key,
        sitting=str(meeting.sitting),
    )


def point_of(item: AgendaItem) -> Mapping[str, Any]:
    """What an item of these two kinds is about; empty for one that nobody prepared."""
    point = OpenPoint.objects.filter(item=item).first()
    return point.figures if point else {}


def minutes_at_hand(item: AgendaItem) -> Meeting | None:
    """The meeting whose minutes an item approves or corrects."""
    figures = point_of(item) if item.kind in (APPROVAL, CORRECTION) else {}
    rows = Meeting.objects.filter(body=item.meeting.body_id).select_related("body")
    return rows.filter(public_id=figures["meeting"]).first() if "meeting" in figures else None


def facts_for(item: AgendaItem) -> dict[str, Any]:
    """What a decision on such an item puts down: the minutes that it is about."""
    figures = point_of(item)
    return {name: figures[name] for name in ("meeting", "item", "text") if name in figures}


def approval_of(meeting: Meeting, until: datetime | None = None) -> Resolution | None:
    """The resolution by which a later meeting approved the minutes, if one did by then."""
    return _about(meeting, APPROVAL, until).first()


def corrections_of(meeting: Meeting, until: datetime | None = None) -> Sequence[Correction]:
    """What later meetings corrected in the minutes by then, in order."""
    return [
        Correction(row, row.facts.get("item"), str(row.facts.get("text") or row.text))
        for row in _about(meeting, CORRECTION, until)
    ]


def _about(meeting: Meeting, kind: str, until: datetime | None) -> QuerySet[Resolution]:
    rows = Resolution.objects.standing().filter(body=meeting.body_id, item__kind=kind)
    rows = rows.filter(verdict=Verdict.ADOPTED, facts__meeting=meeting.key)
    if until is not None:
        rows = rows.filter(recorded_at__lte=until)
    related = rows.select_related("item__meeting__body", "charter", "body")
    return related.order_by("happened_at", "pk")


def correct_problems(meeting: Meeting, item: AgendaItem | None, text: str) -> list[Problem]:
    """Why no correction of these minutes may be proposed."""
    problems = []
    if meeting.stage != Stage.SIGNED:
        message = _("Before they are signed, minutes are mended and not corrected.")
        problems.append(Problem("minutes_not_signed", message))
    if item is not None and item.meeting_id != meeting.pk:
        message = _("This item is not one of these minutes.")
        problems.append(Problem("item_elsewhere", message, {}, "item"))
    if item is not None and item.confidential:
        message = _("A confidential item is corrected by another confidential item.")
        problems.append(Problem("item_confidential", message, {}, "item"))
    if not text.strip():
        message = _("Say what should stand in the minutes.")
        problems.append(Problem("text_missing", message, {}, "text"))
    if len(text) > LONGEST:
        message = _("At most %(most)s letters.") % {"most": LONGEST}
        problems.append(Problem("text_too_long", message, {"most": LONGEST}, "text"))
    return problems


def propose_correction(
    meeting: Meeting,
    *,
    text: str,
    by: Actor,
    at: datetime,
    item: AgendaItem | None = None,
) -> OpenPoint:
    """Put a correction of signed minutes before the body's next meeting. Raises `Refused`."""
    with acting(by=by, at=at):
        row = Meeting.objects.select_related("body").get(pk=meeting.pk)
        refuse_if(correct_problems(row, item, text))
        occasion = f"correction:{new_public_id()}"
        with override(row.body.language):
            title = _("Correction of the minutes of meeting %(number)s") % {"number": row.number}
        planning.await_agenda(
            row.body,
            kind=CORRECTION,
            occasion=occasion,
            title=title + (f": {item.title}" if item else ""),
            at=at,
            meeting=row.key,
            item=item.key if item else None,
            text=text.strip(),
        )
        return OpenPoint.objects.get(occasion=occasion)


def proposed(meeting: Meeting) -> Sequence[OpenPoint]:
    """Corrections of these minutes that wait for a meeting or stand on an agenda, undecided."""
    rows = OpenPoint.objects.filter(body=meeting.body_id, kind=CORRECTION)
    rows = rows.filter(figures__meeting=meeting.key, item__resolutions__isnull=True)
    return list(rows.select_related("item__meeting__body").order_by("opened_at", "pk"))
