"""A convened meeting gets another time or place, and everyone who was told is told again."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import convening, rolls
from communes.domain.acting import Actor, acting
from communes.models import Basis, Meeting, OpenPoint, Stage
from communes.problems import Problem, refuse_if


def change_problems(
    meeting: Meeting, *, place: str, starts_at: datetime, at: datetime
) -> list[Problem]:
    """Why a meeting may not be moved so.

    Another day needs the notice that the charter asks for, counted from now; another hour of the
    same day, or another place, does not: what was announced was the day.
    """
    problems = []
    if meeting.stage != Stage.CONVENED:
        message = _("Only a meeting not yet opened gets another time or place.")
        problems.append(Problem("meeting_begun", message))
    if not place.strip():
        problems.append(Problem("place_missing", _("Say where it is held."), {}, "place"))
    if starts_at <= at:
        message = _("The meeting must lie in the future.")
        problems.append(Problem("starts_in_past", message, {}, "starts_at"))
    if (place.strip(), starts_at) == (meeting.place, meeting.starts_at):
        problems.append(Problem("nothing_changed", _("Time and place are the same as before.")))
    if meeting.basis == Basis.PETITION and _too_late(meeting, starts_at):
        message = _("A petition forces this meeting: it is not put off beyond its time.")
        problems.append(Problem("forced_by_petition", message, {}, "starts_at"))
    if _day(meeting, starts_at) != _day(meeting, meeting.starts_at) and starts_at > at:
        problems += convening.notice_problems(
            meeting.body, starts_at, convening.notice_of(meeting, at), at
        )
    return problems


def change(meeting: Meeting, *, place: str, starts_at: datetime, by: Actor, at: datetime) -> None:
    """Move a convened meeting; the body is told. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        row = rows.get(pk=meeting.pk)
        refuse_if(change_problems(row, place=place, starts_at=starts_at, at=at))
        row.place, row.starts_at = place.strip()[:200], starts_at
        row.changed_at, row.revision = at, row.revision + 1
        row.save(update_fields=["place", "starts_at", "changed_at", "revision"])
        acts.enter(row.body, "meeting.changed", {"meeting": row.key, "revision": row.revision})
        convening.announce(acts, row, "meeting_changed", f"changed:{row.key}:{row.revision}")


def _too_late(meeting: Meeting, starts_at: datetime) -> bool:
    """Whether the meeting would lie beyond the day by which its business is due, and later than
    it does: one convened after that day, for the notice it needs, comes no later still."""
    late = OpenPoint.objects.filter(item__meeting=meeting, due__lt=starts_at)
    return starts_at > meeting.starts_at and late.exists()


def _day(meeting: Meeting, instant: datetime) -> object:
    return rolls.day_of(meeting.body, instant).date()
