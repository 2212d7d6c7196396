"""Two at once for what only one may have: a seat, a stay, a number, a code, a key."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest

from communes.domain import attending, convening, demanding, inviting, numbering, submitting
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    Account,
    Attendance,
    Body,
    BodyCounter,
    ConveningRequest,
    Meeting,
    Person,
    Resolution,
    Sitting,
    Submission,
)
from mandates.domain import ending, granting
from mandates.domain.granting import Ground
from mandates.models import EndReason, Mandate, OfficeCode
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.races.racing import Outcome, lifted, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(days=30)


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Without locks on rows, and without these guards."""
    with ExitStack() as stack:
        stack.enter_context(unlocked())
        stack.enter_context(lifted(*names))
        yield


@pytest.fixture
def town() -> Town:
    return world.settled_town(pairs=8)


# Two holders of one seat.


def granted_twice(town: Town) -> tuple[Outcome, int]:
    """Two women are given the vacant seat of the co-chair at once."""
    seat = world.seat(town.body, OfficeCode.CO_CHAIR, "woman")
    old = world.holder(seat, LATER)
    assert old is not None
    ending.end(old, reason=EndReason.RESIGNED, by=SYSTEM, at=LATER)
    ground = Ground("election", resolution=old.resolution)

    def grant(person: Person) -> Mandate:
        return granting.grant(seat, person, ground=ground, by=SYSTEM, at=LATER)

    outcome = race(
        lambda: grant(town.women[3]),
        lambda: grant(town.women[4]),
        before="INSERT INTO .mandates_mandate",
    )
    return outcome, Mandate.objects.filter(seat=seat).in_force(LATER).count()


def test_one_seat_has_one_holder(town: Town) -> None:
    outcome, holders = granted_twice(town)
    assert (outcome.met, outcome.codes, holders) == (False, ["seat_held"], 1)


def test_without_the_lock_the_database_keeps_the_seat(town: Town) -> None:
    with without():
        outcome, holders = granted_twice(town)
    assert (outcome.met, outcome.kinds, holders) == (True, ["IntegrityError"], 1)


def test_without_either_a_seat_has_two_holders(town: Town) -> None:
    with without("mandates_mandate_one_holder"):
        outcome, holders = granted_twice(town)
    assert (outcome.met, outcome.kinds, holders) == (True, [], 2)


# Two check-ins of one person.


def checked_in_twice(town: Town) -> tuple[Outcome, int]:
    """Two at the door tap the same name."""
    meeting = world.assembly(town, at=LATER, present=town.people[:9])
    person = town.people[10]

    def come() -> object:
        return attending.check_in(meeting, [person], by=SYSTEM, at=LATER)

    outcome = race(come, come, before="INSERT INTO .communes_attendance")
    return outcome, Attendance.objects.filter(meeting=meeting, person=person).count()


def test_one_person_comes_in_once(town: Town) -> None:
    outcome, stays = checked_in_twice(town)
    assert (outcome.met, outcome.codes, stays) == (False, ["already_in"], 1)


def test_without_the_lock_the_database_keeps_the_door(town: Town) -> None:
    with without():
        outcome, stays = checked_in_twice(town)
    assert (outcome.met, outcome.kinds, stays) == (True, ["IntegrityError"], 1)


def test_without_either_a_person_is_in_the_room_twice(town: Town) -> None:
    with without("communes_attendance_one_stay", "attendance_one_open_per_person"):
        outcome, stays = checked_in_twice(town)
    assert (outcome.met, outcome.kinds, stays) == (True, [], 2)


# Two submissions under one key.


def handed_in_twice() -> tuple[Outcome, int]:
    """A double click."""
    account = world.account("zozan", None)

    def deed() -> dict[str, str]:
        Account.objects.create_user(username=f"made-{Account.objects.count()}-{id(object())}")
        return {"url": "/"}

    def hand_in() -> object:
        return submitting.once(account, "0123456789", {"a": 1}, deed, at=NOW)

    outcome = race(hand_in, hand_in, before="INSERT INTO .communes_account")
    return outcome, Account.objects.exclude(pk=account.pk).count()


def test_a_double_click_is_one_act_with_one_answer() -> None:
    outcome, made = handed_in_twice()
    assert (outcome.met, outcome.failures, made) == (False, [], 1)
    assert outcome.answers[0] == outcome.answers[1] == {"done": True, "url": "/"}


def test_without_the_constraint_a_double_click_is_two_acts() -> None:
    with lifted("submission_key_once"):
        outcome, made = handed_in_twice()
    assert (outcome.met, outcome.kinds, made) == (True, [], 2)
    assert Submission.objects.count() == 2


# Two numbers of one body.


def convened_twice(body: Body) -> tuple[Outcome, list[int]]:
    """Both co-chairs convene."""
    known = Meeting.objects.filter(body=body).count()

    def convene() -> Meeting:
        where = Invitation("Yard", LATER, [PlannedItem("Pump")])
        return convening.convene(body, where, by=SYSTEM, at=NOW)

    outcome = race(convene, convene, before="INSERT INTO .communes_meeting. ")
    numbers = Meeting.objects.filter(body=body).order_by("number", "pk")
    return outcome, [*numbers.values_list("number", flat=True)][known:]


def carelessly(body: Body, column: str) -> int:
    """The next number as a careless program takes it: read, and one more."""
    last = int(BodyCounter.objects.values_list(column, flat=True).get(pk=body.pk))
    BodyCounter.objects.filter(pk=body.pk).update(**{column: last + 1})
    return last + 1


def test_two_meetings_have_two_numbers_without_a_gap(town: Town) -> None:
    outcome, numbers = convened_twice(town.body)
    assert (outcome.met, outcome.kinds, numbers) == (False, [], [2, 3])


def test_numbers_read_without_a_lock_collide(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_next", carelessly)
    known = Meeting.objects.count()
    where = Invitation("Yard", LATER, [PlannedItem("Pump")])

    def convene() -> Meeting:
        return convening.convene(town.body, where, by=SYSTEM, at=NOW)

    outcome = race(convene, convene, before="UPDATE .communes_bodycounter")
    assert (outcome.met, outcome.kinds) == (True, ["IntegrityError"])
    assert Meeting.objects.count() == known + 1


def test_decisions_of_two_meetings_have_two_numbers(town: Town) -> None:
    held = world.assembly(town, at=LATER)
    board = convening.convene(
        town.body,
        Invitation("Yard", LATER, [PlannedItem("Fuel")], Sitting.BOARD),
        by=SYSTEM,
        at=NOW,
    )
    seated = [town.women[0], town.men[0], town.women[1]]
    world.opened(board, seated[:2], seated[2], seated, LATER)
    items = [held.items.get(title="Water pump"), board.items.get()]

    def decide(which: int, votes: int) -> Resolution:
        return world.decide(items[which], Count(votes), LATER)

    outcome = race(
        lambda: decide(0, 14), lambda: decide(1, 3), before="INSERT INTO .communes_resolution. "
    )
    assert (outcome.met, outcome.kinds) == (False, [])
    numbers = Resolution.objects.filter(item__in=items).values_list("number", flat=True)
    assert sorted(numbers) == [4, 5]


# Two signatures that reach the number, two uses of one code.


def demanded_twice(town: Town) -> tuple[Outcome, int]:
    """Two members sign a demand that lacks one signature."""
    where = Invitation("Yard", LATER, [PlannedItem("Water")])
    asked = demanding.demand(
        town.body, where, reason="Water", signers=town.women[3:5], by=SYSTEM, at=NOW
    )

    def join(person: Person) -> None:
        row = ConveningRequest.objects.get(pk=asked.pk)
        demanding.join_demand(row, person=person, by=Actor(person), at=NOW)

    outcome = race(
        lambda: join(town.men[3]),
        lambda: join(town.men[4]),
        before="INSERT INTO .communes_conveningsigner",
    )
    return outcome, Meeting.objects.filter(basis="members").count()


def test_a_demand_that_two_complete_convenes_once(town: Town) -> None:
    outcome, meetings = demanded_twice(town)
    assert (outcome.met, outcome.codes, meetings) == (False, ["demand_met"], 1)


def test_without_the_lock_a_demand_convenes_twice(town: Town) -> None:
    with unlocked():
        outcome, meetings = demanded_twice(town)
    assert (outcome.met, outcome.kinds, meetings) == (True, [], 2)


def redeemed_twice(town: Town) -> tuple[Outcome, int]:
    """One code on paper, typed in by two."""
    code = inviting.invite([town.women[3]], by=SYSTEM, at=NOW)[0].code

    def redeem(name: str) -> Account:
        return inviting.redeem(code, username=name, password="olive-tree-42", language="en", at=NOW)

    outcome = race(
        lambda: redeem("one"), lambda: redeem("two"), before="INSERT INTO .communes_account"
    )
    return outcome, Account.objects.filter(person=town.women[3]).count()


def test_a_code_opens_one_account(town: Town) -> None:
    outcome, accounts = redeemed_twice(town)
    assert (outcome.met, outcome.codes, accounts) == (False, ["code_invalid"], 1)


def test_without_the_lock_the_database_keeps_one_account(town: Town) -> None:
    with unlocked():
        outcome, accounts = redeemed_twice(town)
    assert (outcome.met, outcome.kinds, accounts) == (True, ["IntegrityError"], 1)
