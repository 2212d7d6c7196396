"""The rules refuse what breaks invariants 1, 2 and 3, before any page or the database is asked."""

from datetime import timedelta

import pytest

from communes import permissions, ports
from communes.domain import attending, opening, registering, retiming, rolls, signing, voting
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.domain.registering import Particulars
from communes.models import Role, RollCallVote, Sitting
from mandates.domain import ending, granting
from mandates.domain.granting import Ground as Basis
from mandates.models import EndReason, OfficeCode, Said
from quotas.domain import establishing, judging, nominating
from quotas.domain.electing import elect
from quotas.domain.totalling import Tally
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.days import BASE, MET, TODAY
from tests.invariants.ground import Ground
from tests.invariants.refusing import codes

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
NOW = {"by": SYSTEM, "at": TODAY}
THEN = {"by": SYSTEM, "at": MET}


def basis(ground: Ground) -> Basis:
    """A decision on which a mandate may rest."""
    return Basis("election", resolution=ground.chair().resolution)


# 1. One person, one vote, within a body; no proxies. One seat, one holder at a time.


def test_nobody_votes_twice(ground: Ground) -> None:
    who = {"person": ground.town.women[0], "choice": "for"}
    assert codes(voting.cast, ground.ballot, **who, **THEN) == {"voted_already"}
    assert RollCallVote.objects.filter(ballot=ground.ballot).count() == 1


def test_nobody_votes_from_elsewhere(ground: Ground) -> None:
    who = {"person": ground.other.women[0], "choice": "for"}
    assert codes(voting.cast, ground.ballot, **who, **THEN) == {"not_in_room"}


def test_a_guest_has_no_vote(ground: Ground) -> None:
    guest = ground.other.women[0]
    row = attending.check_in(ground.open, [guest], by=SYSTEM, at=MET)[0]
    assert row.capacity == "guest"
    who = {"person": guest, "choice": "for"}
    assert codes(voting.cast, ground.ballot, **who, **THEN) == {"not_in_room"}


def test_no_more_hands_than_people(ground: Ground) -> None:
    assert codes(world.decide, ground.item(ground.open), Count(17), MET) == {"count_too_high"}


def test_nobody_is_in_the_room_twice(ground: Ground) -> None:
    stay = ground.stay()
    again = [stay.person]
    come = attending.check_in
    assert codes(come, ground.open, again, by=SYSTEM, at=MET + DAY) == {"already_in"}
    attending.check_out(stay, by=SYSTEM, at=MET + 2 * DAY)
    assert codes(come, ground.open, again, by=SYSTEM, at=MET + DAY) == {"already_in"}
    come(ground.open, again, by=SYSTEM, at=MET + 4 * DAY)  # type: ignore[arg-type]
    assert codes(come, ground.open, again, by=SYSTEM, at=MET + 3 * DAY) == {"came_later"}


def test_one_person_named_twice_comes_once(ground: Ground) -> None:
    guest = ground.other.men[0]
    assert len(attending.check_in(ground.open, [guest, guest], by=SYSTEM, at=MET)) == 1


def test_a_slip_at_the_door_is_struck_out_once(ground: Ground) -> None:
    assert codes(retiming.strike, ground.stay(), **THEN) == {"counted_then"}
    guest = ground.other.men[0]
    stay = attending.check_in(ground.open, [guest], by=SYSTEM, at=MET)[0]
    retiming.strike(stay, by=SYSTEM, at=MET)
    assert codes(retiming.strike, stay, **THEN) == {"already_struck"}
    assert codes(attending.check_out, stay, **THEN) == {"already_struck"}


def test_a_seat_that_is_held_is_not_given(ground: Ground) -> None:
    seat = ground.chair().seat
    held = codes(granting.grant, seat, ground.woman, ground=basis(ground), **THEN)
    assert held == {"seat_held"}


# 2. A pair is never of the wrong genders; half of it may be vacant.


def test_a_woman_does_not_stand_for_a_mans_seat(ground: Ground) -> None:
    ending.end(ground.chair("man"), reason=EndReason.RESIGNED, by=SYSTEM, at=MET)
    seat = world.seat(ground.town.body, OfficeCode.CO_CHAIR, "man")
    held = world.assembly(ground.town, [PlannedItem("Chair", "election")], at=TODAY)
    election = nominating.plan(held.items.get(), [seat], by=SYSTEM, at=TODAY)
    assert codes(nominating.stand, election, ground.woman, **NOW) == {"seat_reserved"}
    assert codes(elect, held.items.get(), tally=Tally({}), **NOW) >= {"tally_incomplete"}
    assert world.holder(seat, TODAY) is None


def test_half_a_pair_stays_vacant_and_is_flagged(ground: Ground) -> None:
    ending.end(ground.chair("man"), reason=EndReason.RESIGNED, by=SYSTEM, at=MET)
    judged = {one.rule: one for one in judging.judge_body(ground.town.body, TODAY)}
    assert judged["pair"].verdict == "vacant"
    seat = world.seat(ground.town.body, OfficeCode.CO_CHAIR, "man")
    given = codes(granting.grant, seat, ground.woman, ground=basis(ground), **NOW)
    assert given == {"seat_reserved"}


def test_a_corrected_gender_empties_the_seat(ground: Ground) -> None:
    chair = ground.chair()
    told = Particulars(chair.person.name, "man", 1985)
    registering.correct(chair.person, particulars=told, by=SYSTEM, at=TODAY)
    assert world.holder(chair.seat, TODAY) is None
    assert world.holder(chair.seat, TODAY - MOMENT) == chair


def test_a_seat_of_a_womens_body_is_emptied_by_another_gender(ground: Ground) -> None:
    seat = establishing.add_auditor(ground.women, by=SYSTEM, at=BASE)
    granting.grant(seat, ground.woman, ground=basis(ground), by=SYSTEM, at=MET)
    told = Particulars(ground.woman.name, "other", 1985)
    registering.correct(ground.woman, particulars=told, by=SYSTEM, at=TODAY)
    assert world.holder(seat, TODAY) is None


# 3. A mandate that is over grants nothing, from the instant it is over.


def test_rights_vanish_at_the_instant_without_any_sweep(ground: Ground) -> None:
    delegate = ground.delegate()
    end = delegate.until
    assert end is not None
    for at, held in ((end - MOMENT, True), (end, False)):
        roll = rolls.roll(ground.council, Sitting.ASSEMBLY, at)
        assert roll.filter(pk=delegate.person_id).exists() is held
        assert delegate.in_force(at) is held
        offices = {office.code for office in ports.offices(delegate.person, ground.council, at)}
        assert ("delegate" in offices) is held
    assert not Said.objects.filter(code="expired").exists()


def test_an_end_before_the_term_leaves_nothing(ground: Ground) -> None:
    chair, person = ground.chair(), ground.chair().person
    ending.end(chair, reason=EndReason.RECALLED, by=SYSTEM, at=TODAY, resolution=chair.resolution)
    assert permissions.may_convene(person, ground.town.body, TODAY - MOMENT)
    for at in (TODAY, TODAY + DAY):
        assert not ports.offices(person, ground.town.body, at)
        assert not permissions.may_convene(person, ground.town.body, at)
        assert not permissions.may_keep_register(person, ground.town.body, at)
        assert not ports.offices(person, ground.council, at)


def test_caretakers_run_business_for_exactly_sixty_days(ground: Ground) -> None:
    chair, body = ground.chair(), ground.town.body
    person, end = chair.person, chair.until
    assert end is not None
    last = end + 60 * DAY
    for at, cares in ((end - MOMENT, False), (end, True), (last - MOMENT, True), (last, False)):
        offices = ports.offices(person, body, at)
        assert {office.caretaker for office in offices} == ({cares} if at < last else set())
        assert permissions.may_convene(person, body, at) is (at < last)
        assert permissions.may_keep_register(person, body, at) is (at < last)


def test_caretakers_vote_nowhere_above(ground: Ground) -> None:
    chair = ground.chair()
    end = chair.until
    assert end is not None
    assert permissions.officer(chair.person, ground.town.body, end, "co_chair")
    assert not permissions.officer(chair.person, ground.council, end, "delegate")
    assert chair.person not in rolls.roll(ground.council, Sitting.ASSEMBLY, end)
    assert chair.person not in rolls.roll(ground.town.body, Sitting.BOARD, end)


def test_rights_in_a_meeting_last_until_it_is_signed(ground: Ground) -> None:
    chair = ground.chair()
    ending.end(chair, reason=EndReason.RECALLED, by=SYSTEM, at=TODAY, resolution=chair.resolution)
    assert permissions.may_run(chair.person, ground.open, TODAY)
    assert permissions.may_sign(chair.person, ground.closed)
    for person in (chair.person, ground.town.men[0]):
        signing.sign(ground.closed, person=person, by=Actor(person), at=TODAY)
    ground.closed.refresh_from_db()
    assert not permissions.may_run(chair.person, ground.closed, TODAY)


def test_an_elected_officer_ends_the_recorders_keeping_of_the_register(ground: Ground) -> None:
    recorder = ground.other.recorder
    assert permissions.may_keep_register(recorder, ground.other.body, TODAY)
    opening.name_for(ground.open, ground.man, Role.RECORDER, by=SYSTEM, at=MET)
    assert not permissions.may_keep_register(ground.man, ground.town.body, TODAY)
