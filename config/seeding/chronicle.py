"""The days of the story: what is to happen is planned for an instant, and told in order."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from communes.arithmetic.days import instant_of_local
from communes.domain.acting import Actor
from communes.models import Person

ZONE = "Asia/Damascus"

Event = Callable[[datetime], object]


def today() -> date:
    """The day in the zone of the story."""
    return datetime.now(ZoneInfo(ZONE)).date()


def on_record(person: Person | None, at: datetime, basis: str = "") -> Actor:
    """Who acts in the story, on what ground if nobody is named; it is recorded at once."""
    ground = basis or ("" if person else "demonstration")
    return Actor(person, None, ground, recorded_at=at)


@dataclass(frozen=True)
class Calendar:
    """Instants of the story, counted in days before or after the day that it leads up to."""

    until: date

    def at(self, day: int, hour: int = 18, minute: int = 0) -> datetime:
        """The instant of a local time; day 0 is the last, negative days lie before it."""
        then = self.until + timedelta(days=day)
        return instant_of_local(then, time(hour, minute), ZoneInfo(ZONE))


@dataclass
class Chronicle:
    """Events by instant; whoever plans one during another plans it for later."""

    calendar: Calendar
    waiting: list[tuple[datetime, int, Event]] = field(default_factory=list)
    planned: int = 0

    def plan(self, at: datetime, event: Event) -> None:
        """Let the event happen at the instant; equal instants keep the order of planning."""
        self.planned += 1
        heapq.heappush(self.waiting, (at, self.planned, event))

    def tell(self, say: Callable[[str], object]) -> None:
        """Let everything happen in order; says once a month how far the year has come."""
        said = ""
        while self.waiting:
            at, _number, event = heapq.heappop(self.waiting)
            month = f"{at:%Y-%m}"
            if month != said:
                say(f"  {month} ...")
                said = month
                take_stock()
            event(at)


def take_stock() -> None:
    """Let PostgreSQL look at what is written so far, and plan its searches by that.

    It would do so by itself once the story is committed; until then it takes every table for
    an empty one, and a district takes half an hour.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
