"""Days, terms, ages, and the instants that local days begin and end at.

DOMAIN §4: clear days exclude the day of sending and of meeting. §5: a term is a half-open
period. §1: ages count as reached on 31 December of the year unless a birth date was given.
DESIGN "Time": a deadline is resolved to an instant in the body's zone, stored in UTC, and
on some days local midnight does not exist.
"""

from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


def clear_days(sent: date, held: date) -> int:
    """Return the clear days between the day of sending and the day of meeting."""
    return max(0, (held - sent).days - 1)


def earliest_meeting(sent: date, notice: int) -> date:
    """Return the first day that leaves `notice` clear days after the day of sending."""
    return sent + (notice + 1) * DAY


def latest_sending(held: date, notice: int) -> date:
    """Return the last day of sending that leaves `notice` clear days before the meeting."""
    return held - (notice + 1) * DAY


def term_end(start: date, *, years: int = 0, months: int = 0) -> date:
    """Return the day on which a term that began on `start` is over: the first day without it.

    The same day of the month, so that the next term begins on the day on which this one
    ends. Where the month has no such day the term runs to the end of that month and is over
    on the first of the next: a year from 29 February is over on 1 March, and no term is cut
    short *(ours)*. Raises ValueError for a term that does not last or beyond year 9999.
    """
    ahead = 12 * years + months
    if ahead <= 0:
        raise ValueError(f"a term of {years} years and {months} months does not last")
    year, month = divmod(12 * start.year + start.month - 1 + ahead, 12)
    if start.day <= _days_in(year, month + 1):
        return date(year, month + 1, start.day)
    return date(year, month + 2, 1)  # December has every day, so there is a next month


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1] if year <= date.max.year else 31


def reached_age(birth_year: int, birth_date: date | None, on: date) -> int:
    """Return the age that a person counts as having reached on a day (DOMAIN §1).

    From a birth year alone an age is reached on 31 December of its year; from a birth date
    on the birthday, 1 March standing for 29 February in other years. Zero before birth.
    """
    birthday = (12, 31) if birth_date is None else (birth_date.month, birth_date.day)
    year = birth_year if birth_date is None else birth_date.year
    years = on.year - year
    return max(0, years if (on.month, on.day) >= birthday else years - 1)


def latest_birth_year(age: int, on: date) -> int:
    """Return the latest birth year, known alone, with which `age` is reached on a day.

    The condition for a query that `reached_age` is for one person: `birth_year <=` this.
    """
    last_day_of_year = (on.month, on.day) == (12, 31)
    return on.year - age if last_day_of_year else on.year - age - 1


def latest_birth_date(age: int, on: date) -> date:
    """Return the latest birth date with which `age` is reached on a day.

    The condition for a query that `reached_age` is for one person: `birth_date <=` this.
    """
    year = on.year - age
    if (on.month, on.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return date(year, on.month, on.day)


def instant_of_local(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which clocks in `zone` first show that day and time.

    Where clocks skip it (a local midnight, a whole day) it is the first instant that exists
    after the gap; where they show it twice it is the first of the two.
    """
    naive = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    by_offset_before = naive.replace(tzinfo=zone).astimezone(UTC)
    if by_offset_before.astimezone(zone).replace(tzinfo=None, fold=0) == naive:
        return by_offset_before
    by_offset_after = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _end_of_gap(by_offset_after, by_offset_before, zone)


def _end_of_gap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the instant between the two at which the offset of `zone` changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def day_start(day: date, zone: tzinfo) -> datetime:
    """Return the first instant, in UTC, of a local day."""
    return instant_of_local(day, time.min, zone)


def day_end(day: date, zone: tzinfo) -> datetime:
    """Return the end of a local day, in UTC: its half-open bound, the next day's start.

    "As of a day" means what holds just before this instant.
    """
    return day_start(day + DAY, zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Return the day that calendars in `zone` show at an instant."""
    return instant.astimezone(zone).date()
