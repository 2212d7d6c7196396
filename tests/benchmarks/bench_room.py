"""The recorder at 2,400 residents with 250 in the room: time and queries of each interaction."""

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Household, Meeting, MemberNumber, Person
from tests.factories import world
from tests.factories.gathering import client_of, post
from tests.factories.world import SYSTEM, Town

PAIRS = 1200
PRESENT = 250
"""Of 2,400 members the quorum asks 240."""
TIMES = 7


def opened() -> tuple[Town, Meeting]:
    """A meeting of a large commune that goes on."""
    now = timezone.now()
    town = world.settled_town(pairs=PAIRS, at=now - timedelta(days=60))
    items = [PlannedItem(f"Matter {number}") for number in range(12)]
    held = convene(town.body, Invitation("Yard", now, items), by=SYSTEM, at=now - timedelta(days=8))
    mixed = [one for pair in zip(town.women, town.men, strict=True) for one in pair]
    world.opened(held, [town.women[0], town.men[0]], town.women[1], mixed[:PRESENT], now)
    return town, held


def measured(name: str, act: Callable[[int], Any]) -> None:
    """Print the median time and the number of queries of an interaction."""
    took: list[float] = []
    asked = size = packed = 0
    for number in range(TIMES):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = act(number)
            took.append(time.perf_counter() - began)
        assert answer.status_code in (200, 302, 204), (name, answer.status_code)
        asked, size = len(queries), len(answer.content)
        packed = len(brotli.compress(answer.content, quality=5))
    told = f"{median(took) * 1000:6.0f} ms  {asked:3} queries  {size / 1000:6.0f} kB"
    print(f"{name:32} {told}  {packed / 1000:5.1f} kB brotli")


@pytest.mark.django_db
def test_room() -> None:
    """Each thing that the recorder does, as a browser asks for it."""
    began = time.perf_counter()
    town, held = opened()
    print(f"\n{PAIRS * 2} residents on {connection.vendor}, {time.perf_counter() - began:.0f} s")
    secretary = client_of("secretary", town.women[1])
    items = list(held.items.order_by("position"))
    item = items[0]
    here = reverse("item", args=[item.public_id])
    late = town.women[PRESENT : PRESENT + TIMES]

    def find(_number: int) -> Any:
        headers = {"HX-Request": "true", "HX-Target": "found"}
        page = reverse("room_find", args=[held.public_id])
        return secretary.post(page, {"q": "woman 3"}, headers=headers)

    def decide(number: int) -> Any:
        votes = {"votes_for": 150, "against": 20, "abstain": 3}
        count: dict[str, Any] = {"method": "hands", "text": "Yes", **votes}
        return post(secretary, reverse("decide", args=[items[number].public_id]), waited=0, **count)

    door = reverse("check_in", args=[held.public_id])
    text = reverse("item_text", args=[item.public_id])
    kept = reverse("kept", args=[held.public_id])
    measured("the room", lambda _number: secretary.get(here))
    measured("letters typed", find)
    measured("somebody comes in", lambda n: post(secretary, door, waited=0, person=late[n].key))
    measured("the record saved", lambda n: post(secretary, text, waited=0, text=f"{n}", version=n))
    measured("a decision entered", decide)
    measured("kept for the time without a line", lambda _number: secretary.get(kept))
    at_the_door(secretary, held, town.women[PRESENT + TIMES : PRESENT + 3 * TIMES])
    assert attending.room(held, timezone.now()).members == PRESENT + 3 * TIMES


def at_the_door(keeper: Client, held: Meeting, late: list[Person]) -> None:
    """What whoever keeps the door does: a press brings its household, a number its person."""
    door = reverse("door", args=[held.public_id])
    doors = {one.pk: _home(one) for one in late}
    part = {"HX-Request": "true", "HX-Target": "people"}
    meter = {"HX-Request": "true", "HX-Target": "meter"}
    enter = reverse("check_in", args=[held.public_id])
    code = reverse("check_in_code", args=[held.public_id])

    def tap(number: int) -> Any:
        told = {"person": late[number].key, "door": doors[late[number].pk]}
        return post(keeper, enter, htmx="people", **told)

    def number(number: int) -> Any:
        told = MemberNumber.objects.get(person=late[TIMES + number]).number
        return post(keeper, code, waited=0, code=told, door="list")

    one = {"home": doors[late[0].pk]}
    measured("all households", lambda _number: keeper.get(door))
    measured("one household, its page", lambda _number: keeper.get(door, one))
    measured("one household, its part", lambda _number: keeper.get(door, one, headers=part))
    measured("somebody of it let in", tap)
    measured("a number let in", number)
    measured("the meter, changed", lambda _number: keeper.get(door, headers=meter))


def _home(person: Person) -> str:
    home = Household.objects.get(residences__person=person, residences__until__isnull=True)
    return str(home.public_id)
