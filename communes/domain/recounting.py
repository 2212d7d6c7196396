"""What a corrected arrival or departure changes in the rooms of decisions already taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from communes.dates import say_clock
from communes.domain import attending, resolving
from communes.domain.counting import Electorate, electorate
from communes.models import Attendance, Capacity, Gender, Meeting, Resolution, WomensVote
from communes.problems import Problem


@dataclass(frozen=True)
class Times:
    """When somebody came and left; no departure while they are in the room."""

    arrived_at: datetime
    left_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether whoever has these times was in the room at the instant."""
        return self.arrived_at <= at and (self.left_at is None or self.left_at > at)


def times_of(stay: Attendance) -> Times:
    """The times that a stay is entered with."""
    return Times(stay.arrived_at, stay.left_at)


def counted_problems(stay: Attendance) -> list[Problem]:
    """Why an arrival is no mere slip any more: something was decided while it stood."""
    held = [one for one in _decisions(stay.meeting) if times_of(stay).holds(one.happened_at)]
    if stay.capacity != Capacity.MEMBER or not held:
        return []
    message = _(
        "%(name)s was counted in the room when resolution %(number)s was decided. Correct the "
        "times instead; what changes is said there."
    )
    told = {"name": stay, "number": held[0].number}
    return [Problem("counted_then", message % told)]


@dataclass(frozen=True)
class Counted:
    """Who might vote on an item in the room at an instant, and why the room could not decide."""

    voters: Electorate
    lacking: frozenset[str]


def room_of(one: Resolution) -> Counted:
    """The room of a decision by the entries as they stand now."""
    state = attending.room(one.item.meeting, one.happened_at)
    lacking = resolving.room_problems_for(one.item, state)
    voters = electorate(one.item, one.happened_at, one.ballot)
    return Counted(voters, frozenset(problem.code for problem in lacking))


def _decisions(meeting: Meeting) -> list[Resolution]:
    rows = Resolution.objects.standing().filter(item__meeting=meeting)
    related = rows.select_related("item__meeting__body", "ballot")
    return list(related.order_by("happened_at", "pk"))


def affected(old: Attendance, times: Times) -> list[Resolution]:
    """The decisions at which the correction changes who was in the room as a member."""
    if old.capacity != Capacity.MEMBER:
        return []
    was = times_of(old)
    return [
        one
        for one in _decisions(old.meeting)
        if was.holds(one.happened_at) != times.holds(one.happened_at)
    ]


def unlawful(one: Resolution, was: Counted, now: Counted) -> list[Problem]:
    """Why the decision could not have been taken in the corrected room."""
    told = {"number": one.number, "time": said(one.item.meeting, one.happened_at)}
    hands = one.votes_for + one.votes_against + one.abstentions
    if hands > now.voters.present:
        message = _(
            "Resolution %(number)s of %(time)s counted %(hands)s votes, and %(present)s would "
            "have been in the room. Mend or strike out that decision first."
        )
        figures = {**told, "hands": hands, "present": now.voters.present}
        return [Problem("recount_hands", message % figures, figures)]
    if now.lacking - was.lacking:
        message = _(
            "Resolution %(number)s of %(time)s could not have been decided: quorum or women's "
            "presence would have been unmet. Strike out that decision first."
        )
        return [Problem("recount_unmet", message % told, told)]
    return []


def womens_problems(old: Attendance, times: Times) -> list[Problem]:
    """What the women present decided apart was counted among exactly them."""
    if old.capacity != Capacity.MEMBER or old.gender != Gender.WOMAN:
        return []
    was = times_of(old)
    rows = WomensVote.objects.filter(item__meeting=old.meeting).order_by("at", "pk")
    moved = [row for row in rows if was.holds(row.at) != times.holds(row.at)]
    if not moved:
        return []
    message = _(
        "At %(time)s the women present voted apart, and this changes who they were. Their vote "
        "stands as it was counted; leave the time on that side of it."
    )
    told = {"time": said(old.meeting, moved[0].at)}
    return [Problem("womens_vote_then", message % told, {}, "arrived")]


def named(one: Resolution, was: Counted, now: Counted) -> Problem:
    """What the correction changes, said so that it can be known."""
    message = _(
        "Resolution %(number)s was decided at %(time)s: by these times %(present)s were in the "
        "room and not %(was)s, %(women)s of them women. The count and the verdict stay."
    )
    figures = {
        "number": one.number,
        "time": said(one.item.meeting, one.happened_at),
        "present": now.voters.present,
        "women": now.voters.women,
        "was": was.voters.present,
    }
    return Problem("changes_decision", message % figures, figures, "knowing")


def said(meeting: Meeting, at: datetime) -> str:
    """An instant by the clocks of the meeting's place."""
    return say_clock(at, zone=ZoneInfo(meeting.body.time_zone))


def recounted_in(meetings: Sequence[Meeting]) -> Mapping[str, Mapping[str, Any]]:
    """By decision: who was in its room by the corrected times, as the last correction left it."""
    rows = Attendance.objects.filter(meeting__in=meetings, corrects__isnull=False)
    found: dict[str, Mapping[str, Any]] = {}
    for recounts in rows.order_by("pk").values_list("recounts", flat=True):
        found.update(recounts)
    return found
