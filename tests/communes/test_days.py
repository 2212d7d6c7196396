"""Clear days, terms, ages, and local days on which clocks jump."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.days import (
    clear_days,
    day_end,
    day_start,
    earliest_meeting,
    instant_of_local,
    latest_birth_date,
    latest_birth_year,
    latest_sending,
    local_day,
    reached_age,
    term_end,
)

DAMASCUS = ZoneInfo("Asia/Damascus")
APIA = ZoneInfo("Pacific/Apia")
ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Damascus",
        "Europe/Berlin",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Asia/Beirut",
        "America/Havana",
        "UTC",
    )
]
days = st.dates(date(1950, 1, 1), date(2090, 1, 1))
zones = st.sampled_from(ZONES)
clocks = st.times()
ages = st.integers(0, 110)
notices = st.integers(0, 60)


def test_clear_days_exclude_both_ends() -> None:
    assert clear_days(date(2026, 3, 1), date(2026, 3, 5)) == 3
    assert clear_days(date(2026, 3, 1), date(2026, 3, 2)) == 0
    assert clear_days(date(2026, 3, 1), date(2026, 3, 1)) == 0
    assert clear_days(date(2026, 3, 2), date(2026, 3, 1)) == 0
    assert earliest_meeting(date(2026, 2, 26), 3) == date(2026, 3, 2)


@given(days, notices)
def test_the_earliest_meeting_is_the_first_with_its_notice(sent: date, notice: int) -> None:
    held = earliest_meeting(sent, notice)
    assert clear_days(sent, held) == notice
    assert latest_sending(held, notice) == sent
    assert notice == 0 or clear_days(sent, held - timedelta(days=1)) < notice


@pytest.mark.parametrize(
    ("start", "years", "months", "end"),
    [
        (date(2025, 3, 14), 1, 0, date(2026, 3, 14)),
        (date(2025, 3, 14), 2, 0, date(2027, 3, 14)),
        (date(2024, 2, 29), 1, 0, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, 0, date(2028, 2, 29)),
        (date(2025, 1, 31), 0, 1, date(2025, 3, 1)),
        (date(2025, 8, 31), 0, 1, date(2025, 10, 1)),
        (date(2025, 10, 31), 0, 2, date(2025, 12, 31)),
        (date(2025, 12, 31), 0, 6, date(2026, 7, 1)),
        (date(2025, 6, 30), 1, 6, date(2026, 12, 30)),
    ],
)
def test_terms(start: date, years: int, months: int, end: date) -> None:
    assert term_end(start, years=years, months=months) == end


@given(days, days, st.integers(1, 60))
def test_an_earlier_term_never_ends_later(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert term_end(first, months=months) <= term_end(second, months=months)


@given(days, st.integers(1, 60))
def test_a_term_is_never_cut_short(start: date, months: int) -> None:
    end = term_end(start, months=months)
    assert 28 * months <= (end - start).days <= 31 * months + 1
    assert end.day in (start.day, 1)
    assert term_end(start, months=months + 1) > end


@pytest.mark.parametrize(("years", "months"), [(0, 0), (0, -1), (1, -12)])
def test_a_term_lasts(years: int, months: int) -> None:
    with pytest.raises(ValueError, match="does not last"):
        term_end(date(2025, 1, 1), years=years, months=months)


@pytest.mark.parametrize("start", [date(9999, 1, 1), date(9998, 12, 31), date(9999, 11, 30)])
def test_a_term_beyond_the_calendar_is_refused(start: date) -> None:
    with pytest.raises(ValueError):
        term_end(start, years=20)


@pytest.mark.parametrize(
    ("birth_year", "birth_date", "on", "age"),
    [
        (2009, None, date(2025, 12, 30), 15),
        (2009, None, date(2025, 12, 31), 16),
        (2009, None, date(2026, 1, 1), 16),
        (2009, date(2009, 5, 4), date(2025, 5, 3), 15),
        (2009, date(2009, 5, 4), date(2025, 5, 4), 16),
        (2008, date(2008, 2, 29), date(2026, 2, 28), 17),
        (2008, date(2008, 2, 29), date(2026, 3, 1), 18),
        (2008, date(2008, 2, 29), date(2024, 2, 29), 16),
        (2026, None, date(2026, 6, 1), 0),
        (2027, None, date(2026, 6, 1), 0),
    ],
)
def test_ages(birth_year: int, birth_date: date | None, on: date, age: int) -> None:
    assert reached_age(birth_year, birth_date, on) == age


@given(days, days, st.integers(1, 110))
def test_a_query_finds_whom_the_predicate_names(born: date, on: date, age: int) -> None:
    by_date = born <= latest_birth_date(age, on)
    assert by_date == (reached_age(born.year, born, on) >= age)
    by_year = born.year <= latest_birth_year(age, on)
    assert by_year == (reached_age(born.year, None, on) >= age)


@given(days, days)
def test_a_year_alone_never_makes_anyone_older(born: date, on: date) -> None:
    assert reached_age(born.year, None, on) <= reached_age(born.year, born, on)


@given(days, days, st.booleans())
def test_nobody_grows_younger(born: date, on: date, dated: bool) -> None:
    birth_date = born if dated else None
    next_day = on + timedelta(days=1)
    today, tomorrow = (reached_age(born.year, birth_date, day) for day in (on, next_day))
    assert today <= tomorrow <= today + 1


def test_a_midnight_that_does_not_exist() -> None:
    # On 25 March 2022 clocks in Damascus went from 00:00 to 01:00.
    assert day_start(date(2022, 3, 25), DAMASCUS) == datetime(2022, 3, 24, 22, tzinfo=UTC)
    inside = instant_of_local(date(2022, 3, 25), time(0, 30), DAMASCUS)
    assert inside == datetime(2022, 3, 24, 22, tzinfo=UTC)
    assert inside.astimezone(DAMASCUS).time() == time(1, 0)


def test_a_time_that_comes_twice() -> None:
    # On 26 October 2025 clocks in Berlin showed 02:30 at 00:30 and at 01:30 UTC.
    berlin = ZoneInfo("Europe/Berlin")
    first = instant_of_local(date(2025, 10, 26), time(2, 30), berlin)
    assert first == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert instant_of_local(date(2025, 10, 26), time(2, 30, fold=1), berlin) == first


def test_a_day_that_does_not_exist() -> None:
    # Samoa had no 30 December 2011.
    missing = date(2011, 12, 30)
    assert day_start(missing, APIA) == day_end(missing, APIA)
    assert day_end(missing, APIA) == day_end(date(2011, 12, 29), APIA)
    assert local_day(day_start(missing, APIA), APIA) == date(2011, 12, 31)


@given(days, clocks, zones)
def test_a_local_time_that_exists_is_shown_at_its_instant(
    day: date, clock: time, zone: ZoneInfo
) -> None:
    instant = instant_of_local(day, clock, zone)
    shown = instant.astimezone(zone).replace(tzinfo=None, fold=0)
    wanted = datetime.combine(day, clock)
    assert instant.tzinfo is UTC
    assert shown >= wanted
    if shown > wanted:
        just_before = (instant - timedelta(microseconds=1)).astimezone(zone)
        assert just_before.replace(tzinfo=None, fold=0) < wanted


@given(days, zones)
def test_days_follow_each_other(day: date, zone: ZoneInfo) -> None:
    start, end = day_start(day, zone), day_end(day, zone)
    assert start <= end
    if start < end:
        assert local_day(start, zone) == day
        assert local_day(start - timedelta(microseconds=1), zone) < day
        assert local_day(end - timedelta(microseconds=1), zone) == day


def test_every_day_of_many_zones_begins_at_its_first_instant() -> None:
    for zone in ZONES:
        for number in range(date(2005, 1, 1).toordinal(), date(2026, 1, 1).toordinal()):
            day = date.fromordinal(number)
            start = day_start(day, zone)
            assert local_day(start - timedelta(microseconds=1), zone) < day
            assert local_day(start, zone) >= day
