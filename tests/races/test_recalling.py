"""Two signatures at the threshold, signature and closing, recall and vote: one comes first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest

from communes.domain import voting
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Ballot, Basis, Entry, Meeting, RollCallVote
from mandates.domain import concluding, ending, signing
from mandates.models import EndReason, Mandate, Petition
from tests.factories import world
from tests.factories.petitions import Demand, demand
from tests.factories.world import NOW, SYSTEM, Town
from tests.mandates.test_following import council_of
from tests.races.racing import Outcome, lifted, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(days=30)
MOMENT = timedelta(microseconds=1)
SIGNS = "INSERT INTO .mandates_signature"


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Without the lock on the petition, and without these guards."""
    with ExitStack() as stack:
        stack.enter_context(unlocked(Petition))
        stack.enter_context(lifted(*names))
        yield


@pytest.fixture
def made() -> Demand:
    """A petition that lacks one signature."""
    opened = demand()
    opened.sign(*opened.signers[:4])
    return opened


def written(kind: str) -> int:
    """How often the book says it."""
    return Entry.objects.filter(kind=kind).count()


# Two signatures that reach the threshold.


def completed_twice(made: Demand) -> tuple[Outcome, int, int]:
    """Two electors sign at once a petition that lacks one signature."""
    at = made.opened + timedelta(days=2)
    one, other = (Actor(person) for person in made.signers[4:6])
    outcome = race(
        lambda: signing.sign(made.fresh(), by=one, at=at),
        lambda: signing.sign(made.fresh(), by=other, at=at),
        before=SIGNS,
    )
    return outcome, concluding.counted(made.petition), written("petition.succeeded")


def test_one_of_two_signatures_is_the_last(made: Demand) -> None:
    outcome, counted, told = completed_twice(made)
    assert (outcome.met, outcome.codes, counted, told) == (False, ["petition_succeeded"], 5, 1)
    assert Meeting.objects.filter(basis=Basis.PETITION).count() == 1


def test_without_the_lock_a_petition_succeeds_twice(made: Demand) -> None:
    with without():
        outcome, counted, told = completed_twice(made)
    assert outcome.met
    assert (counted, told) != (5, 1)


# A signature in the last moment, and the sweep that closes.


def signed_and_closed(made: Demand) -> tuple[Outcome, int, int]:
    """The last elector signs a moment before the closing, while the lapse is written down."""
    closes = made.petition.closes_at
    by = Actor(made.signers[4])
    outcome = race(
        lambda: signing.sign(made.fresh(), by=by, at=closes - MOMENT),
        lambda: concluding.conclude(made.fresh(), at=closes + timedelta(hours=1)),
        before=rf"{SIGNS}|COUNT\(.*FROM .mandates_signature",
    )
    return outcome, written("petition.lapsed"), written("petition.succeeded")


def test_signer_and_closer_agree_on_one_number(made: Demand) -> None:
    outcome, lapsed, succeeded = signed_and_closed(made)
    petition = made.fresh()
    assert (outcome.met, outcome.kinds, lapsed + succeeded) == (False, [], 1)
    assert petition.tally["counted"] == concluding.counted(petition)
    assert (petition.succeeded_at is not None) == bool(succeeded)


def test_without_the_lock_the_database_keeps_one_outcome(made: Demand) -> None:
    with without():
        outcome, lapsed, succeeded = signed_and_closed(made)
    assert (outcome.kinds, lapsed + succeeded) == (["IntegrityError"], 1)


def test_without_either_a_petition_lapses_and_succeeds(made: Demand) -> None:
    with without("mandates_petition_concluded_once"):
        outcome, lapsed, succeeded = signed_and_closed(made)
    assert (outcome.kinds, lapsed, succeeded) == ([], 1, 1)


# A delegate is recalled while the own vote is called out.


def recalled_and_voting(town: Town) -> tuple[Outcome, Mandate]:
    """The council calls the names; at home the delegate's ground is ended."""
    ground, delegate = council_of(town)
    council = delegate.seat.body
    items = [PlannedItem("Tea")]
    held = convene(council, Invitation("Hall", LATER, items), by=SYSTEM, at=NOW)
    chairs = [town.women[0], town.men[0]]
    world.opened(held, chairs, chairs[1], chairs, LATER)
    ballot = voting.open_vote(held.items.get(), by=SYSTEM, at=LATER)

    def recall() -> object:
        reason, resolution = EndReason.RECALLED, ground.resolution
        return ending.end(ground, reason=reason, by=SYSTEM, at=LATER, resolution=resolution)

    outcome = race(
        lambda: voting.cast(ballot, person=chairs[0], choice="for", by=SYSTEM, at=LATER),
        recall,
        before="INSERT INTO .communes_rollcallvote|UPDATE .mandates_mandate",
    )
    delegate.refresh_from_db()
    return outcome, delegate


def test_a_vote_comes_before_the_recall_or_not_at_all() -> None:
    outcome, delegate = recalled_and_voting(world.settled_town(pairs=8))
    votes = RollCallVote.objects.count()
    assert (outcome.met, delegate.until) == (False, LATER)
    assert outcome.codes == ([] if votes else ["not_on_roll"])


def test_without_the_lock_whoever_is_recalled_still_votes() -> None:
    with unlocked(Ballot):
        outcome, delegate = recalled_and_voting(world.settled_town(pairs=8))
    assert (outcome.met, delegate.until, RollCallVote.objects.count()) == (True, LATER, 1)
