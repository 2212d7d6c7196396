"""Attendance: who comes in, who goes out; names for members and those who run the meeting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, chosen, found, require, require_seen
from communes.api.filtering import Filter
from communes.api.reaching import meeting_of, nameable, readable, run_by, stays_of
from communes.api.resources import acts, reads
from communes.domain import attending, retiming
from communes.models import Attendance, Capacity
from communes.serializers.attending import (
    AttendanceSerializer,
    CheckInSerializer,
    GuestSerializer,
    StaysSerializer,
)
from communes.serializers.fields import HappenedSerializer


class AttendanceFilter(Filter):
    """Who is in the room now, or was; as what."""

    inside = filters.BooleanFilter(method="in_room")
    capacity = filters.ChoiceFilter(choices=Capacity.choices)

    class Meta:
        model = Attendance
        fields: list[str] = []

    def in_room(self, rows: QuerySet[Attendance], name: str, value: bool) -> QuerySet[Attendance]:
        """Those who have come and not left; or the others."""
        inside = Q(left_at__isnull=True, struck_at__isnull=True)
        return rows.filter(inside) if value else rows.exclude(inside)


@reads(AttendanceSerializer, lists=True, filters=AttendanceFilter)
def attendance(ask: Ask, meeting: UUID) -> QuerySet[Attendance]:
    """Who came and who went, in the order of arrival."""
    row = meeting_of(ask, meeting)
    require_seen(permissions.may_see_people(ask.me, row, ask.at))
    return stays_of(row)


@acts(StaysSerializer, takes=CheckInSerializer, status=201)
def check_in(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Let persons in, as members or without a vote: all of them, or none."""
    row = run_by(ask, meeting)
    people = chosen(nameable(ask, row), ask.told["persons"], "persons")
    return {"stays": attending.check_in(row, people, by=ask.by, at=ask.then(row))}


@acts(AttendanceSerializer, takes=GuestSerializer, status=201)
def check_in_guest(ask: Ask, meeting: UUID) -> Attendance:
    """Let a guest in who is in no register."""
    row = run_by(ask, meeting)
    return attending.check_in_guest(row, ask.told["name"], by=ask.by, at=ask.then(row))


@acts(AttendanceSerializer, takes=HappenedSerializer)
def check_out(ask: Ask, stay: UUID) -> Attendance:
    """Record a departure."""
    row = _stay(ask, stay)
    attending.check_out(row, by=ask.by, at=ask.then(row.meeting))
    return row


@acts(AttendanceSerializer)
def strike_stay(ask: Ask, stay: UUID) -> Attendance:
    """Strike out a check-in that was a slip."""
    row = _stay(ask, stay)
    retiming.strike(row, by=ask.by, at=ask.at)
    return row


def _stay(ask: Ask, stay: UUID) -> Attendance:
    rows = Attendance.objects.filter(meeting__in=readable(ask))
    row = found(rows.select_related("meeting__body", "person", "stands_for"), stay)
    require(permissions.may_run(ask.me, row.meeting, ask.at))
    return row
