"""Two sweeps at once, a sweep and whoever resigns, a declaration and the vote: one comes first."""

from datetime import datetime, timedelta

import pytest

from communes.domain import booking, voting
from communes.models import Ballot, Entry, MotionVersion, Notice, OpenPoint
from mandates.domain import declaring, expiring, resigning
from mandates.models import Declaration, Mandate, Said
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.mandates.test_declaring import amended, mandate_of
from tests.mandates.test_instructing import SESSION, session
from tests.races.racing import Outcome, lifted, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

MOMENT = timedelta(microseconds=1)
CLAIMS = "INSERT INTO .mandates_said"


@pytest.fixture
def town() -> Town:
    """Three mandates whose terms end together; one of the holders has an account."""
    made = world.settled_town(pairs=8)
    world.account("cochair", made.women[0])
    return made


def term(town: Town) -> datetime:
    """The instant at which all of them are over."""
    end = Mandate.objects.filter(seat__body=town.body).latest("until").until
    assert end is not None
    return end


def written(kind: str) -> int:
    """How often a book says it."""
    return Entry.objects.filter(kind=kind).count()


# Two sweeps.


def swept_twice(town: Town) -> Outcome:
    """Two workers sweep the same terms."""
    at = term(town)
    return race(lambda: expiring.expire(at), lambda: expiring.expire(at), before=CLAIMS)


def test_two_sweeps_write_each_term_once(town: Town) -> None:
    outcome = swept_twice(town)
    assert (outcome.met, outcome.failures) == (False, [])
    assert sorted(str(answer) for answer in outcome.answers) == ["0", "3"]
    assert (written("mandate.expired"), Said.objects.count()) == (3, 3)
    assert Notice.objects.filter(code="mandate_expired").count() == 4
    assert OpenPoint.objects.filter(kind="election").count() == 3
    assert booking.verify(town.body) is None


def test_without_the_lock_the_database_lets_one_of_two_sweeps_write(town: Town) -> None:
    with unlocked(Mandate):
        outcome = swept_twice(town)
    assert (outcome.met, outcome.kinds) == (True, ["IntegrityError"])
    assert written("mandate.expired") == 3


def test_without_either_each_term_is_written_twice(town: Town) -> None:
    with unlocked(Mandate), lifted("said_once"):
        outcome = swept_twice(town)
    assert (outcome.met, outcome.failures) == (True, [])
    assert written("mandate.expired") == 6
    assert Notice.objects.filter(code="mandate_expired").count() == 4  # by its own constraint


# A sweep, and a holder who resigns in the last moment.


def swept_and_resigned(town: Town) -> tuple[Outcome, list[str]]:
    """What the book says of a mandate given back a moment before its term, as the sweep comes."""
    end = term(town)
    mandate = Mandate.objects.get(seat__body=town.body, person=town.women[0])
    outcome = race(
        lambda: expiring.expire(end),
        lambda: resigning.resign(mandate, by=SYSTEM, at=end - MOMENT),
        before=f"{CLAIMS}|UPDATE .mandates_mandate",
    )
    kinds = ("mandate.expired", "mandate.ended")
    told = Entry.objects.filter(kind__in=kinds, content__contains=mandate.key)
    mandate.refresh_from_db()
    assert (mandate.until, mandate.end_reason) == (end - MOMENT, "resigned")
    return outcome, list(told.order_by("number").values_list("kind", flat=True))


def test_what_was_given_back_does_not_run_out_as_well(town: Town) -> None:
    outcome, kinds = swept_and_resigned(town)
    assert (outcome.met, outcome.failures) == (False, [])
    # Who comes after the sweep tells of a moment before it, which corrects what was written.
    assert kinds in (["mandate.ended"], ["mandate.expired", "mandate.ended"])
    assert booking.verify(town.body) is None


def test_without_the_lock_it_does_both(town: Town) -> None:
    with unlocked(Mandate):
        outcome, kinds = swept_and_resigned(town)
    assert (outcome.met, outcome.failures) == (True, [])
    assert sorted(kinds) == ["mandate.ended", "mandate.expired"]


# A delegate declares upon an amended text at the instant at which the vote on it opens.


def declared_and_opened(word: str) -> tuple[Outcome, int]:
    """How many declarations stand once the vote is open."""
    first, second, version = amended()
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    item = session(version.motion.raised_in, version, people).items.get()
    mandate = mandate_of(first, version)
    outcome = race(
        lambda: declaring.declare(mandate, version, word, by=SYSTEM, at=SESSION),
        lambda: voting.open_vote(item, by=SYSTEM, at=SESSION),
        before="INSERT INTO .(mandates_declaration|communes_ballot)",
    )
    assert Ballot.objects.count() == 1
    return outcome, Declaration.objects.count()


@pytest.mark.parametrize("word", ["within", "beyond"])
def test_a_declaration_comes_before_the_vote_or_is_refused(word: str) -> None:
    outcome, declared = declared_and_opened(word)
    assert not outcome.met
    assert outcome.codes == ([] if declared else ["vote_begun"])
    assert len(outcome.failures) == 1 - declared


def test_without_the_lock_it_is_declared_while_the_vote_is_open() -> None:
    with unlocked(MotionVersion):
        outcome, declared = declared_and_opened("within")
    assert (outcome.met, outcome.failures, declared) == (True, [], 1)
