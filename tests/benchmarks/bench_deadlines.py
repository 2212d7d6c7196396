"""875,000 deadlines over all time zones and four years, one microsecond either side.

A term given at an hour of a zone's clocks ends at that hour months later; a petition closes at
the end of its last day. Both are held against the clocks of the place themselves.
"""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from communes.arithmetic.days import term_end
from communes.models import Body
from mandates.answers import parameters
from mandates.domain import granting
from mandates.models import Mandate
from tests.factories import world

NUMBER = 875_000
FIRST, YEARS = date(2023, 1, 1), 4
TICK = timedelta(microseconds=1)
MONTHS = 12


def wrong(zone: ZoneInfo, given: datetime, until: datetime) -> bool:
    """Whether the end is not the first instant at that clock on the day, months later.

    Where the clocks jump over that hour, it is the instant at which they would have shown it.
    """
    local = given.astimezone(zone)
    day = term_end(local.date(), months=MONTHS)
    shown = until.astimezone(UTC).astimezone(zone)
    wanted = local.replace(year=day.year, month=day.month, day=day.day, fold=local.fold)
    exists = wanted.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if exists == wanted.replace(tzinfo=None):
        return shown.replace(tzinfo=None) != exists
    return abs(shown.replace(tzinfo=None) - wanted.replace(tzinfo=None)) > timedelta(hours=24)


@pytest.mark.django_db
def test_deadlines() -> None:
    """Each zone on each day of four years, at an hour of its own."""
    world.charter_in_force(datetime(2023, 1, 1, tzinfo=UTC))
    zones = sorted(available_timezones())
    days = [FIRST + timedelta(days=number) for number in range(YEARS * 365 + 1)]
    count = bad = 0
    began = time.monotonic()
    rules = parameters(datetime(2026, 1, 1, tzinfo=UTC), None)
    assert rules.term_months_commune == MONTHS
    for place, name in enumerate(zones):
        zone, body = ZoneInfo(name), Body(time_zone=name, kind="commune")
        for step, day in enumerate(days):
            hour, minute = (place + step) % 24, (step * 7) % 60
            given = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
            until = granting.end_of_term(body, given.astimezone(UTC), MONTHS)
            held = Mandate(since=given.astimezone(UTC), until=until)
            before, after = until - TICK, until + TICK
            right = held.in_force(before) and not held.in_force(until) and not held.in_force(after)
            bad += not right or wrong(zone, given.astimezone(UTC), until)
            count += 1
        if count >= NUMBER:
            break
    print(
        f"\n{count} deadlines in {place + 1} zones, {time.monotonic() - began:.0f} s; wrong: {bad}"
    )
    assert count >= NUMBER * 99 // 100
    assert bad == 0
