"""A body's page, of every kind; the circle; what each reader may do there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.domain import convening
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Body
from councils.domain import seating
from quotas.domain import establishing
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AGO = NOW - timedelta(days=40)


@laid
def made() -> Town:
    """A commune with officers."""
    return world.settled_town(pairs=8, at=AGO)


def reader(made: Town, index: int = 4, *, man: bool = False) -> Client:
    """A resident, signed in."""
    person = (made.men if man else made.women)[index]
    client = Client()
    client.force_login(world.account(f"{index}{man}", person))
    return client


def at(body: Body) -> str:
    """The address of the body's page."""
    return f"/bodies/{body.key}/"


def test_a_commune_shows_scale_rhythm_and_agenda(made: Town) -> None:
    convening.convene(
        made.body,
        Invitation("School", NOW + timedelta(days=9), [PlannedItem("Water pump")]),
        by=SYSTEM,
        at=NOW,
    )
    page = reader(made).get(at(made.body))
    text = page.content.decode()
    assert page.context["households"] == 17
    assert "It last met 40 days ago." in text
    assert "every 14 days" in text
    assert "Fewer than 30" in text
    assert "Water pump" in text
    assert made.women[0].name in text


def test_every_kind_of_body_has_its_page(made: Town) -> None:
    committee = establishing.establish_committee(
        made.body, field="health", name="Health", by=SYSTEM, at=AGO
    )
    terms = BodyTerms("Meclîsa Taxê", world.ZONE, "en")
    council = seating.establish_council("neighbourhood", terms, by=SYSTEM, at=AGO)
    seating.seat_unit(made.body, council, by=SYSTEM, at=AGO)
    beside = made.body.dependants.get(relation="beside").body
    client = reader(made)
    for body in (committee, council, beside):
        assert client.get(at(body)).status_code == 200, body
    page = client.get(at(made.body)).content.decode()
    for body in (committee, council, beside):
        assert at(body) in page


def test_officers_convene_and_members_demand(made: Town) -> None:
    chair, resident = reader(made, 0), reader(made, 4)
    assert f"{at(made.body)}convene/" in chair.get(at(made.body)).content.decode()
    page = resident.get(at(made.body)).content.decode()
    assert f"{at(made.body)}convene/" not in page
    assert f"{at(made.body)}demand/" in page
    assert "/register/" not in page


def test_without_officers_it_says_how_members_meet() -> None:
    made = world.town(pairs=8, at=AGO)
    made.founding.cancelled_at = NOW
    made.founding.save()
    page = reader(made).get(at(made.body)).content.decode()
    assert "Nobody holds an office here. 3 members together convene a meeting" in page


def test_a_circles_meetings_are_for_its_members(made: Town) -> None:
    beside = made.body.dependants.get(relation="beside").body
    convening.convene(
        beside,
        Invitation("School", NOW + timedelta(days=9), [PlannedItem("Our own matter")]),
        by=SYSTEM,
        at=NOW,
    )
    assert b"Our own matter" in reader(made).get(at(beside)).content
    machine = Client()
    machine.force_login(world.account("machine", None))
    for outside in (reader(made, 4, man=True), machine):
        page = outside.get(at(beside))
        assert page.status_code == 200
        assert b"Our own matter" not in page.content
        assert b"School" not in page.content


def test_an_unknown_body_is_not_there(made: Town) -> None:
    assert reader(made).get("/bodies/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_queries_stay_as_many(made: Town) -> None:
    client = reader(made)

    def grow(number: int) -> None:
        establishing.establish_committee(
            made.body, field=f"f{number}", name=f"Committee {number}", by=SYSTEM, at=AGO
        )
        convening.convene(
            made.body,
            Invitation("School", NOW + timedelta(days=9 + number), [PlannedItem("Pump")]),
            by=SYSTEM,
            at=NOW,
        )
        held = world.assembly(made, at=NOW - timedelta(days=9 + number))
        world.decide(held.items.get(position=1), Count(15), held.starts_at)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(at(made.body))
        return len(asked)

    grow(1)
    queries()
    before = queries()
    grow(2)
    grow(3)
    assert queries() == before
