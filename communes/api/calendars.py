"""Calendar addresses of the account that asks: made, listed, revoked."""

from uuid import UUID

from django.db.models import QuerySet

from communes.api.asking import Ask, found, require
from communes.api.reaching import body_of
from communes.api.resources import acts, reads
from communes.domain import calendars
from communes.models import CalendarFeed
from communes.serializers.calendars import CalendarSerializer, MakeCalendarSerializer


@reads(CalendarSerializer, lists=True)
def my_calendars(ask: Ask) -> QuerySet[CalendarFeed]:
    """The addresses by which devices of this account read calendars."""
    return _mine(ask)


@acts(CalendarSerializer, takes=MakeCalendarSerializer, status=201, unkept=("address",))
def make_calendar(ask: Ask) -> CalendarFeed:
    """Make an address for the meetings of a body, or of all bodies of the person."""
    require(ask.me is not None)
    body = body_of(ask, ask.told["body"]) if ask.told["body"] else None
    return calendars.make(ask.account, body, by=ask.by, at=ask.at)


@acts(CalendarSerializer, unkept=("address",))
def revoke_calendar(ask: Ask, calendar: UUID) -> CalendarFeed:
    """Let an address lead nowhere from now on."""
    feed = found(CalendarFeed.objects.filter(account=ask.account).select_related("body"), calendar)
    calendars.revoke(feed, by=ask.by, at=ask.at)
    return feed


def _mine(ask: Ask) -> QuerySet[CalendarFeed]:
    rows = CalendarFeed.objects.filter(account=ask.account, revoked_at__isnull=True)
    return rows.select_related("body").order_by("made_at", "pk")
