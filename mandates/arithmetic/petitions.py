"""When a recall petition succeeds, lapses, and may be opened (DOMAIN §5 Recall).

Days are counted in the body's own time zone, the day on which something happened left out: what
is due within 60 days of 3 March is due by the end of 2 May, whatever the hour. The end of a day
is the first instant of the next one that exists there.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from fractions import Fraction

from communes.arithmetic.days import DAY, day_end, day_start, local_day, term_end


class Standing(StrEnum):
    """Where a petition stands at an instant."""

    OPEN = "open"
    COUNTING = "counting"  # closed, and sheets handed in before are still to be confirmed
    SUCCEEDED = "succeeded"
    LAPSED = "lapsed"
    ENDED = "ended"  # the mandate was over first


@dataclass(frozen=True)
class Life:
    """The instants from which a petition's standing follows.

    `counts_until` is the closing, or the later instant at which the last sheet handed in before
    it is confirmed or can be confirmed no more.
    """

    closes_at: datetime
    counts_until: datetime
    succeeded_at: datetime | None
    mandate_until: datetime | None


def standing(life: Life, at: datetime) -> Standing:
    """Where the petition stands: whichever came first of success, the mandate's end and lapse."""
    if life.succeeded_at is not None and life.succeeded_at <= at:
        return Standing.SUCCEEDED
    ended = life.mandate_until
    if ended is not None and ended <= at and ended < life.counts_until:
        return Standing.ENDED
    if life.counts_until <= at:
        return Standing.LAPSED
    return Standing.OPEN if at < life.closes_at else Standing.COUNTING


def over_since(life: Life, at: datetime) -> datetime | None:
    """Since when the petition is over; None while it is not."""
    if standing(life, at) in (Standing.OPEN, Standing.COUNTING):
        return None
    if life.succeeded_at is not None and life.succeeded_at <= at:
        return life.succeeded_at
    return min(life.counts_until, life.mandate_until or life.counts_until)


def threshold(share: Fraction, electors: int) -> int:
    """The least number of signatures that is at least the share of the electors; one at least."""
    exact = share * electors
    return max(1, -(-exact.numerator // exact.denominator))


def reached(signatures: int, needed: int) -> bool:
    """Whether the signatures reach the threshold: as many as it, or more."""
    return signatures >= needed


def reached_at(changes: Iterable[tuple[datetime, int]], needed: int) -> datetime | None:
    """When signatures given (+1) and withdrawn (-1), in order, first reach the threshold."""
    count = 0
    for instant, change in changes:
        count += change
        if reached(count, needed):
            return instant
    return None


def deadline(since: datetime, days: int, zone: tzinfo) -> datetime:
    """The end, in UTC, of the last of so many local days after the one of `since`."""
    return day_end(local_day(since, zone) + days * DAY, zone)


def earliest(since: datetime, days: int, zone: tzinfo) -> datetime:
    """The first instant, in UTC, of the local day so many days after the one of `since`."""
    return day_start(local_day(since, zone) + days * DAY, zone)


def rested(since: datetime, months: int, zone: tzinfo) -> datetime:
    """The first instant, in UTC, of the local day so many months after the one of `since`."""
    day = local_day(since, zone)
    return day_start(term_end(day, months=months) if months else day, zone)


def drawn(seed: str, ids: Iterable[str]) -> list[str]:
    """The ids in the order of their lots: SHA-256, in hexadecimal, of seed, newline, id.

    Whoever has the seed and the ids can draw the same lots again.
    """
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).hexdigest())
