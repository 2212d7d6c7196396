"""Through the levels: units speak on motions further up, and bind their delegates on the way."""

from datetime import timedelta

import pytest
from django.test import Client

from communes.domain import attending, mending, opening, tallying, voting
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, MotionVersion, RollCallVote
from communes.problems import Refused
from councils.domain import seating
from mandates.domain import instructing, placing, questioning, sending, uniting
from mandates.domain.instructing import Bond
from mandates.models import Instruction, OfficeCode
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_instructing import SESSION, council, instruct, question

pytestmark = pytest.mark.django_db


def levels() -> tuple[Town, Town, Body, MotionVersion]:
    """Two towns in a council, which sends to a district before which a motion is."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    host = council(first, second)
    district = seating.establish_council(
        "district", BodyTerms("District", world.ZONE, "en"), by=SYSTEM, at=NOW
    )
    terms = [placing.SeatTerms(OfficeCode.DELEGATE, sex, host, None) for sex in ("woman", "man")]
    placing.place(district, terms, by=SYSTEM, at=NOW + timedelta(days=2))
    return first, second, host, question(district)


def going_on(first: Town, second: Town, host: Body, version: MotionVersion) -> AgendaItem:
    """A session of the council, at the item that instructs its delegates."""
    items = [PlannedItem("Well", "instruction")]
    early = SESSION - timedelta(days=9)
    meeting = convene(host, Invitation("Hall", SESSION, items), by=SYSTEM, at=early)
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    opening.open_meeting(meeting, chairs=people[:2], recorder=people[0], by=SYSTEM, at=SESSION)
    attending.check_in(meeting, people, by=SYSTEM, at=SESSION)
    item = meeting.items.get()
    instructing.plan(item, version, by=SYSTEM, at=SESSION)
    return item


def test_a_unit_instructs_on_a_motion_further_up_and_the_council_sees_the_sums() -> None:
    first, second, host, version = levels()
    assert version in questioning.open_before(first.body, SESSION)
    instruct(first, version, "for")
    told = uniting.roll_up(going_on(first, second, host, version), version, SESSION)
    words = [(unit.name, exact and exact.stance) for unit, exact, _earlier in told.units]
    assert words == [("Rimman", None), ("Zeytûn", "for")]
    assert (dict(told.sums), told.silent) == ({"for": 1}, 1)


def test_once_the_roll_is_called_the_sums_are_those_that_stood_then() -> None:
    first, second, host, version = levels()
    instruct(first, version, "for")
    item = going_on(first, second, host, version)
    ballot = instructing.put_to_vote(item, Bond("for"), by=SYSTEM, at=SESSION)
    voting.cast(ballot, person=first.women[0], choice="for", by=SYSTEM, at=SESSION)
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    given = Instruction.objects.get(sender=first.body, given_at__isnull=False)
    assert given.resolution is not None
    later = SESSION + timedelta(minutes=1)
    mending.strike(given.resolution, reason="A slip.", by=SYSTEM, at=later)
    third = world.settled_town("Hinar")
    seating.seat_unit(third.body, host, by=SYSTEM, at=later)
    told = uniting.roll_up(item, version, later + timedelta(days=1))
    assert (dict(told.sums), told.silent, told.opened_at) == ({"for": 1}, 1, SESSION)
    assert [unit.name for unit, _exact, _earlier in told.units] == ["Rimman", "Zeytûn"]


def test_what_a_unit_said_binds_its_delegates_in_the_councils_own_vote() -> None:
    first, second, host, version = levels()
    instruct(first, version, "for")
    item = going_on(first, second, host, version)
    ballot = instructing.put_to_vote(item, Bond("against"), by=SYSTEM, at=SESSION)
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    for person, choice in zip(people, ("for", "for", "for", "for"), strict=True):
        voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=SESSION)
    resolution = tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    kept = list(RollCallVote.objects.order_by("pk").values_list("counts_as", flat=True))
    assert kept == ["void", "void", "indicative", "indicative"]
    assert [unit["says"] for unit in resolution.units] == ["for", "void"]
    assert (resolution.votes_for, resolution.votes_against) == (2, 0)
    given = Instruction.objects.standing().get(sender=host)
    assert (given.stance, given.resolution) == ("against", resolution)


def test_the_councils_vote_closes_the_question_for_its_units_alone() -> None:
    first, second, host, version = levels()
    item = going_on(first, second, host, version)
    other = council_beside(version)
    instructing.put_to_vote(item, Bond("for"), by=SYSTEM, at=SESSION)
    assert sending.closed(version, first.body, SESSION)
    assert not sending.closed(version, host, SESSION)
    assert not sending.closed(version, other, SESSION)


def council_beside(version: MotionVersion) -> Body:
    """A town of another council that sends to the same district."""
    town = world.settled_town("Hinar")
    terms_of = BodyTerms("Further council", world.ZONE, "en")
    host = seating.establish_council("neighbourhood", terms_of, by=SYSTEM, at=NOW)
    seating.seat_unit(town.body, host, by=SYSTEM, at=NOW + timedelta(days=1))
    terms = [placing.SeatTerms(OfficeCode.DELEGATE, "woman", host, None)]
    placing.place(version.motion.raised_in, terms, by=SYSTEM, at=NOW + timedelta(days=3))
    return town.body


def test_a_council_instructs_by_roll_call() -> None:
    from communes.domain.counting import Count

    first, second, host, version = levels()
    item = going_on(first, second, host, version)
    bond = Bond("for")
    with pytest.raises(Refused, match="council_roll_call"):
        instructing.instruct(item, bond=bond, count=Count(4), text="", by=SYSTEM, at=SESSION)


def test_the_page_shows_the_units_and_calls_the_roll() -> None:
    first, second, host, version = levels()
    instruct(first, version, "for")
    item = going_on(first, second, host, version)
    client = Client()
    client.force_login(world.account("recorder", first.women[0]))
    with clock(SESSION):
        shown = client.get(f"/items/{item.key}/instruction/").content.decode()
        assert "What our units said" in shown
        done = client.post(f"/items/{item.key}/instruction/", {"stance": "for", "limits": ""})
        assert done.status_code == 302
        room = client.get(f"/items/{item.key}/").content.decode()
    assert 'id="roll-call"' in room
    assert item.ballots.count() == 1
