"""Dates and lengths of time as people say them, in each language of the house.

Pure: every function is told the present and the language. Babel knows the words; where it has
none (Sorani has no "in 12 days" in CLDR) the catalogue of the house speaks.
"""

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_timedelta
from babel.lists import format_list
from babel.units import format_unit
from django.utils import translation
from django.utils.translation import gettext, ngettext_lazy

Unit = Literal["month", "day", "hour", "minute"]

LOCALES = {"en": "en_GB", "ar": "ar_SY"}
"""Which country's month names and order stand for a language of the interface."""

PATTERNS = {
    "ku": ("EEEE, d'ê' MMMM'ê'", "EEEE, d'ê' MMMM'a' y'an'"),
    "ckb": ("EEEE، dی MMMM", "EEEE، dی MMMMی y"),
    "ar": ("EEEE، d MMMM", "EEEE، d MMMM y"),
}
"""Day without and with its year; other languages use the pattern of English."""

COMMAS = {"ar": "،", "ckb": "،"}
"""The comma between a day and its clock time, where it is not the Latin one."""

ENGLISH_PATTERN = ("EEEE d MMMM", "EEEE d MMMM y")

WITHOUT_RELATIVE_WORDS = frozenset({"ckb", "ku"})
"""Languages for which CLDR cannot say "in 3 days"."""

WITHOUT_UNITS = frozenset({"ckb"})
"""Languages for which CLDR cannot say "3 minutes" in letters of their own."""

AHEAD = {
    "minute": ngettext_lazy("in %(count)d minute", "in %(count)d minutes", "count"),
    "hour": ngettext_lazy("in %(count)d hour", "in %(count)d hours", "count"),
    "day": ngettext_lazy("in %(count)d day", "in %(count)d days", "count"),
    "month": ngettext_lazy("in %(count)d month", "in %(count)d months", "count"),
}
AGO = {
    "minute": ngettext_lazy("%(count)d minute ago", "%(count)d minutes ago", "count"),
    "hour": ngettext_lazy("%(count)d hour ago", "%(count)d hours ago", "count"),
    "day": ngettext_lazy("%(count)d day ago", "%(count)d days ago", "count"),
    "month": ngettext_lazy("%(count)d month ago", "%(count)d months ago", "count"),
}
LENGTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=30),
}

MONTHS_FROM_DAYS = 60
"""From here on a distance is said in months: "in 3 months" says more than "in 93 days"."""


def locale_of(language: str) -> Locale:
    """The Babel locale of an interface language; English for one that Babel does not know."""
    code = LOCALES.get(language, language).replace("-", "_")
    try:
        return Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")


def say_day(day: date, *, today: date | None, language: str) -> str:
    """Say a day: "Thursday 3 December", with the year when it is not that of `today`.

    Whoever reads paper does not know when it was printed: a document names no today, and so
    always has the year.
    """
    without_year, with_year = PATTERNS.get(language, ENGLISH_PATTERN)
    pattern = without_year if today and day.year == today.year else with_year
    return format_date(day, pattern, locale=locale_of(language))


def say_clock(instant: datetime, *, zone: ZoneInfo) -> str:
    """Say a clock time: "18:42", of 24 hours, so that nobody comes twelve hours late."""
    return instant.astimezone(zone).strftime("%H:%M")


def say_instant(instant: datetime, *, now: datetime, zone: ZoneInfo, language: str) -> str:
    """Say an instant by the clocks of `zone`: "Thursday 3 December, 18:00 · in 12 days"."""
    local, present = instant.astimezone(zone), now.astimezone(zone)
    day = say_day(local.date(), today=present.date(), language=language)
    distance = say_distance(instant, now=now, zone=zone, language=language)
    comma = COMMAS.get(language, ",")
    return f"{day}{comma} {local:%H:%M} · {distance}"


def last_instant(end: datetime) -> datetime:
    """The last instant of a period that is open at its end: a term until midnight ends the day
    before, and that day is what people are told."""
    return end - timedelta(microseconds=1)


def say_last(end: datetime, *, today: date | None, zone: ZoneInfo, language: str) -> str:
    """Say until when: "the end of Thursday 3 December" where midnight ends it, else the time."""
    at_midnight = say_clock(end, zone=zone) == "00:00"
    last = last_instant(end) if at_midnight else end
    day = say_day(last.astimezone(zone).date(), today=today, language=language)
    if not at_midnight:
        return f"{day}{COMMAS.get(language, ',')} {say_clock(end, zone=zone)}"
    with translation.override(language):
        return gettext("the end of %(day)s") % {"day": day}


def say_end(end: datetime, *, now: datetime, zone: ZoneInfo, language: str) -> str:
    """The same with the distance: "the end of Thursday 3 December · in 12 days"."""
    said = say_last(end, today=now.astimezone(zone).date(), zone=zone, language=language)
    distance = say_distance(last_instant(end), now=now, zone=zone, language=language)
    return f"{said} · {distance}"


def say_moment(instant: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Say an instant for letters, read on any day: "Thursday 3 December 2026, 18:00"."""
    local = instant.astimezone(zone)
    day = say_day(local.date(), today=None, language=language)
    return f"{day}{COMMAS.get(language, ',')} {local:%H:%M}"


def say_exactly(instant: datetime, *, zone: ZoneInfo) -> str:
    """Write an instant: "2026-12-03 18:00:00 +03:00 Asia/Damascus": with offset and zone."""
    local = instant.astimezone(zone)
    return f"{local.isoformat(sep=' ', timespec='seconds')} {zone.key}"


def say_distance(instant: datetime, *, now: datetime, zone: ZoneInfo, language: str) -> str:
    """How far off an instant is: in days of the calendar, on the same day in hours."""
    gap = instant - now
    days = (instant.astimezone(zone).date() - now.astimezone(zone).date()).days
    if abs(gap) < timedelta(minutes=1):
        with translation.override(language):
            return gettext("now")
    if days == 0 or abs(gap) < timedelta(hours=6):
        unit: Unit = "hour" if abs(gap) >= timedelta(hours=1) else "minute"
        return _direct(gap, unit, language)
    if abs(days) < MONTHS_FROM_DAYS:
        return _direct(timedelta(days=days), "day", language)
    return _direct(timedelta(days=days), "month", language)


def say_duration(length: timedelta, *, language: str) -> str:
    """Say a length of time: "1 hour and 50 minutes", "3 days"; at most two units, whole minutes."""
    minutes = round(length.total_seconds() / 60)
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    parts: list[tuple[Unit, int]] = [("day", days), ("hour", hours), ("minute", left)]
    said = [_amount(count, unit, language) for unit, count in parts if count][:2]
    if not said:
        return _amount(0, "minute", language)
    return format_list(said, locale=locale_of(language))


def _amount(count: int, unit: Unit, language: str) -> str:
    if language not in WITHOUT_UNITS:
        return format_unit(count, f"duration-{unit}", locale=locale_of(language))
    words = {
        "minute": ngettext_lazy("%(count)d minute", "%(count)d minutes", "count"),
        "hour": ngettext_lazy("%(count)d hour", "%(count)d hours", "count"),
        "day": ngettext_lazy("%(count)d day", "%(count)d days", "count"),
    }
    with translation.override(language):
        return str(words[unit] % {"count": count})


def _direct(gap: timedelta, unit: Unit, language: str) -> str:
    if language not in WITHOUT_RELATIVE_WORDS:
        return format_timedelta(
            gap, unit, threshold=9999, add_direction=True, locale=locale_of(language)
        )
    words = AHEAD if gap > timedelta(0) else AGO
    with translation.override(language):
        return str(words[unit] % {"count": max(1, round(abs(gap) / LENGTHS[unit]))})
