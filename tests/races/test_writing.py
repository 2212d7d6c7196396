"""Two at once over one record: a text, minutes being signed, a vote being opened, a sweep."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.domain import (
    booking,
    closing,
    erasing,
    mending,
    moving,
    recording,
    retiming,
    signing,
    voting,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Entry,
    ListCommitment,
    Meeting,
    Minutes,
    MotionVersion,
    Notice,
)
from councils.domain import seating
from mandates.domain import expiring, instructing
from mandates.domain.instructing import Bond
from mandates.models import Instruction, Mandate, Said
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.invariants.days import OLD
from tests.races.racing import Outcome, lifted, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(days=30)


@pytest.fixture
def town() -> Town:
    return world.settled_town(pairs=8)


# Two savers of one text.


def saved_twice(town: Town) -> tuple[Outcome, AgendaItem]:
    """Recorder and chair save what each has written upon the same version."""
    item = world.assembly(town, at=LATER).items.all()[0]

    def save(text: str) -> AgendaItem:
        return recording.write(item, text=text, version=0, by=SYSTEM, at=LATER)

    outcome = race(
        lambda: save("Rain."), lambda: save("Snow."), before="UPDATE .communes_agendaitem. "
    )
    item.refresh_from_db()
    return outcome, item


def test_the_later_saver_is_told_and_loses_nothing(town: Town) -> None:
    outcome, item = saved_twice(town)
    assert (outcome.met, outcome.codes, item.text_version) == (False, ["text_moved_on"], 1)
    failure = outcome.failures[0]
    assert failure.problems[0].figures["theirs"] == item.text  # type: ignore[attr-defined]


def test_without_the_lock_a_text_is_lost(town: Town) -> None:
    with unlocked():
        outcome, item = saved_twice(town)
    assert (outcome.met, outcome.kinds, item.text_version) == (True, [], 1)


# Signing while a slip is mended, or a stay struck out.


def closed(town: Town) -> Meeting:
    """A closed assembly with one decision, which one of two chairs has signed."""
    held = world.assembly(town, at=LATER)
    world.decide(held.items.get(title="Water pump"), Count(14), LATER)
    closing.close(held, by=SYSTEM, at=LATER)
    signing.sign(held, person=town.women[0], by=Actor(town.women[0]), at=LATER)
    return held


def signed_while_mended(town: Town) -> tuple[Outcome, Meeting]:
    """The last chair signs what the recorder is mending."""
    held = closed(town)
    slip = held.items.get(title="Water pump").resolutions.get()
    seen = closing.digest(held)

    def sign() -> object:
        chair = town.men[0]
        return signing.sign(held, person=chair, by=Actor(chair), at=LATER, seen=seen)

    def mend() -> object:
        return mending.mend(
            slip, count=Count(13), text="", reason="Counted again.", by=SYSTEM, at=LATER
        )

    where = "INSERT INTO .communes_(minutes|resolutioneffect)"
    outcome = race(sign, mend, before=where)
    held.refresh_from_db()
    return outcome, held


def test_what_is_signed_is_what_stands(town: Town) -> None:
    outcome, held = signed_while_mended(town)
    assert not outcome.met
    assert outcome.codes in (["minutes_signed"], ["minutes_moved_on"])
    if held.signed_at:
        assert Minutes.objects.get(meeting=held).content.count('"revision":1') == 0
    assert booking.verify(town.body) is None


def test_without_either_minutes_are_signed_that_stand_otherwise(town: Town) -> None:
    table = "communes_agendaitem_signed_no_update"
    with unlocked(Meeting), lifted(table, "communes_resolution_signed_no_insert"):
        outcome, held = signed_while_mended(town)
    assert (outcome.met, outcome.kinds) == (True, [])
    assert held.signed_at
    assert '"revision":1' not in Minutes.objects.get(meeting=held).content
    assert held.items.filter(resolutions__revision=1).exists()


def struck_while_closed(town: Town) -> tuple[Outcome, Meeting]:
    """A slip at the door is struck out while the meeting is being closed."""
    held = world.assembly(town, at=LATER)
    stay = Attendance.objects.filter(meeting=held).order_by("pk")[0]

    def close() -> None:
        closing.close(held, by=SYSTEM, at=LATER)

    def strike() -> None:
        retiming.strike(stay, by=SYSTEM, at=LATER)

    outcome = race(close, strike, before="UPDATE .communes_(attendance|meeting). ")
    held.refresh_from_db()
    return outcome, held


def test_the_list_stands_when_the_meeting_is_closed(town: Town) -> None:
    outcome, held = struck_while_closed(town)
    assert not outcome.met
    assert outcome.codes in ([], ["meeting_not_open"])
    assert held.closed_at


def test_without_the_lock_the_list_changes_as_the_meeting_closes(town: Town) -> None:
    with unlocked():
        outcome, _held = struck_while_closed(town)
    assert (outcome.met, outcome.kinds) == (True, [])


# A vote is opened while an instruction on it is given.


def instructed_while_opened(town: Town) -> tuple[Outcome, Instruction]:
    """The council opens the vote while the commune decides how to bind its delegates."""
    terms = BodyTerms("Council", world.ZONE, "en")
    council = seating.establish_council("neighbourhood", terms, by=SYSTEM, at=NOW)
    seating.seat_unit(town.body, council, by=SYSTEM, at=NOW)
    version = moving.raise_motion(council, title="Water", text="Pipes.", by=SYSTEM, at=NOW)
    item = world.assembly(town, [PlannedItem("Water", "instruction")], at=LATER).items.get()
    planned = instructing.plan(item, version, by=SYSTEM, at=LATER)
    motion = PlannedItem("Water", "motion", motion_version=version)
    session = convene(council, Invitation("Hall", LATER, [motion]), by=SYSTEM, at=NOW)
    delegates = [town.women[0], town.men[0]]
    world.opened(session, delegates, town.women[1], delegates, LATER)

    def instruct() -> object:
        bond = Bond("for")
        return instructing.instruct(item, bond=bond, count=Count(14), text="", by=SYSTEM, at=LATER)

    def open_vote() -> object:
        return voting.open_vote(session.items.get(), by=SYSTEM, at=LATER)

    where = "INSERT INTO .communes_(ballot|resolution). "
    outcome = race(instruct, open_vote, before=where)
    planned.refresh_from_db()
    return outcome, planned


def test_an_instruction_is_given_before_the_vote_or_not_at_all(town: Town) -> None:
    outcome, planned = instructed_while_opened(town)
    assert not outcome.met
    assert Ballot.objects.count() == 1
    assert outcome.codes == ([] if planned.given_at else ["vote_begun"])


def test_without_the_lock_an_instruction_comes_after_the_vote(town: Town) -> None:
    with unlocked():
        outcome, planned = instructed_while_opened(town)
    assert (outcome.met, outcome.kinds) == (True, [])
    assert planned.given_at
    assert MotionVersion.objects.filter(ballots__isnull=False).count() == 1


# Two sweeps.


def swept_twice(town: Town) -> Outcome:
    """Two workers sweep at the end of the terms."""
    end = Mandate.objects.order_by("pk")[0].until
    assert end is not None

    def sweep() -> int:
        return expiring.sweep(end)

    return race(sweep, sweep, before="INSERT INTO .mandates_said")


def test_two_sweeps_say_everything_once(town: Town) -> None:
    outcome = swept_twice(town)
    assert (outcome.met, outcome.failures) == (False, [])
    assert sorted(str(answer) for answer in outcome.answers) == ["0", "3"]
    assert Said.objects.filter(code="expired").count() == 3
    assert Entry.objects.filter(kind="mandate.expired").count() == 3
    assert Notice.objects.filter(code="mandate_expired").count() == 3
    assert booking.verify(town.body) is None


def test_without_the_lock_the_database_keeps_to_once(town: Town) -> None:
    with unlocked():
        outcome = swept_twice(town)
    assert (outcome.met, outcome.kinds) == (True, ["IntegrityError"])
    assert Entry.objects.filter(kind="mandate.expired").count() == 3


def erased_twice() -> Outcome:
    """Two workers erase the same list."""

    def erase() -> int:
        return erasing.erase_due(timezone.now())

    return race(erase, erase, before="DELETE FROM .communes_attendance")


def test_two_sweeps_erase_a_list_once() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    outcome = erased_twice()
    assert (outcome.met, outcome.failures) == (False, [])
    assert sorted(str(answer) for answer in outcome.answers) == ["0", "1"]
    assert ListCommitment.objects.filter(erased_at__isnull=False).count() == 1
    assert booking.verify(made.body) is None


def test_without_the_lock_the_database_erases_once() -> None:
    world.settled_town(pairs=8, at=OLD)
    with unlocked():
        outcome = erased_twice()
    assert (outcome.met, outcome.kinds) == (True, ["IntegrityError"])
