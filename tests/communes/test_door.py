"""At the door: adults before children, who is in the room is said to be, 400 households quick."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import recognising
from communes.folding import fold
from communes.models import Household, Person, Residence
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post

pytestmark = pytest.mark.django_db


def filled(held: Gathering, households: int) -> None:
    """More households, six people in each: two adults, four children."""
    homes = Household.objects.bulk_create(
        Household(name=f"Door {n}", folded=fold(f"Door {n}")) for n in range(households)
    )
    people = Person.objects.bulk_create(
        Person(
            name=f"Zozan {n} {one}",
            sort_key=f"zozan {n:04d} {one}",
            folded=fold(f"Zozan {n} {one}"),
            gender="woman",
            birth_year=2020 if one < 4 else 1980,
        )
        for n in range(households)
        for one in range(6)
    )
    since = timezone.now() - timedelta(days=30)
    Residence.objects.bulk_create(
        Residence(person=person, household=homes[n // 6], commune=held.body.commune, since=since)
        for n, person in enumerate(people)
    )


def test_adults_stand_before_children() -> None:
    held = gathering(present=12)
    at = timezone.now()
    house = Household.objects.get(name=f"House of {held.town.women[2].name}")
    year = at.year - 8
    for name in ("Aram", "Azad"):
        world.resident(held.body, name, "man", birth_year=year, household=house, at=at)
    found = recognising.at_the_door(held.meeting, house.name, at).found
    assert [match.person.name for match in found] == [held.town.women[2].name, "Aram", "Azad"]
    assert found[0].stay is not None
    assert found[1].stay is None


def test_finding_costs_the_same_in_thirty_households_and_in_four_hundred() -> None:
    held = gathering(present=12)
    asked = reverse("room_find", args=[held.meeting.public_id])
    filled(held, 30)
    few = queries(lambda: post(held.recorder, asked, htmx="found", q="zozan"))
    filled(held, 370)
    assert queries(lambda: post(held.recorder, asked, htmx="found", q="zozan")) == few
    found = recognising.at_the_door(held.meeting, "zozan", timezone.now())
    assert found.more
    assert {match.person.birth_year for match in found.found} == {1980}
