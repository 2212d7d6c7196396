"""No body is ever locked out: with every mandate over, its members meet, elect and sign."""

from datetime import datetime, timedelta

import pytest

from communes import permissions, ports
from communes.domain import attending, booking, closing, inviting, opening, signing
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.demanding import demand, demand_needed, join_demand
from communes.domain.planning import PlannedItem
from communes.models import Account, Basis, Body, Meeting, Person, Stage
from mandates.models import Mandate, OfficeCode, Seat
from quotas.domain import nominating
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid
from tests.invariants.refusing import codes

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@laid
def town() -> Town:
    return world.settled_town(pairs=8)


def long_after(body: Body) -> datetime:
    """An instant at which not even caretakers are left."""
    ends = [one.until for one in Mandate.objects.filter(seat__body=body) if one.until]
    return max(ends) + 61 * DAY


def demanded(body: Body, member: Person, signers: list[Person], at: datetime) -> Meeting:
    """A member with the only account enters the demand that others signed on paper."""
    account = world.account("only-one", member)
    items = [PlannedItem("Co-chair (woman)", "election"), PlannedItem("Co-chair (man)", "election")]
    where = Invitation("School yard", at + 5 * DAY, items)
    assert permissions.may_demand(member, body, at)
    by = Actor(member, account, recorded_at=at)
    asked = demand(body, where, reason="Nobody is left.", signers=signers, by=by, at=at)
    assert asked.meeting is not None
    assert asked.meeting.basis == Basis.MEMBERS
    assert asked.signers.filter(on_paper=True).count() == len(signers) - 1
    return asked.meeting


def account_of(person: Person, by: Person, at: datetime) -> Account:
    """The recorder prints a code, and the person types it in."""
    code = inviting.invite([person], by=Actor(by), at=at)[0].code
    return inviting.redeem(code, username=person.key, password="olive-tree-42", language="", at=at)


def elected(meeting: Meeting, seats: list[Seat], people: list[Person], at: datetime) -> None:
    """Each item fills its seat."""
    for item, seat, person in zip(meeting.items.order_by("position"), seats, people, strict=True):
        nominating.plan(item, [seat], by=SYSTEM, at=at)
        world.elect_one(item, person, 14, at)


def test_nobody_is_left_who_could_convene(town: Town) -> None:
    at = long_after(town.body)
    for person in [*town.people, town.recorder]:
        assert not ports.offices(person, town.body, at)
        assert not permissions.may_convene(person, town.body, at)
        assert not permissions.may_keep_register(person, town.body, at)
        assert not permissions.may_invite(person, town.body, at)


def test_members_demand_open_name_invite_elect_and_sign(town: Town) -> None:
    at = long_after(town.body)
    member, body = town.women[4], town.body
    meeting = demanded(body, member, [member, town.men[4], town.women[5]], at)
    day = meeting.starts_at
    assert permissions.may_open(member, meeting, day)
    assert not permissions.may_open(None, meeting, day)
    chairs = [town.women[6], town.men[6]]
    opening.open_meeting(meeting, chairs=chairs, recorder=member, by=Actor(member), at=day)
    assert permissions.may_run(member, meeting, day)
    assert permissions.may_invite(member, body, day)
    assert permissions.may_keep_register(member, body, day)
    attending.check_in(meeting, town.people, by=Actor(member), at=day)
    seats = [world.seat(body, OfficeCode.CO_CHAIR, gender) for gender in ("woman", "man")]
    elected(meeting, seats, [town.women[5], town.men[5]], day)
    closing.close(meeting, by=Actor(member), at=day)
    for chair in chairs:
        account = account_of(chair, member, day)
        assert permissions.may_sign(chair, meeting)
        signing.sign(meeting, person=chair, by=Actor(chair, account), at=day)
    assert meeting.stage == Stage.SIGNED
    assert permissions.may_convene(town.women[5], body, day)
    assert not permissions.may_keep_register(member, body, day)
    assert booking.verify(body) is None


def test_too_few_wait_for_one_more(town: Town) -> None:
    at = long_after(town.body)
    assert demand_needed(town.body, at) == 3
    where = Invitation("Yard", at + 5 * DAY, [PlannedItem("Water")])
    two = [town.women[4], town.men[4]]
    asked = demand(town.body, where, reason="Water", signers=two, by=Actor(two[0]), at=at)
    assert asked.meeting is None
    again = codes(join_demand, asked, person=two[0], by=Actor(two[0]), at=at)
    assert again == {"demand_signed"}
    join_demand(asked, person=town.men[5], by=Actor(town.men[5]), at=at)
    assert asked.meeting is not None


def test_a_womens_assembly_that_never_elected_helps_itself(town: Town) -> None:
    at = long_after(town.body)
    women = Body.objects.get(affiliations__parent=town.body)
    meeting = demanded(women, town.women[4], town.women[4:7], at)
    day = meeting.starts_at
    assert not permissions.may_open(town.men[4], meeting, day)
    chairs = town.women[6:8]
    opening.open_meeting(
        meeting, chairs=chairs, recorder=town.women[4], by=Actor(town.women[4]), at=day
    )
    attending.check_in(meeting, [*town.women, town.recorder], by=SYSTEM, at=day)
    room = attending.room(meeting, day)
    assert room.quorum.needed <= room.electorate
