"""Days of the confederation: told apart in the zone of its oldest body, for all bodies alike."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from communes import remembering
from communes.arithmetic.days import day_end
from communes.models import Body


def instant_of(on: date) -> datetime:
    """The last instant of the day in the zone of the oldest body, for all bodies alike."""
    return last_instant(on, zone())


def last_instant(on: date, here: ZoneInfo) -> datetime:
    """The last instant of the day in that zone."""
    return day_end(on, here) - timedelta(microseconds=1)


def day_of(at: datetime) -> date:
    """The day of an instant in that same zone."""
    return at.astimezone(zone()).date()


def zone() -> ZoneInfo:
    """The zone by which days are told apart: that of the oldest body."""
    zones = Body.objects.order_by("founded_at", "pk").values_list("time_zone", flat=True)
    return ZoneInfo(remembering.once("zone", zones.first) or "UTC")
