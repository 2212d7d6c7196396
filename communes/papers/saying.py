"""Days and clock times as papers say them: with the year, in the language being written."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from communes import dates


def dated(instant: datetime, zone: str) -> str:
    """The day of an instant by the clocks of the zone, with its year."""
    day = instant.astimezone(ZoneInfo(zone)).date()
    return dates.say_day(day, today=None, language=get_language() or "en")


def clocked(instant: datetime, zone: str) -> str:
    """The time of an instant by the clocks of the zone."""
    return dates.say_clock(instant, zone=ZoneInfo(zone))
