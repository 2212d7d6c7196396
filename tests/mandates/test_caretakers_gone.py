"""Caretakers who are gone from the roll look after nothing (DOMAIN §5)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from communes import permissions, ports
from communes.domain import registering
from communes.domain.registering import Home
from communes.models import Person
from mandates.answers import caretaking
from mandates.models import Mandate
from tests.counting import queries
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid
from tests.mandates.test_granting import chair

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@laid
def town() -> Town:
    return world.settled_town(pairs=8)


def over(town: Town) -> tuple[Mandate, datetime]:
    """The woman co-chair's mandate, and a day after its term."""
    held = chair(town)
    assert held.until is not None
    return held, held.until + DAY


def left(person: Person, town: Town, at: datetime) -> None:
    registering.depart(person, by=SYSTEM, at=at)


def died(person: Person, town: Town, at: datetime) -> None:
    registering.record_death(person, on=at.date(), by=SYSTEM, at=at)


def moved_away(person: Person, town: Town, at: datetime) -> None:
    other = world.town("Rimman", pairs=1).body
    registering.move(person, commune=other, home=Home("9"), by=SYSTEM, at=at)


@pytest.mark.parametrize("goes", [left, died, moved_away])
def test_who_is_gone_is_no_caretaker(
    town: Town, goes: Callable[[Person, Town, datetime], None]
) -> None:
    held, at = over(town)
    assert ports.offices(held.person, town.body, at)
    before = caretaking(at).count()
    goes(held.person, town, at)
    then = at + DAY
    assert not ports.offices(held.person, town.body, then)
    assert not permissions.may_convene(held.person, town.body, then)
    assert not permissions.may_keep_register(held.person, town.body, then)
    assert caretaking(then).count() == before - 1
    assert queries(lambda: ports.officers(town.body, then)) == queries(
        lambda: ports.officers(town.body, at)
    )


def test_who_moves_within_the_commune_is_one_until_the_departure(town: Town) -> None:
    held, at = over(town)
    registering.move(held.person, commune=town.body, home=Home("9"), by=SYSTEM, at=at)
    assert permissions.may_keep_register(held.person, town.body, at + DAY)
    registering.depart(held.person, by=SYSTEM, at=at + DAY)
    assert not permissions.may_keep_register(held.person, town.body, at + 2 * DAY)
