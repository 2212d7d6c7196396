"""Bodies come with their seats, and a committee with its place on the board."""

from datetime import timedelta

import pytest

from communes.domain.planning import PlannedItem
from communes.models import Body, Circle
from communes.problems import Refused
from mandates.models import OfficeCode, Seat
from quotas.domain import establishing, judging, nominating
from quotas.models import SeatPlan
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db


def test_a_commune_comes_with_its_womens_assembly() -> None:
    made = world.town()
    women = Body.objects.get(kind="womens_assembly")
    assert women.circle == Circle.WOMEN
    chairs = Seat.objects.filter(body=women, office=OfficeCode.CO_CHAIR)
    assert [seat.reserved_gender for seat in chairs] == ["woman", "woman"]
    plan = SeatPlan.objects.get(body=made.body, until__isnull=True)
    assert (plan.size, plan.women, plan.men) == (3, 1, 1)


def test_a_committee_takes_a_place_on_the_board_that_keeps_the_rule() -> None:
    made = world.settled_town()  # the secretary is a woman
    later = NOW + timedelta(days=1)
    committee = establishing.establish_committee(
        made.body, field="health", name="Health", by=SYSTEM, at=later
    )
    place = Seat.objects.get(body=made.body, office=OfficeCode.MEMBER)
    assert place.follows is not None
    assert place.follows.body == committee
    assert place.reserved_gender == "man"
    secretary = world.seat(made.body, OfficeCode.SECRETARY)
    assert secretary.reserved_gender == "woman"
    plan = SeatPlan.objects.get(body=made.body, until__isnull=True)
    assert (plan.size, plan.women, plan.men) == (4, 2, 2)


def test_no_assembly_elects_into_the_committees_place_on_the_board() -> None:
    made = world.settled_town()
    later = NOW + timedelta(days=1)
    establishing.establish_committee(made.body, field="health", name="Health", by=SYSTEM, at=later)
    place = world.seat(made.body, OfficeCode.MEMBER)
    at = later + timedelta(days=20)
    meeting = world.assembly(made, [PlannedItem("Health", "election")], at=at)
    with pytest.raises(Refused, match="seat_elsewhere"):
        nominating.plan(meeting.items.get(), [place], by=SYSTEM, at=at)


def test_the_committees_chair_sits_on_the_board_ex_officio() -> None:
    made = world.settled_town()
    later = NOW + timedelta(days=1)
    committee = establishing.establish_committee(
        made.body, field="health", name="Health", by=SYSTEM, at=later
    )
    chair = world.seat(committee, OfficeCode.CO_CHAIR, "man")
    at = later + timedelta(days=20)
    meeting = world.assembly(made, [PlannedItem("Health", "election")], at=at)
    item = meeting.items.get()
    nominating.plan(item, [chair], by=SYSTEM, at=at)
    world.elect_one(item, made.men[3], 9, at)
    place = world.holder(world.seat(made.body, OfficeCode.MEMBER), at)
    assert place is not None
    assert (place.person, place.basis) == (made.men[3], "ex_officio")


def test_one_body_is_judged_as_the_whole_tree_judges_it() -> None:
    made = world.settled_town()
    later = NOW + timedelta(days=1)
    day = later.date()
    whole = judging.judge(day, charter=world.charter_in_force())
    alone = judging.judge_body(made.body, judging.instant_of(day))
    told = [(one.rule, one.verdict) for pk, one in whole.wanting if pk == made.body.pk]
    assert told == [(one.rule, one.verdict) for one in alone if one.verdict != "pass"]
