"""Calendars as devices read them (RFC 5545): their secret addresses, and what stands in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.domain import letters
from communes.domain.acting import Actor, acting
from communes.models import Account, Body, CalendarFeed, Circle, Meeting, Person
from communes.problems import Problem, refuse_if

KEPT = timedelta(days=366)
"""How long ago a meeting may lie that a calendar still shows."""
USUAL = timedelta(hours=2)
"""How long a meeting takes whose agenda says nothing *(ours)*."""
MOST = 50
"""Addresses of one account in use at once."""


@dataclass(frozen=True)
class Deadline:
    """An instant that an upper floor puts into calendars: a term's end, the end of a time to act.

    `key` stays the same however often it is told, `known_at` is since when it is so.
    """

    key: str
    at: datetime
    zone: str
    summary: str
    known_at: datetime
    path: str = ""


Provider = Callable[[Person, Body | None, datetime], Sequence[Deadline]]
_providers: list[Provider] = []


def also(provider: Provider) -> None:
    """Let an upper floor put its deadlines into the calendars of a person, or of a body's."""
    if provider not in _providers:
        _providers.append(provider)


def deadlines(person: Person, body: Body | None, at: datetime) -> list[Deadline]:
    """What upper floors put into this calendar, in order."""
    found = [one for provider in _providers for one in provider(person, body, at)]
    return sorted(found, key=lambda one: (one.at, one.key))


_CONTROLS = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)], " ")
"""Signs that no text line holds; what some program might take for the end of a line."""

_signer = Signer(salt="communes.calendar", sep=".")


def make_problems(account: Account) -> list[Problem]:
    """Why the account gets no further address."""
    if account.person is None:
        message = _("This account belongs to no person of a register.")
        return [Problem("no_person", message)]
    used = CalendarFeed.objects.filter(account=account, revoked_at__isnull=True).count()
    if used >= MOST:
        message = _("Revoke some of the %(count)s addresses first.") % {"count": used}
        return [Problem("calendars_many", message, {"count": used})]
    return []


def make(account: Account, body: Body | None, *, by: Actor, at: datetime) -> CalendarFeed:
    """Make an address for the meetings of a body, or of all the person's; the one there is, if any.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        rows = CalendarFeed.objects.filter(account=account, body=body, revoked_at__isnull=True)
        known = rows.first()
        if known is None:
            refuse_if(make_problems(account))
            known = CalendarFeed.objects.create(account=account, body=body, made_at=at)
    return known


def revoke(feed: CalendarFeed, *, by: Actor, at: datetime) -> None:
    """Let an address lead nowhere from now on; doing so twice changes nothing."""
    with acting(by=by, at=at):
        row = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
        if row.revoked_at is None:
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])


def secret(feed: CalendarFeed) -> str:
    """The secret end of the address; nothing in it names anybody."""
    return _signer.sign(feed.key)


def found(end: str) -> CalendarFeed | None:
    """The calendar of a secret end that was not revoked, of an account still open."""
    try:
        key = _signer.unsign(end)
        rows = CalendarFeed.objects.filter(
            public_id=key, revoked_at__isnull=True, account__is_active=True
        )
        return rows.select_related("account__person", "body").first()
    except (BadSignature, ValidationError, ValueError):
        return None


def shown(rows: QuerySet[Meeting], at: datetime) -> list[Meeting]:
    """Those meetings that a calendar shows, with what it says of them; in two queries."""
    recent = rows.filter(starts_at__gt=at - KEPT).select_related("body")
    return list(recent.prefetch_related("items").order_by("starts_at", "pk"))


def composed(
    name: str, meetings: Iterable[Meeting], more: Iterable[Deadline] = ()
) -> tuple[bytes, datetime | None]:
    """A calendar of these meetings and deadlines, and when any of them was last changed."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Komîn//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _line(name))
    calendar.add("name", _line(name))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    changed: datetime | None = None
    for meeting in meetings:
        calendar.add_component(_event(meeting))
        changed = max(changed or changed_at(meeting), changed_at(meeting))
    for one in more:
        calendar.add_component(_deadline(one))
        changed = max(changed or one.known_at, one.known_at)
    if changed is not None:
        calendar.add_missing_timezones()
    return calendar.to_ical(), changed


def changed_at(meeting: Meeting) -> datetime:
    """When anything was last done to the meeting that a calendar tells."""
    instants = [meeting.convened_at, meeting.changed_at, meeting.cancelled_at]
    instants += [item.added_at for item in meeting.items.all()]
    return max(instant for instant in instants if instant is not None)


def _event(meeting: Meeting) -> Any:
    import icalendar

    zone = ZoneInfo(meeting.body.time_zone)
    begins = meeting.starts_at.astimezone(zone)
    length = letters.planned_length(meeting) or USUAL
    cancelled = meeting.cancelled_at is not None
    private = meeting.body.circle != Circle.EVERYONE
    event = icalendar.Event()
    event.add("uid", f"{meeting.key}@komin")
    event.add("sequence", meeting.revision + cancelled)
    event.add("dtstamp", changed_at(meeting))
    event.add("created", meeting.convened_at)
    event.add("last-modified", changed_at(meeting))
    event.add("dtstart", begins)
    event.add("dtend", (meeting.starts_at + length).astimezone(zone))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE" if private else "PUBLIC")
    event.add("summary", _line(_summary(meeting, cancelled)))
    event.add("location", _line(meeting.place))
    event.add("description", _plain(_description(meeting)))
    if settings.PUBLIC_URL:
        event.add("url", letters.meeting_address(meeting))
    return event


def _deadline(one: Deadline) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{one.key}@komin")
    event.add("dtstamp", one.known_at)
    event.add("dtstart", one.at.astimezone(ZoneInfo(one.zone)))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("summary", _line(one.summary))
    if settings.PUBLIC_URL and one.path:
        event.add("url", letters.address(one.path))
    return event


def _line(text: str) -> str:
    return " ".join(_plain(text).split("\n")).strip()


def _plain(text: str) -> str:
    return text.translate(_CONTROLS)


def _summary(meeting: Meeting, cancelled: bool) -> str:
    if cancelled:
        return _("Called off: %(body)s") % {"body": meeting.body.name}
    return meeting.body.name


def _description(meeting: Meeting) -> str:
    count = len(meeting.items.all())
    head = ngettext("%(count)s item", "%(count)s items", count) % {"count": count}
    return "\n".join([head, *letters.agenda_lines(meeting)])
