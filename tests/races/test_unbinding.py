"""A vote is opened while the instruction that binds it is struck out as a slip: one comes first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from communes.domain import mending, moving, voting
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Ballot, MotionVersion, Resolution
from councils.domain import seating
from mandates.domain import instructing
from mandates.domain.instructing import Bond
from mandates.models import Instruction
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.races.racing import Outcome, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(days=30)


@contextmanager
def without() -> Iterator[None]:
    """Without the lock on the wording that both are about."""
    with unlocked(MotionVersion):
        yield


def bound() -> tuple[Town, Resolution, AgendaItem]:
    """A town that has bound its delegates, and the council's session about to vote."""
    town = world.settled_town(pairs=8)
    terms = BodyTerms("Council", world.ZONE, "en")
    council = seating.establish_council("neighbourhood", terms, by=SYSTEM, at=NOW)
    seating.seat_unit(town.body, council, by=SYSTEM, at=NOW)
    version = moving.raise_motion(council, title="Water", text="Pipes.", by=SYSTEM, at=NOW)
    item = world.assembly(town, [PlannedItem("Water", "instruction")], at=LATER).items.get()
    instructing.plan(item, version, by=SYSTEM, at=LATER)
    bond, count = Bond("for"), Count(14)
    given = instructing.instruct(item, bond=bond, count=count, text="", by=SYSTEM, at=LATER)
    motion = PlannedItem("Water", "motion", motion_version=version)
    session = convene(council, Invitation("Hall", LATER, [motion]), by=SYSTEM, at=NOW)
    delegates = [town.women[0], town.men[0]]
    world.opened(session, delegates, town.women[1], delegates, LATER)
    return town, given, session.items.get()


def struck_while_opened() -> tuple[Outcome, bool]:
    """The council opens the vote while the commune strikes the instruction out."""
    _town, given, item = bound()
    outcome = race(
        lambda: mending.strike(given, reason="A slip.", by=SYSTEM, at=LATER),
        lambda: voting.open_vote(item, by=SYSTEM, at=LATER),
        before="INSERT INTO .communes_ballot|UPDATE .mandates_instruction",
    )
    return outcome, not Instruction.objects.standing().filter(resolution=given).exists()


def test_an_instruction_is_struck_before_the_vote_or_not_while_it_is_taken() -> None:
    outcome, struck = struck_while_opened()
    assert (outcome.met, Ballot.objects.count()) == (False, 1)
    assert outcome.codes == ([] if struck else ["vote_begun"])
    assert len(outcome.failures) == (0 if struck else 1)


def test_without_the_lock_it_is_struck_under_an_open_vote() -> None:
    with without():
        outcome, struck = struck_while_opened()
    assert (outcome.met, outcome.kinds, struck) == (True, [], True)
    assert Ballot.objects.filter(closed_at__isnull=True).count() == 1
