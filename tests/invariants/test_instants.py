"""A question asked of one row and of all rows has one answer, to the microsecond."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from communes import permissions, ports
from communes.models import (
    Affiliation,
    Attendance,
    Body,
    Charter,
    MeetingRole,
    Person,
    Residence,
)
from communes.periods import Period, holding
from mandates import answers
from mandates.models import Mandate, Seat
from quotas.models import SeatPlan
from tests.invariants.days import BASE, MET, TODAY
from tests.invariants.ground import Ground

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def around(*instants: datetime | None) -> Iterator[datetime]:
    """Each instant, and the one on either side."""
    for instant in instants:
        if instant is not None:
            yield from (instant - MOMENT, instant, instant + MOMENT)


@pytest.mark.parametrize(
    "model", [Affiliation, Charter, Mandate, MeetingRole, Residence, Seat, SeatPlan]
)
def test_a_period_holds_as_its_rows_are_found(model: type[Period], ground: Ground) -> None:
    rows = list(model._default_manager.all())
    bounds = {row.since for row in rows} | {row.until for row in rows}
    assert rows
    for at in around(*bounds):
        found = set(model._default_manager.filter(holding(at)).values_list("pk", flat=True))
        assert found == {row.pk for row in rows if row.holds_at(at)}, at


def test_a_mandate_is_in_force_as_mandates_are_found(ground: Ground) -> None:
    rows = list(Mandate.objects.all())
    for at in around(*(row.since for row in rows), *(row.until for row in rows)):
        found = set(Mandate.objects.in_force(at).values_list("pk", flat=True))
        assert found == {row.pk for row in rows if row.in_force(at)}, at


def test_a_person_is_in_the_room_from_arrival_until_departure(ground: Ground) -> None:
    rows = list(Attendance.objects.filter(struck_at__isnull=True))
    for at in around(*(row.arrived_at for row in rows), *(row.left_at for row in rows)):
        found = set(Attendance.objects.in_room(at).values_list("pk", flat=True))
        here = {
            row.pk
            for row in rows
            if row.arrived_at <= at and (row.left_at is None or at < row.left_at)
        }
        assert found == here, at


@pytest.mark.parametrize("age", [0, 16, 18, 30])
def test_an_age_is_reached_as_people_are_found(age: int, ground: Ground) -> None:
    leap = [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1), date(2009, 12, 31)]
    for born in [*leap, None]:
        year = born.year if born else 2008
        Person.objects.create(
            name=f"{born}", sort_key="", folded="", gender="woman", birth_date=born, birth_year=year
        )
    Person.objects.create(name="unknown", sort_key="", folded="", gender="man")
    people = list(Person.objects.all())
    for year in (2008 + age, 2009 + age):
        for month, day in ((1, 1), (2, 28), (3, 1), (3, 2), (12, 30), (12, 31)):
            on = date(year, month, day)
            found = set(Person.objects.reached(age, on).values_list("pk", flat=True))
            assert found == {one.pk for one in people if one.has_reached(age, on)}, on


def everybody(ground: Ground) -> list[Person]:
    """One person for every way of belonging or not."""
    town = ground.town
    child = Person.objects.create(
        name="Child", sort_key="", folded="", gender="woman", birth_year=TODAY.year - 9
    )
    home = Residence.objects.get(person=town.women[0], until__isnull=True)
    Residence.objects.create(
        person=child, household=home.household, commune=home.commune, since=MET
    )
    nobody = Person.objects.create(name="Nobody", sort_key="", folded="", gender="woman")
    return [
        *town.women[:4],
        *town.men[:4],
        *ground.other.people,
        ground.old.women[0],
        child,
        nobody,
    ]


def test_meetings_are_read_as_they_are_found(ground: Ground) -> None:
    chair = ground.chair()
    assert chair.until is not None
    bodies = list(Body.objects.all())
    Body.objects.filter(pk=ground.women.pk).update(ended_at=TODAY)
    seen = set()
    for person in everybody(ground):
        for at in around(TODAY, chair.until, chair.until + 60 * DAY):
            read = {one.pk for one in bodies if permissions.may_read_meetings(person, one, at)}
            found = set(permissions.readable_bodies(person, at).values_list("pk", flat=True))
            assert found == read, (person, at)
            meetings = permissions.readable_meetings(person, at)
            assert set(meetings.values_list("body", flat=True)) <= read
            mine = {one.pk for one in bodies if permissions.may_take_part(person, one, at)}
            own = set(permissions.my_bodies(person, at).values_list("pk", flat=True))
            assert own <= mine
            seen.add((ground.women.pk in read, ground.town.body.pk in mine))
    assert seen == {(True, True), (False, True), (False, False)}


def test_an_office_is_held_as_its_holders_are_found(ground: Ground) -> None:
    rows = list(Mandate.objects.all())
    codes = {row.seat.office for row in rows}
    for at in around(*(row.until for row in rows), BASE, TODAY):
        for code in codes:
            found = set(Person.objects.filter(ports.holds(code, at)).values_list("pk", flat=True))
            held = {row.person_id for row in rows if row.seat.office == code and row.in_force(at)}
            assert found == held, (code, at)


def test_caretakers_are_found_as_they_hold_their_office(ground: Ground) -> None:
    chair = ground.chair()
    assert chair.until is not None
    for at in around(chair.until, chair.until + 60 * DAY, chair.until + 30 * DAY):
        by_person = {
            (person.pk, body, office)
            for person in Person.objects.all()
            for body, offices in answers.offices_by_body(person, at).items()
            for office in offices
            if office.caretaker
        }
        rows = answers.caretaking(at).values_list("person", "seat__body", "seat__office")
        found = {(person, body, ports.Office(code, True)) for person, body, code in rows}
        assert found == by_person, at
