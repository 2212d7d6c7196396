"""What ends a mandate, and what goes with it."""

from datetime import timedelta

import pytest

from communes import ports
from communes.domain import registering
from communes.domain.registering import Particulars
from communes.models import OpenPoint
from councils.domain import seating
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode, Seat
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=5)


def council_of(made: world.Town) -> tuple[Mandate, Mandate]:
    """The woman co-chair's mandate and the delegate's that rests on it."""
    host = seating.establish_council(
        "neighbourhood", BodyTerms("Council", world.ZONE, "en"), by=SYSTEM, at=NOW
    )
    seating.seat_unit(made.body, host, by=SYSTEM, at=NOW + timedelta(days=1))
    ground = world.holder(world.seat(made.body, OfficeCode.CO_CHAIR, "woman"), LATER)
    seat = Seat.objects.get(body=host, office=OfficeCode.DELEGATE, reserved_gender="woman")
    delegate = world.holder(seat, LATER)
    assert ground is not None
    assert delegate is not None
    return ground, delegate


def test_delegates_sit_ex_officio_and_never_outlast_their_ground() -> None:
    made = world.settled_town()
    ground, delegate = council_of(made)
    assert (delegate.basis, delegate.person, delegate.until) == (
        "ex_officio",
        ground.person,
        ground.until,
    )
    ending.end(ground, reason=EndReason.RESIGNED, by=SYSTEM, at=LATER)
    delegate.refresh_from_db()
    assert delegate.until == LATER
    assert delegate.end_reason == EndReason.GROUND_ENDED
    assert not ports.offices(made.women[0], made.body, LATER)


def test_a_vacancy_waits_for_the_next_agenda_once() -> None:
    made = world.settled_town()
    ground, _delegate = council_of(made)
    ending.end(ground, reason=EndReason.RESIGNED, by=SYSTEM, at=LATER)
    ending.end(ground, reason=EndReason.RESIGNED, by=SYSTEM, at=LATER)
    points = OpenPoint.objects.filter(kind="election")
    assert [point.body for point in points] == [made.body]


@pytest.mark.parametrize("event", ["death", "departure"])
def test_death_and_departure_end_what_rests_on_residence(event: str) -> None:
    made = world.settled_town()
    ground, delegate = council_of(made)
    if event == "death":
        registering.record_death(ground.person, on=LATER.date(), by=SYSTEM, at=LATER)
    else:
        registering.depart(ground.person, by=SYSTEM, at=LATER)
    for mandate in (ground, delegate):
        mandate.refresh_from_db()
        assert mandate.until == LATER


def test_a_corrected_gender_ends_a_mandate_reserved_otherwise() -> None:
    made = world.settled_town()
    ground, _delegate = council_of(made)
    told = Particulars(ground.person.name, "other", ground.person.birth_year)
    registering.correct(ground.person, particulars=told, by=SYSTEM, at=LATER)
    ground.refresh_from_db()
    assert ground.end_reason == EndReason.GENDER_CORRECTED
