"""What waits for a person today, and what was decided near; a constant number of queries."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from communes import permissions, ports
from communes.domain import closing, rolls
from communes.models import (
    Affiliation,
    Body,
    ConveningRequest,
    ConveningSigner,
    Meeting,
    MeetingRole,
    Person,
    Relation,
    Resolution,
    Role,
    Signing,
    Task,
)
from communes.periods import holding

LATEST = 8
MOST = 20
LATE = timedelta(hours=12)
"""How long after its hour a meeting that nobody opened is still the next one."""
AHEAD = timedelta(days=2)
"""How far to look for meetings of today: no two zones are further apart."""


def minutes_to_sign(person: Person) -> list[Meeting]:
    """Closed meetings that the person chaired and has not signed as their text now stands."""
    chaired = MeetingRole.objects.filter(meeting=OuterRef("pk"), person=person, role=Role.CHAIR)
    rows = Meeting.objects.filter(
        Exists(chaired), closed_at__isnull=False, signed_at__isnull=True, cancelled_at__isnull=True
    )
    meetings = list(rows.select_related("body").order_by("closed_at", "pk")[:MOST])
    given = Signing.objects.filter(person=person, meeting__in=meetings)
    signed = set(given.values_list("meeting_id", "digest"))
    answered = [meeting for meeting in meetings if any(pk == meeting.pk for pk, _ in signed)]
    now = closing.digests(answered)
    return [
        meeting
        for meeting in meetings
        if meeting not in answered or (meeting.pk, now[meeting.pk]) not in signed
    ]


def meetings_to_run(person: Person, at: datetime) -> list[Meeting]:
    """Open meetings that the person chairs or records, and those due to be opened by the person."""
    offices = ports.offices_by_body(person, at)
    running = [
        pk
        for pk, held in offices.items()
        if any(office.code in permissions.RUNNING for office in held)
    ]
    named = MeetingRole.objects.filter(
        holding(at), meeting=OuterRef("pk"), person=person, role__in=[Role.CHAIR, Role.RECORDER]
    )
    opened = Q(opened_at__isnull=False) & Exists(named)
    due = Q(opened_at__isnull=True, starts_at__lt=at + AHEAD) & (
        Q(body__in=running) | Exists(named)
    )
    rows = Meeting.objects.filter(opened | due, closed_at__isnull=True, cancelled_at__isnull=True)
    rows = rows.select_related("body").order_by("starts_at", "pk")[:MOST]
    return [meeting for meeting in rows if meeting.opened_at or _is_today(meeting, at)]


def demands_to_sign(person: Person, at: datetime) -> QuerySet[ConveningRequest]:
    """Demands for a meeting of the person's bodies that the person has not signed."""
    signed = ConveningSigner.objects.filter(request=OuterRef("pk"), person=person)
    rows = ConveningRequest.objects.filter(~Exists(signed), meeting__isnull=True, starts_at__gt=at)
    mine = permissions.my_bodies(person, at).values("pk")
    return rows.filter(body__in=mine).select_related("body").order_by("starts_at", "pk")[:MOST]


def tasks_to_do(person: Person, at: datetime) -> QuerySet[Task]:
    """Open tasks that the person bears, the one due first on top."""
    rows = Task.objects.open().filter(person=person).select_related("body")
    return rows.due_first()[:MOST]


def my_bodies(person: Person, at: datetime) -> QuerySet[Body]:
    """The person's bodies: whether each `meets_now`, and when it `meets_at` next."""
    rows = Meeting.objects.filter(
        body=OuterRef("pk"), cancelled_at__isnull=True, closed_at__isnull=True
    )
    coming = rows.filter(opened_at__isnull=True, starts_at__gt=at - LATE)
    return (
        permissions.my_bodies(person, at)
        .annotate(
            meets_now=Exists(rows.filter(opened_at__isnull=False)),
            meets_at=Subquery(coming.order_by("starts_at", "pk").values("starts_at")[:1]),
        )
        .order_by("folded")
    )


def decided_near(person: Person, at: datetime) -> QuerySet[Resolution]:
    """The last decisions of the person's bodies and of those around them, where readable."""
    mine = permissions.my_bodies(person, at).values("pk")
    related = Affiliation.objects.filter(holding(at)).exclude(relation=Relation.BESIDE)
    near = (
        Q(body__in=mine)
        | Q(body__in=related.filter(body__in=mine).values("parent"))
        | Q(body__in=related.filter(parent__in=mine).values("body"))
    )
    readable = permissions.readable_meetings(person, at).values("pk")
    rows = Resolution.objects.standing().filter(
        near, item__meeting__in=readable, item__confidential=False
    )
    return rows.select_related("body", "item__meeting").order_by("-happened_at", "-pk")[:LATEST]


def _is_today(meeting: Meeting, at: datetime) -> bool:
    """Today by the body's clocks, or overdue."""
    starts = rolls.day_of(meeting.body, meeting.starts_at).date()
    return starts <= rolls.day_of(meeting.body, at).date()
