"""When somebody came or left is corrected by a new entry beside the old, until the signing.

Where the correction changes who was in the room when something was decided, what was counted
then stays as it was counted; the minutes say beside it how many there were by the corrected
times. It must be known to whoever corrects, and is refused where the decision could not have been
taken so: that decision is mended or struck out first.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from communes.domain import attending
from communes.domain.acting import Actor, acting
from communes.domain.recounting import (
    Times,
    affected,
    counted_problems,
    named,
    room_of,
    said,
    times_of,
    unlawful,
    womens_problems,
)
from communes.models import Attendance, Meeting, RollCallVote, Stage
from communes.problems import Problem, refuse_if

LONGEST = 300


def retime_problems(stay: Attendance, times: Times, at: datetime) -> list[Problem]:
    """Why the stay may not have these times, whatever was decided meanwhile."""
    meeting = stay.meeting
    if meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        return [Problem("meeting_not_open", _("The minutes are signed, or it never met."))]
    if stay.struck_at is not None:
        return [Problem("already_struck", _("This entry was already struck out or corrected."))]
    problems = _bounds(meeting, times, at)
    if times == times_of(stay):
        problems.append(Problem("nothing_new", _("These are the times that stand already.")))
    if stay.person_id is None:
        return problems
    others = Attendance.objects.filter(meeting=meeting, person=stay.person_id).exclude(pk=stay.pk)
    others = others.filter(struck_at__isnull=True)
    if any(_overlap(times, times_of(one)) for one in others):
        message = _("%(name)s was in the room by another entry at that time.")
        problems.append(Problem("already_in", message % {"name": stay.person}, {}, "arrived"))
    votes = RollCallVote.objects.filter(ballot__item__meeting=meeting, person=stay.person_id)
    outside = [vote for vote in votes if times_of(stay).holds(vote.at) and not times.holds(vote.at)]
    if outside:
        message = _("%(name)s voted by name at %(time)s, and was in the room then.")
        told = {"name": stay.person, "time": said(meeting, outside[0].at)}
        problems.append(Problem("voted_then", message % told, {}, "arrived"))
    return problems


def _bounds(meeting: Meeting, times: Times, at: datetime) -> list[Problem]:
    problems, end = [], min(at, meeting.closed_at or at)
    if meeting.opened_at is None or times.arrived_at < meeting.opened_at:
        message = _("The meeting was not yet open then.")
        problems.append(Problem("before_opening", message, {}, "arrived"))
    late = _("The meeting was closed by then.") if meeting.closed_at else _("That lies ahead.")
    if times.arrived_at > end:
        problems.append(Problem("after_closing", late, {}, "arrived"))
    if times.left_at is None:
        if meeting.closed_at:
            message = _("The meeting is closed: everyone has left. Say when.")
            problems.append(Problem("left_missing", message, {}, "left"))
    elif times.left_at > end:
        problems.append(Problem("after_closing", late, {}, "left"))
    elif times.left_at < times.arrived_at:
        message = _("That is before the arrival.")
        problems.append(Problem("before_arrival", message, {}, "left"))
    return problems


def retime(
    stay: Attendance,
    *,
    times: Times,
    by: Actor,
    at: datetime,
    reason: str = "",
    knowing: bool = False,
) -> Attendance:
    """Strike the entry out and enter the stay anew beside it. Raises `Refused`.

    `knowing` says that whoever corrects has read what it changes in the room of a decision.
    """
    with acting(by=by, at=at):
        Meeting.objects.select_for_update(of=("self",)).get(pk=stay.meeting_id)
        old = Attendance.objects.select_related("meeting__body", "person").get(pk=stay.pk)
        refuse_if(retime_problems(old, times, at) + womens_problems(old, times))
        new = _anew(old, times, reason)
        new.recounts = _exchange(old, new, at, knowing)
        new.save(update_fields=["recounts"])
    return new


def _exchange(old: Attendance, new: Attendance, at: datetime, knowing: bool) -> dict[str, Any]:
    """Strike out the old and save the new; the rooms of the decisions that this changes."""
    changed = affected(old, times_of(new))
    before = [room_of(one) for one in changed]
    old.struck_at = at
    old.save(update_fields=["struck_at"])
    new.save()
    after = [room_of(one) for one in changed]
    changes = list(zip(changed, before, after, strict=True))
    refuse_if([problem for one in changes for problem in unlawful(*one)])
    if not knowing:
        refuse_if([named(*one) for one in changes])
    return {
        one.key: {"present": now.voters.present, "women": now.voters.women}
        for one, _was, now in changes
    }


def _anew(old: Attendance, times: Times, reason: str) -> Attendance:
    return Attendance(
        meeting=old.meeting,
        person=old.person,
        guest_name=old.guest_name,
        capacity=old.capacity,
        gender=old.gender,
        stands_for_id=old.stands_for_id,
        arrived_at=times.arrived_at,
        left_at=times.left_at,
        erase_on=old.erase_on,
        corrects=old,
        reason=reason.strip()[:LONGEST],
    )


def _overlap(one: Times, other: Times) -> bool:
    if one.left_at == one.arrived_at or other.left_at == other.arrived_at:
        return False  # an empty stay overlaps nothing
    begins = other.left_at is None or one.arrived_at < other.left_at
    return begins and (one.left_at is None or other.arrived_at < one.left_at)


def to_the_minute(told: datetime, stands: datetime | None) -> datetime:
    """What a form that knows only minutes means: the instant that stands, if it shows as told."""
    if stands is not None and timedelta() <= stands - told < timedelta(minutes=1):
        return stands
    return told


def strike_problems(row: Attendance) -> list[Problem]:
    """Why a check-in may not be struck out: the meeting, its own standing, what was decided."""
    problems = attending.room_problems(row.meeting) + attending.gone_problems(row, left=False)
    return problems or counted_problems(row)


def strike(attendance: Attendance, *, by: Actor, at: datetime) -> None:
    """Strike out a check-in that was a slip. Raises `Refused` once the meeting is closed."""
    with acting(by=by, at=at):
        row = attending.locked(attendance)
        refuse_if(strike_problems(row))
        row.struck_at = at
        row.save(update_fields=["struck_at"])
        attendance.struck_at = at
