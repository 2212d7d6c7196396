"""The limit of terms in a council counts the term going on, which an election would follow."""

from datetime import datetime, timedelta

import pytest

from communes.models import AgendaItem, Person, Resolution
from mandates.domain import ending, granting, qualifying
from mandates.domain.granting import Ground
from mandates.models import EndReason, Mandate, MandateBasis, OfficeCode, Seat
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.mandates.test_following import LATER, council_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TERM = 300 * DAY


def a_seat() -> tuple[Town, Seat, Resolution]:
    """A woman co-chair's seat of a council, and a resolution on which mandates rest."""
    made = world.settled_town()
    ground, delegate = council_of(made)
    seat = world.seat(delegate.seat.body, OfficeCode.CO_CHAIR, "woman")
    assert ground.resolution is not None
    return made, seat, ground.resolution


def serve(
    seat: Seat, who: Person, resolution: Resolution, at: datetime, basis: str = "election"
) -> Mandate:
    """Another term in the seat, on that basis."""
    ground = Ground(basis=MandateBasis(basis), resolution=resolution, until=at + TERM)
    return granting.grant(seat, who, ground=ground, by=SYSTEM, at=at)


def told(
    made: Town, seat: Seat, at: datetime, item: AgendaItem | None = None
) -> dict[str, list[str]]:
    """What is said against the first and the second woman, by code."""
    people = made.women[:2]
    found = qualifying.qualify([seat], seat.body, made.body, people, at, item)
    return {one.code: [str(one.message)] for person in people for one in found[person.pk]}


@pytest.mark.parametrize("ahead", [DAY, timedelta(0)])
def test_no_third_term_whether_elected_before_the_second_ends_or_at_its_end(
    ahead: timedelta,
) -> None:
    made, seat, resolution = a_seat()
    who = made.women[0]
    serve(seat, who, resolution, LATER)
    assert "term_limit" not in told(made, seat, LATER + TERM - ahead)
    serve(seat, who, resolution, LATER + TERM)
    found = told(made, seat, LATER + 2 * TERM - ahead)
    assert found["term_limit"] == [f"{who.name} has served 2 terms here; the charter allows 2."]


def test_the_rest_of_anothers_term_is_none_while_it_goes_on() -> None:
    made, seat, resolution = a_seat()
    serve(seat, made.women[0], resolution, LATER)
    serve(seat, made.women[0], resolution, LATER + TERM, "succession")
    assert "term_limit" not in told(made, seat, LATER + 2 * TERM - DAY)


def test_what_is_being_mended_is_no_term_and_a_slip_neither() -> None:
    made, seat, resolution = a_seat()
    other = AgendaItem.objects.exclude(pk=resolution.item_id).first()
    serve(seat, made.women[0], resolution, LATER)
    going_on = serve(seat, made.women[0], resolution, LATER + TERM)
    at = LATER + TERM + DAY
    assert "term_limit" in told(made, seat, at, other)
    assert "term_limit" not in told(made, seat, at, resolution.item)
    ending.end(going_on, reason=EndReason.MENDED, by=SYSTEM, at=at)
    assert "term_limit" not in told(made, seat, at)
