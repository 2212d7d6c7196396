"""How often a body meets by its charter, and when it might meet next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from communes.arithmetic.days import earliest_meeting
from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.models import Body, Meeting, Sitting

USUAL = time(18, 0)


@dataclass(frozen=True)
class Proposal:
    """When and where a body might meet next; days and times are by the body's own clocks.

    `last` is the day of its last meeting of this sitting, `every` the charter's rhythm in days,
    `earliest` the first day that leaves the notice that the charter asks for.
    """

    day: date
    clock: time
    place: str
    last: date | None
    every: int
    earliest: date


def proposed(body: Body, sitting: str, notice: int, at: datetime) -> Proposal:
    """The next day in the body's rhythm that still leaves `notice` clear days."""
    rules = communes_parameters(at, body)
    board = sitting == Sitting.BOARD
    every = rules.board_every_days if board else rules.assembly_every_days
    earliest = earliest_meeting(rolls.day_of(body, at).date(), notice)
    last = last_meeting(body, sitting)
    if last is None:
        return Proposal(earliest, USUAL, "", None, every, earliest)
    held = rolls.day_of(body, last.starts_at)
    day = next_in_rhythm(held.date(), every, earliest)
    return Proposal(day, held.time(), last.place, held.date(), every, earliest)


@dataclass(frozen=True)
class Met:
    """How many days ago a body last met, None if never; how often the charter asks for it."""

    every: int
    days: int | None

    @property
    def late(self) -> bool:
        """Whether it has not met for longer than the charter says."""
        return self.days is not None and self.days > self.every


def met(body: Body, sitting: str, at: datetime) -> Met:
    """When this sitting of the body last met, held meetings alone."""
    rules = communes_parameters(at, body)
    every = rules.board_every_days if sitting == Sitting.BOARD else rules.assembly_every_days
    rows = Meeting.objects.filter(body=body, sitting=sitting, cancelled_at__isnull=True)
    opened = rows.filter(opened_at__lte=at).order_by("-opened_at")
    last = opened.values_list("opened_at", flat=True).first()
    if last is None:
        return Met(every, None)
    return Met(every, (rolls.day_of(body, at).date() - rolls.day_of(body, last).date()).days)


def next_in_rhythm(last: date, every: int, earliest: date) -> date:
    """The first day that is a whole number of `every` days after `last` and not before `earliest`.

    A meeting that was not held does not shift the rhythm: who comes every second Thursday
    need not look it up.
    """
    steps = max(1, -((last - earliest).days // every))
    return last + timedelta(days=every * steps)


def last_meeting(body: Body, sitting: str) -> Meeting | None:
    """The last meeting of this sitting that was not called off, held or still to come."""
    rows = Meeting.objects.filter(body=body, sitting=sitting, cancelled_at__isnull=True)
    return rows.order_by("-starts_at", "-pk").first()
