"""The body, meeting or item that an address names, as far as whoever asks may see it."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from communes import permissions, ports
from communes.api.asking import Ask, found, require, require_seen
from communes.domain import recognising
from communes.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Body,
    Meeting,
    Person,
    Resolution,
    ResolutionEffect,
)


def body_of(ask: Ask, body: UUID) -> Body:
    """The body, if its meetings may be read; another circle's is not there (404)."""
    require(ask.me is not None)
    row = found(Body.objects.all(), body)
    require_seen(permissions.may_read_meetings(ask.me, row, ask.at))
    return row


def readable(ask: Ask) -> QuerySet[Meeting]:
    """The meetings that may be read. Raises `PermissionDenied` without a person."""
    require(ask.me is not None)
    return permissions.readable_meetings(ask.me, ask.at)


def meeting_of(ask: Ask, meeting: UUID) -> Meeting:
    """The meeting, if it may be read (404 else)."""
    return found(readable(ask).select_related("body", "second_of"), meeting)


def run_by(ask: Ask, meeting: UUID) -> Meeting:
    """The meeting, for those who run it (403 for other readers)."""
    row = meeting_of(ask, meeting)
    require(permissions.may_run(ask.me, row, ask.at))
    return row


def item_of(ask: Ask, item: UUID) -> AgendaItem:
    """The item, if its meeting may be read (404 else)."""
    rows = AgendaItem.objects.filter(meeting__in=readable(ask))
    return found(
        rows.select_related("meeting__body", "motion_version__motion", "parent", "aim__resolution"),
        item,
    )


def item_run_by(ask: Ask, item: UUID) -> AgendaItem:
    """The item, for those who run its meeting (403 for other readers)."""
    row = item_of(ask, item)
    require(permissions.may_run(ask.me, row.meeting, ask.at))
    return row


def entered(ask: Ask, item: UUID, *kinds: str) -> AgendaItem:
    """An item of one of these kinds, for those who run its meeting and enter what it decided."""
    row = item_run_by(ask, item)
    require_seen(row.kind in kinds)
    return row


def resolutions_of(ask: Ask) -> QuerySet[Resolution]:
    """Decisions of meetings that may be read, slips and what mended them included."""
    rows = Resolution.objects.filter(item__meeting__in=readable(ask))
    named = rows.select_related("body", "item__meeting__body", "charter", "mends", "ballot")
    held = ResolutionEffect.objects.holding().select_related("by_resolution").order_by("at", "pk")
    return named.prefetch_related(Prefetch("effects", held))


def plain(ask: Ask) -> QuerySet[Resolution]:
    """Decisions as readers see them: not those on confidential items."""
    return resolutions_of(ask).filter(item__confidential=False)


def ballots_of(ask: Ask) -> QuerySet[Ballot]:
    """Votes by name on items of meetings that may be read."""
    rows = Ballot.objects.filter(item__meeting__in=readable(ask))
    return rows.select_related("item__meeting__body", "motion_version")


def stays_of(meeting: Meeting) -> QuerySet[Attendance]:
    """Who came to the meeting and went, slips struck out included."""
    rows = Attendance.objects.filter(meeting=meeting)
    return rows.select_related("meeting__body", "person", "stands_for", "corrects")


def nameable(ask: Ask, meeting: Meeting) -> QuerySet[Person]:
    """Whom the meeting may name or let in: members, residents, officers, and who came."""
    known = recognising.may_come(meeting.body, meeting.sitting, ask.at).values("pk")
    came = stays_of(meeting).filter(person__isnull=False).values("person")
    officers = [person.pk for person, _office in ports.officers(meeting.body, ask.at)]
    wanted = Q(pk__in=known) | Q(pk__in=came) | Q(pk__in=officers)
    return Person.objects.living().filter(wanted)
