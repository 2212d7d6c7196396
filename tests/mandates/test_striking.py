"""An instruction struck out as a slip still binds the votes that were opened before."""

from datetime import timedelta

import pytest
from django.test import Client

from communes.domain import mending, tallying, voting
from communes.domain.acting import Actor
from communes.models import RollCallVote
from communes.problems import Refused
from mandates.domain import hearing, instructing, obeying, questioning, watching
from mandates.domain.instructing import Bond
from mandates.models import Instruction
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.asking import at as clock
from tests.mandates.test_hearing import SWEPT, decided, deviated
from tests.mandates.test_instructing import SESSION
from tests.mandates.test_levels import going_on, levels

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def strike(given: Instruction, by: Actor = SYSTEM, after: timedelta = MINUTE) -> None:
    """Strike out the decision on which the instruction rests."""
    assert given.resolution is not None
    mending.strike(given.resolution, reason="A slip.", by=by, at=SESSION + after)


def test_nothing_is_struck_while_the_roll_is_called() -> None:
    _first, _second, ballot = deviated("for", "against", "for", "against")
    before = obeying.counted(ballot)
    with pytest.raises(Refused, match="vote_begun"):
        strike(Instruction.objects.standing().get())
    assert obeying.counted(ballot) == before


@pytest.mark.parametrize("late", [False, True])
def test_struck_after_the_vote_it_stood_in_it_and_the_delegate_is_heard(late: bool) -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    by = Actor(basis="charter", recorded_at=SESSION + MINUTE) if late else SYSTEM
    strike(Instruction.objects.standing().get(), by, -MINUTE if late else MINUTE)
    frozen = list(RollCallVote.objects.order_by("pk").values_list("counts_as", flat=True))
    ballot.refresh_from_db()
    assert frozen[:2] == ["void", "counted"]
    assert [one.ruled.counts_as for one in obeying.casts([ballot])] == frozen
    host = ballot.item.meeting.body
    pair = (first.body.pk, host.pk)
    (told,) = questioning.questions([pair], SWEPT)[pair]
    (session,) = watching.sessions(first.body, SWEPT)
    (seen,) = session.votes
    for one in (told.instruction, seen.instruction):
        assert one is not None
        assert one.stance == "against"
    assert hearing.sweep(SWEPT) == 1


def test_struck_before_the_vote_it_binds_nobody() -> None:
    _first, _second, ballot = deviated("for", "against", "for", "against")
    voting.close_vote(ballot, by=SYSTEM, at=SESSION)
    strike(Instruction.objects.standing().get())
    again = voting.open_vote(ballot.item, by=SYSTEM, at=SESSION + 2 * MINUTE)
    person = ballot.votes.order_by("pk")[0].person
    voting.cast(again, person=person, choice="for", by=SYSTEM, at=SESSION + 2 * MINUTE)
    (told,) = obeying.casts([again])
    assert told.ruled.counts_as == "indicative"


def test_a_councils_own_stance_stays_what_its_roll_was_called_on() -> None:
    first, second, host, version = levels()
    item = going_on(first, second, host, version)
    ballot = instructing.put_to_vote(item, Bond("against"), by=SYSTEM, at=SESSION)
    voting.cast(ballot, person=first.women[0], choice="for", by=SYSTEM, at=SESSION)
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    before = [(one.ruled, one.word) for one in obeying.casts([ballot])]
    strike(Instruction.objects.standing().get(sender=host))
    assert [(one.ruled, one.word) for one in obeying.casts([ballot])] == before


def test_no_page_offers_it_while_the_roll_is_called_and_no_post_does_it() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    given = Instruction.objects.standing().get()
    asks = Client()
    asks.force_login(world.account("recorder", first.women[0]))
    entry, room = f"/items/{given.item.key}/instruction/", f"/items/{given.item.key}/"
    offered = "It was entered by a slip"
    with clock(SESSION + MINUTE):
        assert offered not in asks.get(entry).content.decode()
        assert f'href="{entry}"' not in asks.get(room).content.decode()
        told = {"do": "strike", "mend-reason": "A slip."}
        assert asks.post(f"/items/{given.item.key}/mend/", told).status_code == 422
        given.refresh_from_db()
        assert given.struck_at is None
        voting.close_vote(ballot, by=SYSTEM, at=SESSION)
        assert offered in asks.get(entry).content.decode()
        assert asks.post(f"/items/{given.item.key}/mend/", told).status_code == 302
    given.refresh_from_db()
    assert given.struck_at is not None
