"""Search finds what the reader may see, however it is typed, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communes.domain import convening
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@laid
def made() -> Town:
    """A commune that decided on a pump, and whose women have a matter of their own."""
    town = world.settled_town(pairs=8, at=NOW - timedelta(days=40))
    items = [PlannedItem("Pompeya avê"), PlannedItem("Dibistan", "discussion")]
    held = world.assembly(town, items, at=NOW - timedelta(days=5))
    item = held.items.get(position=1)
    world.decide(item, Count(15), held.starts_at, "Em pompeyê çêdikin, بئر الماء.")
    beside = town.body.dependants.get(relation="beside").body
    convening.convene(
        beside,
        Invitation("School", NOW + timedelta(days=9), [PlannedItem("Pompeya jinan")]),
        by=SYSTEM,
        at=NOW,
    )
    return town


def found(client: Client, typed: str, what: str) -> list[str]:
    """What a search finds."""
    page = client.get("/search/", {"q": typed})
    assert page.status_code == 200
    return [str(row) for row in page.context[what][0]]


def reader(made: Town, *, man: bool = False) -> Client:
    """A resident, signed in."""
    client = Client()
    client.force_login(world.account(f"{man}", (made.men if man else made.women)[4]))
    return client


@pytest.mark.parametrize("typed", ["pompeya ave", "POMPEYÊ", "çêdikin", "cedikin", "بير الماء"])
def test_resolutions_are_found_however_typed(made: Town, typed: str) -> None:
    assert found(reader(made), typed, "resolutions") == ["Komîna Zeytûn 4"]


def test_bodies_and_meetings_are_found(made: Town) -> None:
    client = reader(made)
    assert found(client, "zeytun", "bodies")[0] == "Komîna Zeytûn"
    assert found(client, "dibistan", "meetings") == ["Komîna Zeytûn 2"]


def test_a_circle_is_searched_by_its_members_alone(made: Town) -> None:
    assert len(found(reader(made), "jinan", "meetings")) == 1
    assert found(reader(made, man=True), "jinan", "meetings") == []
    machine = Client()
    machine.force_login(world.account("machine", None))
    assert found(machine, "pompeya", "resolutions") == []


def test_persons_are_not_searched_here(made: Town) -> None:
    page = reader(made).get("/search/", {"q": made.men[3].name})
    assert page.context["nothing"]


@pytest.mark.parametrize("typed", ["", " ", "%", "\x00", "x" * 999, "a " * 90])
def test_odd_letters_break_nothing(made: Town, typed: str) -> None:
    assert reader(made).get("/search/", {"q": typed}).status_code == 200
