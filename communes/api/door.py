"""The door: households and their people, numbers and slips, and times that are corrected."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from communes import permissions
from communes.api.asking import Ask, found, require, require_seen
from communes.api.reaching import readable, run_by
from communes.api.resources import acts, reads
from communes.domain import attending, presenting, retiming
from communes.domain import households as doors
from communes.domain.recounting import Times
from communes.models import Attendance
from communes.serializers.attending import (
    AttendanceSerializer,
    CodeSerializer,
    ComersSerializer,
    DoorsSerializer,
    TimesSerializer,
)


@reads(DoorsSerializer)
def meeting_households(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """The households of the commune with who is in the room; none for a body of delegates."""
    row = run_by(ask, meeting)
    return {"households": doors.doors(row, ask.at) if doors.has_doors(row) else []}


@reads(ComersSerializer)
def meeting_household(ask: Ask, meeting: UUID, household: UUID) -> Mapping[str, Any]:
    """The people of one household who may come to the meeting."""
    row = run_by(ask, meeting)
    home = doors.household_of(row, household, ask.at) if doors.has_doors(row) else None
    require_seen(home is not None)
    assert home is not None
    return {"people": doors.comers(row, home, ask.at)}


@acts(AttendanceSerializer, takes=CodeSerializer, status=201)
def check_in_code(ask: Ask, meeting: UUID) -> Attendance:
    """Let in whoever has this member number or slip."""
    row = run_by(ask, meeting)
    at = ask.then(row)
    person = presenting.bearer(row, ask.told["code"], at)
    return attending.check_in(row, [person], by=ask.by, at=at)[0]


@acts(AttendanceSerializer, takes=TimesSerializer)
def correct_times(ask: Ask, stay: UUID) -> Attendance:
    """Correct when somebody came or left, until the signing: a new entry beside the old one.

    Where it changes who was in the room of a decision it is refused (409) with what changes,
    unless `knowing` says that this was read.
    """
    rows = Attendance.objects.filter(meeting__in=readable(ask))
    row = found(rows.select_related("meeting__body", "person", "stands_for"), stay)
    require(permissions.may_run(ask.me, row.meeting, ask.at))
    told = ask.told
    times = Times(told["arrived_at"], told["left_at"])
    reason, knowing = told["reason"], told["knowing"]
    return retiming.retime(row, times=times, by=ask.by, at=ask.at, reason=reason, knowing=knowing)
