"""An assembly that draws lots for the member seats of a committee."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Meeting, Person
from mandates.models import OfficeCode, Seat
from quotas.domain import drawing_lots, establishing, fixing, pooling
from quotas.models import Drawing, PoolKind, Sortition
from tests.factories import world
from tests.factories.gathering import Gathering, gathering
from tests.factories.world import SYSTEM, Town

SEED = "4 2 6 1 3 5 5 2 1 6"


@dataclass
class Lottery:
    """The town, the item, the committee's seats, and the drawing once it is planned."""

    town: Town
    item: AgendaItem
    seats: list[Seat]
    listed: list[Person] = field(default_factory=list)
    at: datetime | None = None
    """When it is held; now, unless it was long ago."""

    def now(self) -> datetime:
        """The instant of the next deed: each is later than the one before."""
        if self.at is None:
            return timezone.now()
        self.at += timedelta(seconds=1)
        return self.at

    @property
    def row(self) -> Sortition:
        """The drawing as it stands."""
        found = pooling.of_item(self.item)
        assert found is not None
        return found

    def join(self, people: list[Person]) -> None:
        """Let these people volunteer, or stay out."""
        for person in people:
            pooling.join(self.row, person, by=Actor(person), at=self.now())
        self.listed += people

    def fix(self) -> Sortition:
        """Fix the list."""
        return fixing.fix(self.row, by=SYSTEM, at=self.now())

    def throw(self, seed: str = SEED) -> list[int]:
        """Throw the seed; the numbers drawn."""
        drawn: list[int] = drawing_lots.throw(self.row, seed, by=SYSTEM, at=self.now()).drawn
        return drawn


ITEMS = [
    PlannedItem("Who serves in the health committee", "sortition"),
    PlannedItem("Any other business", "discussion"),
]


def lottery(held: Gathering | None = None, *, pool: str = PoolKind.VOLUNTEERS) -> Lottery:
    """An open assembly whose first item draws for the members of its health committee."""
    found = held or gathering(items=ITEMS)
    return planned(found.town, found.meeting, timezone.now(), pool)


def planned(town: Town, meeting: Meeting, at: datetime, pool: str = PoolKind.VOLUNTEERS) -> Lottery:
    """The drawing planned at an open meeting, the committee formed ten days before."""
    committee = establishing.establish_committee(
        town.body,
        field="health",
        name="Health committee",
        by=SYSTEM,
        at=at - timedelta(days=10),
        size=5,
    )
    seats = list(Seat.objects.filter(body=committee, office=OfficeCode.MEMBER).order_by("number"))
    made = Lottery(town, meeting.items.filter(kind="sortition").order_by("position")[0], seats)
    pooling.plan(made.item, seats, pool=pool, by=SYSTEM, at=at)
    return made


def long_ago(days: int = 500) -> Lottery:
    """The same, so many days ago."""
    at = timezone.now() - timedelta(days=days)
    town = world.settled_town(at=at - timedelta(days=60))
    made = planned(town, world.assembly(town, ITEMS, at=at), at)
    made.at = at
    return made


def drawn(town: Town, item: AgendaItem, at: datetime, listed: Sequence[Person] = ()) -> Drawing:
    """The town's secretary drawn by lot from some women, and one who declined drawn for again."""
    seat = world.seat(town.body, OfficeCode.SECRETARY)
    row = pooling.plan(item, [seat], pool=PoolKind.VOLUNTEERS, by=SYSTEM, at=at)
    for person in listed or town.women[6:10]:
        pooling.join(row, person, by=Actor(person), at=at)
    row = fixing.fix(row, by=SYSTEM, at=at)
    first = drawing_lots.throw(row, SEED, by=SYSTEM, at=at + timedelta(seconds=1))
    return drawing_lots.give_up(row, first.drawn[0], by=SYSTEM, at=at + timedelta(seconds=2))
