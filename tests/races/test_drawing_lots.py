"""Two seeds for one list at once, and two who put one name on it: one of each stands."""

from datetime import timedelta

import pytest

from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import Meeting
from quotas.domain import drawing_lots, fixing, pooling
from quotas.models import Drawing, Lot
from tests.factories import lots, world
from tests.factories.lots import Lottery
from tests.factories.world import NOW, SYSTEM
from tests.races.racing import Outcome, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(days=30)


@pytest.fixture
def lottery() -> Lottery:
    town = world.settled_town(pairs=8)
    made = lots.planned(town, world.assembly(town, lots.ITEMS, at=LATER), LATER)
    made.at = LATER
    made.join([*town.women[3:6], *town.men[3:6]])
    return made


def thrown_twice(lottery: Lottery) -> tuple[Outcome, int]:
    """Two throw at once, each a seed of their own."""
    row = lottery.fix()
    at = lottery.now()
    outcome = race(
        lambda: drawing_lots.throw(row, "1 1 1 1 1 1 1 1", by=SYSTEM, at=at),
        lambda: drawing_lots.throw(row, "6 6 6 6 6 6 6 6", by=SYSTEM, at=at),
        before='UPDATE "quotas_sortition"',
    )
    return outcome, row.drawings.count()


def test_one_seed_draws(lottery: Lottery) -> None:
    outcome, drawings = thrown_twice(lottery)
    assert (outcome.met, outcome.codes, drawings) == (False, ["seed_thrown"], 1)


def test_without_the_lock_the_database_keeps_one_seed(lottery: Lottery) -> None:
    with unlocked():
        outcome, drawings = thrown_twice(lottery)
    assert (outcome.met, outcome.kinds, drawings) == (True, ["IntegrityError"], 1)


def test_nobody_comes_while_the_list_is_fixed(lottery: Lottery) -> None:
    row, at = lottery.row, lottery.now()
    late = lottery.town.women[6]
    outcome = race(
        lambda: fixing.fix(row, by=SYSTEM, at=at),
        lambda: pooling.join(row, late, by=Actor(late), at=at),
        before='(UPDATE|INSERT INTO) "quotas_(lot|sortition)"',
    )
    assert not outcome.met
    assert set(outcome.codes) <= {"list_fixed"}
    listed = Lot.objects.filter(sortition=row)
    assert not listed.filter(number__isnull=True).exists()
    assert lottery.row.terms["kinds"]
    assert sum(one["people"] for one in lottery.row.terms["kinds"]) == listed.count()


def drawn_in_two_items(made: Lottery) -> tuple[Outcome, int]:
    """Two throw at once for the same seats, each in an item of its own of one meeting."""
    first = made.fix()
    other = made.item.meeting.items.get(title="Once more")
    pooling.plan(other, made.seats, pool="volunteers", by=SYSTEM, at=made.now())
    row = pooling.of_item(other)
    assert row is not None
    for person in [*made.town.women[3:6], *made.town.men[3:6]]:
        pooling.join(row, person, by=Actor(person), at=made.now())
    second, at = fixing.fix(row, by=SYSTEM, at=made.now()), made.now() + timedelta(seconds=1)
    outcome = race(
        lambda: drawing_lots.throw(first, "1 1 1 1 1 1 1 1", by=SYSTEM, at=at),
        lambda: drawing_lots.throw(second, "6 6 6 6 6 6 6 6", by=SYSTEM, at=at),
        before='UPDATE "quotas_sortition"',
    )
    return outcome, Drawing.objects.count()


@pytest.fixture
def twice() -> Lottery:
    town = world.settled_town(pairs=8)
    items = [lots.ITEMS[0], PlannedItem("Once more", "sortition")]
    made = lots.planned(town, world.assembly(town, items, at=LATER), LATER)
    made.at = LATER
    made.join([*town.women[3:6], *town.men[3:6]])
    return made


def test_one_of_two_items_draws_for_the_same_seats(twice: Lottery) -> None:
    outcome, drawings = drawn_in_two_items(twice)
    assert (outcome.met, outcome.codes, drawings) == (False, ["seats_drawn"], 1)


def test_without_the_meetings_lock_both_items_would_draw(twice: Lottery) -> None:
    with unlocked(Meeting):
        outcome, drawings = drawn_in_two_items(twice)
    assert (outcome.met, outcome.codes, drawings) == (True, [], 2)
