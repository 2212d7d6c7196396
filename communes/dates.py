"""Dates and lengths of time as people say them, in each language of the house.

Pure: every function is told the present and the language. Babel knows the words; where it has
none (Sorani has no "in 12 days" in CLDR) the catalogue of the house speaks.
"""

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_timedelta
from babel.units import format_unit
from django.utils import translation
from django.utils.translation import gettext, ngettext

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

WITHOUT_RELATIVE_WORDS = frozenset({"ckb"})
"""Languages for which CLDR has neither "in 3 days" nor "3 minutes" in words."""

MONTHS_FROM_DAYS = 60
"""From here on a distance is said in months: "in 3 months" says more than "in 93 days"."""


def locale_of(language: str) -> Locale:
    """The Babel locale of an interface language; English for one that Babel does not know."""
    code = LOCALES.get(language, language).replace("-", "_")
    try:
        return Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")


def say_day(day: date, *, today: date, language: str) -> str:
    """ "Thursday 3 December"; the year is added when it is not the present one."""
    without_year, with_year = PATTERNS.get(language, ENGLISH_PATTERN)
    pattern = without_year if day.year == today.year else with_year
    return format_date(day, pattern, locale=locale_of(language))


def say_clock(instant: datetime, *, zone: ZoneInfo) -> str:
    """ "18:42", of 24 hours in every language, so that nobody comes twelve hours late."""
    return instant.astimezone(zone).strftime("%H:%M")


def say_instant(instant: datetime, *, now: datetime, zone: ZoneInfo, language: str) -> str:
    """ "Thursday 3 December, 18:00 · in 12 days", as the clocks of `zone` show it."""
    local, present = instant.astimezone(zone), now.astimezone(zone)
    day = say_day(local.date(), today=present.date(), language=language)
    distance = say_distance(instant, now=now, zone=zone, language=language)
    comma = COMMAS.get(language, ",")
    return f"{day}{comma} {local:%H:%M} · {distance}"


def say_exactly(instant: datetime, *, zone: ZoneInfo) -> str:
    """ "2026-12-03 18:00:00 +03:00 Asia/Damascus": the exact instant with its zone."""
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
    """ "1 hour 50 minutes", "12 minutes", "3 days": at most two units, rounded to the minute."""
    minutes = round(length.total_seconds() / 60)
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [("day", days), ("hour", hours), ("minute", left)]
    said = [_amount(count, unit, language) for unit, count in parts if count][:2]
    return " ".join(said) or _amount(0, "minute", language)


def _amount(count: int, unit: str, language: str) -> str:
    if language not in WITHOUT_RELATIVE_WORDS:
        return format_unit(count, f"duration-{unit}", locale=locale_of(language))
    with translation.override(language):
        return _plain(count, unit)


def _plain(count: int, unit: str) -> str:
    words = {
        "minute": ngettext("%(count)d minute", "%(count)d minutes", count),
        "hour": ngettext("%(count)d hour", "%(count)d hours", count),
        "day": ngettext("%(count)d day", "%(count)d days", count),
        "month": ngettext("%(count)d month", "%(count)d months", count),
    }
    return words[unit] % {"count": count}


def _direct(gap: timedelta, unit: Unit, language: str) -> str:
    if language not in WITHOUT_RELATIVE_WORDS:
        return format_timedelta(
            gap, unit, threshold=9999, add_direction=True, locale=locale_of(language)
        )
    seconds = {"minute": 60, "hour": 3600, "day": 86400, "month": 30 * 86400}[unit]
    with translation.override(language):
        amount = _plain(round(abs(gap.total_seconds()) / seconds), unit)
        pattern = gettext("in %(amount)s") if gap > timedelta(0) else gettext("%(amount)s ago")
        return pattern % {"amount": amount}
