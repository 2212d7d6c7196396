"""Invariants 4 and 6: a vote against the word is void and told to both bodies, by new events."""

from datetime import timedelta

import pytest

from communes.domain import booking, tallying, voting
from communes.models import Entry, Notice, RollCallVote
from communes.problems import Refused
from mandates.domain import declaring, hearing, instructing
from mandates.domain.instructing import Bond
from mandates.models import Declaration, Hearing, Instruction
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.mandates.test_declaring import amended, mandate_of
from tests.mandates.test_instructing import SESSION, council, instruct, question, session

pytestmark = pytest.mark.django_db

SWEPT = SESSION + timedelta(hours=1)


@pytest.mark.parametrize("choice", ["for", "abstain"])
def test_a_void_vote_is_on_neither_side_and_its_unit_is_still_counted(choice: str) -> None:
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    version = question(council(first, second))
    instruct(first, version, "against")
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    for person in people[:2]:
        voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=SESSION)
    told = tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    assert (told.votes_for, told.votes_against, told.abstentions) == (0, 0, 0)
    sides = ("unit", "void", "for", "against", "abstain", "says")
    assert [[one[name] for name in sides] for one in told.units] == [
        [second.body.key, 0, 0, 0, 0, ""],
        [first.body.key, 2, 0, 0, 0, "void"],
    ]
    assert told.facts["counted"]["ways"]["unit"]["addressed"] == 2
    assert set(RollCallVote.objects.values_list("choice", flat=True)) == {choice}
    assert hearing.sweep(SWEPT) == 2
    for body in (first.body, meeting.body):
        assert Notice.objects.filter(body=body, code="delegate_deviated").count() == 2
        assert booking.verify(body) is None
    assert Hearing.objects.undecided().count() == 2


def test_a_later_word_leaves_the_earlier_one_as_it_was() -> None:
    first, _second, version = amended()
    before = Instruction.objects.get(given_at__isnull=False)
    kept = (before.stance, before.given_at, before.motion_version_id)
    instruct(first, version, "for")
    before.refresh_from_db()
    assert (before.stance, before.given_at, before.motion_version_id) == kept
    entries = Entry.objects.filter(kind="instruction.given", body=version.motion.raised_in)
    assert entries.count() == 2


def test_after_the_opening_nothing_that_binds_is_said_any_more() -> None:
    first, second, version = amended()
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    with pytest.raises(Refused, match="vote_begun"):
        instruct(first, version, "for")
    with pytest.raises(Refused, match="vote_begun"):
        declaring.declare(mandate_of(first, version), version, "within", by=SYSTEM, at=SESSION)
    assert not Declaration.objects.exists()
    problems = instructing.instruct_problems(None, Bond("for"), SESSION)
    assert {one.code for one in problems} == {"motion_missing"}
