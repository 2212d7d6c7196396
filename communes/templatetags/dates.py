"""Dates as people say them: `when`, `day`, `clock`, `how_long`; the wording is in `dates`."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from communes import dates

register = template.Library()

ELEMENT = '<time datetime="{}" title="{}" data-zone="{}">{}</time>'


@register.filter
def when(instant: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """Show "Thursday 3 December, 18:00 · in 12 days", the exact instant in the title."""
    if not instant:
        return ""
    place = _zone(zone)
    said = dates.say_instant(instant, now=timezone.now(), zone=place, language=_language())
    return _element(instant, place, said)


@register.filter
def clock(instant: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """Show "18:42", the exact instant in the title."""
    if not instant:
        return ""
    place = _zone(zone)
    return _element(instant, place, dates.say_clock(instant, zone=place))


@register.filter
def day(moment: date | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """Show "Thursday 3 December", of a day or of the day on which an instant falls."""
    if not moment:
        return ""
    place = _zone(zone)
    on = moment.astimezone(place).date() if isinstance(moment, datetime) else moment
    today = timezone.now().astimezone(place).date()
    said = dates.say_day(on, today=today, language=_language())
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), said)


@register.filter
def dated(moment: date | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """Show "Thursday 3 December 2026": as `day`, always with its year, for paper and for books."""
    if not moment:
        return ""
    on = moment.astimezone(_zone(zone)).date() if isinstance(moment, datetime) else moment
    said = dates.say_day(on, today=None, language=_language())
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), said)


@register.filter
def last_day(end: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """Show the last day of what ends before an instant: until midnight is until the day before."""
    return day(dates.last_instant(end), zone) if end else ""


@register.filter
def last_dated(end: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """The same, always with its year."""
    return dated(dates.last_instant(end), zone) if end else ""


@register.filter
def ending(end: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """Show "the end of Thursday 3 December · in 12 days" where midnight ends it, else as `when`."""
    if not end:
        return ""
    place = _zone(zone)
    said = dates.say_end(end, now=timezone.now(), zone=place, language=_language())
    return _element(end, place, said)


@register.simple_tag
def ending_in(
    end: datetime | None, zone: ZoneInfo | str | None = None, by_day: bool = False
) -> SafeString | str:
    """`{% ending_in end zone as said %}`: as the filter, where the zone may be missing.

    With `by_day` the last day without its hour: nobody plans a term of two years by the minute.
    """
    if not end or not by_day:
        return ending(end, zone)
    place, last = _zone(zone), dates.last_instant(end)
    far = dates.say_distance(last, now=timezone.now(), zone=place, language=_language())
    return format_html("{} · {}", day(last, place), far)


@register.filter
def in_utc(instant: datetime) -> SafeString:
    """Show "2026-12-03 15:00:00", by the clocks of the world; never turned round in Arabic."""
    said = f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return format_html('<bdi dir="ltr">{}</bdi>', said)


@register.simple_tag
def when_in(instant: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """`{% when_in instant zone as said %}`: as the filter, where the zone may be missing."""
    return when(instant, zone)


@register.simple_tag
def clock_in(instant: datetime | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """`{% clock_in instant zone %}`: as the filter, where the zone may be missing."""
    return clock(instant, zone)


@register.simple_tag
def dated_in(moment: date | None, zone: ZoneInfo | str | None = None) -> SafeString | str:
    """`{% dated_in instant zone %}`: as the filter, where the zone may be missing."""
    return dated(moment, zone)


@register.filter
def how_long(length: timedelta | int | None) -> str:
    """Say "1 hour and 50 minutes", of a length of time or of a number of minutes."""
    if length in (None, ""):
        return ""
    span = length if isinstance(length, timedelta) else timedelta(minutes=int(length))
    return dates.say_duration(span, language=_language())


def _element(instant: datetime, zone: ZoneInfo, said: str) -> SafeString:
    exactly = dates.say_exactly(instant, zone=zone)
    return format_html(ELEMENT, instant.isoformat(), exactly, zone.key, said)


def _zone(given: ZoneInfo | str | None) -> ZoneInfo:
    if isinstance(given, ZoneInfo):
        return given
    return ZoneInfo(given or timezone.get_current_timezone_name())


def _language() -> str:
    return get_language() or "en"
