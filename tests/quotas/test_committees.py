"""A committee's seats are filled by the assembly that formed it, at first and when vacant."""

from datetime import timedelta

import pytest

from communes.domain.planning import PlannedItem
from mandates.domain import ending
from mandates.models import EndReason, OfficeCode, Seat
from quotas.domain import electing, establishing, nominating
from quotas.domain.totalling import Tally
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town

pytestmark = pytest.mark.django_db

FILLED = NOW + timedelta(days=20)


def committee(made: Town) -> list[Seat]:
    """The seats of a committee just formed, none held."""
    body = establishing.establish_committee(
        made.body, field="health", name="Health", by=SYSTEM, at=NOW + timedelta(days=1)
    )
    return list(Seat.objects.filter(body=body).order_by("pk"))


def filled(made: Town, seats: list[Seat]) -> None:
    """The assembly elects the committee's co-chairs."""
    chairs = [seat for seat in seats if seat.office == OfficeCode.CO_CHAIR]
    meeting = world.assembly(made, [PlannedItem("Health", "election")], at=FILLED)
    item = meeting.items.get()
    election = nominating.plan(item, chairs, by=SYSTEM, at=FILLED)
    stand = [
        nominating.stand(election, one, by=SYSTEM, at=FILLED)
        for one in (made.women[3], made.men[3])
    ]
    tally = Tally({stand[0].pk: 8, stand[1].pk: 7})
    electing.elect(item, tally=tally, by=SYSTEM, at=FILLED)


def test_the_assembly_that_formed_it_elects_its_members_and_the_board_follows() -> None:
    made = world.settled_town()
    seats = committee(made)
    filled(made, seats)
    holders = [world.holder(seat, FILLED) for seat in seats[:2]]
    assert [one and one.person for one in holders] == [made.women[3], made.men[3]]
    place = world.holder(Seat.objects.get(body=made.body, office=OfficeCode.MEMBER), FILLED)
    assert place is not None
    assert place.person == made.men[3]


def test_another_assembly_does_not() -> None:
    made, other = world.settled_town(), world.settled_town("Komîna Hêvî")
    seats = committee(made)
    assert not {seat.pk for seat in nominating.electable(other.body, FILLED)} & {
        seat.pk for seat in seats
    }


def test_a_vacancy_waits_for_the_agenda_of_the_assembly_that_formed_it() -> None:
    made = world.settled_town()
    seats = committee(made)
    filled(made, seats)
    held = world.holder(seats[0], FILLED)
    assert held is not None
    ending.end(held, reason=EndReason.RESIGNED, by=SYSTEM, at=FILLED + timedelta(days=1))
    assert [point.figures["seat"] for point in world.awaited(made.body)] == [seats[0].key]
    assert not world.awaited(seats[0].body)


def test_whoever_is_replaced_by_an_election_leaves_no_vacancy_waiting() -> None:
    made = world.settled_town()
    chair = world.seat(made.body, OfficeCode.CO_CHAIR, "woman")
    meeting = world.assembly(made, [PlannedItem("Co-chair", "election")], at=FILLED)
    item = meeting.items.get()
    nominating.plan(item, [chair], by=SYSTEM, at=FILLED)
    world.elect_one(item, made.women[5], 9, FILLED)
    assert not world.awaited(made.body)
