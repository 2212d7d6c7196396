"""A council's page names who sends whom; another body's page, to which council it belongs."""

import pytest
from django.test import Client

from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from councils.domain import joining
from councils.domain.joining import Wish
from mandates.domain import ending
from mandates.models import EndReason, OfficeCode
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A commune in a council."""
    return confederation.confederation()


def client_of(made: Confederation) -> Client:
    """A resident's browser."""
    client = Client()
    client.force_login(made.accounts["resident"])
    return client


def test_a_council_shows_its_units_with_their_delegations(made: Confederation) -> None:
    chair = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "woman"), made.now)
    assert chair is not None
    ending.end(chair, reason=EndReason.RESIGNED, by=SYSTEM, at=made.now)
    page = client_of(made).get(f"/bodies/{made.council.key}/").content.decode()
    units = page.split('id="units"')[1]
    assert made.home.body.name in units
    assert made.home.men[0].name in units
    assert "delegate (a woman)" in units
    assert page.count(f">{made.home.men[0].name}<") <= 2


def test_who_asked_to_join_is_named_on_both_pages(made: Confederation) -> None:
    town = world.settled_town("Komîna Hêvî", at=made.now.replace(microsecond=0))
    at = made.now.replace(microsecond=0)
    meeting = world.assembly(town, [PlannedItem("Council", "joining")], at=at)
    wish = Wish(host=made.council)
    joining.join(meeting.items.get(), wish=wish, count=Count(20), text="", by=SYSTEM, at=at)
    client = client_of(made)
    assert "Has asked to join:" in client.get(f"/bodies/{town.body.key}/").content.decode()
    told = client.get(f"/bodies/{made.council.key}/").content.decode()
    assert "Komîna Hêvî" in told.split("waiting for the next session")[1]


def test_the_number_of_queries_does_not_grow_with_units(made: Confederation) -> None:
    client = client_of(made)
    before = queries(lambda: client.get(f"/bodies/{made.council.key}/"))
    confederation.grow(made)
    confederation.grow(made)
    assert queries(lambda: client.get(f"/bodies/{made.council.key}/")) == before
