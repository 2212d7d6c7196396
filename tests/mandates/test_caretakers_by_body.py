"""How long officers take care is the body's own affair where it has said so (DOMAIN §1, §5)."""

from datetime import datetime, timedelta

import pytest

from communes import permissions, ports
from communes.models import Body, BodyParameter, Person
from mandates.answers import caretaking, seated_bodies
from mandates.domain.occupying import places
from mandates.models import Mandate, OfficeCode
from tests.counting import queries
from tests.factories import world
from tests.factories.world import Town
from tests.grounds import laid
from tests.mandates.test_granting import chair

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


@laid
def town() -> Town:
    return world.settled_town(pairs=8)


def own(body: Body, days: int, since: datetime, until: datetime | None = None) -> None:
    """The body's own number of days."""
    told = {"section": "mandates", "name": "caretaker_days", "value": days}
    BodyParameter.objects.create(body=body, since=since, until=until, **told)


def cares(held: Mandate, at: datetime) -> bool:
    """Whether the holder takes care, as every question about it answers alike."""
    person, body = held.person, held.seat.body
    kept = [one.caretaker for one in places(body, at) if one.seat == held.seat]
    told = {
        caretaking(at).filter(pk=held.pk).exists(),
        ports.Office(OfficeCode.CO_CHAIR, True) in ports.offices(person, body, at),
        (person, ports.Office(OfficeCode.CO_CHAIR, True)) in ports.officers(body, at),
        body.pk in seated_bodies(person, at),
        permissions.may_convene(person, body, at),
        kept == [held],
    }
    assert len(told) == 1, told
    return told.pop()


@pytest.mark.parametrize("days", [0, 10, 90])
def test_a_body_may_have_its_own_days(town: Town, days: int) -> None:
    held = chair(town)
    over = held.until
    assert over is not None
    own(town.body, days, held.since)
    assert cares(held, over) == (days > 0)
    assert not days or cares(held, over + days * DAY - MOMENT)
    assert not cares(held, over + days * DAY)


def test_it_holds_while_it_is_in_force_and_for_that_body_alone(town: Town) -> None:
    held, other = chair(town), chair(world.settled_town("Rimman"))
    over = held.until
    assert over is not None
    assert other.until == over
    own(town.body, 5, held.since, over + 20 * DAY)
    then = over + 10 * DAY
    assert not cares(held, then)
    assert cares(other, then)
    assert cares(held, over + 20 * DAY)
    own(town.body, 90, over + 20 * DAY)
    assert cares(held, over + 60 * DAY)
    assert not cares(other, over + 60 * DAY)


def test_bodies_with_days_of_their_own_cost_no_more_questions(town: Town) -> None:
    held = chair(town)
    over = held.until
    assert over is not None
    before = queries(lambda: _all(held.person, over + DAY))
    for number, body in enumerate(Body.objects.all()):
        own(body, 5 + number, held.since)
    assert queries(lambda: _all(held.person, over + DAY)) == before


def _all(person: Person, at: datetime) -> None:
    list(caretaking(at))
    seated_bodies(person, at)
