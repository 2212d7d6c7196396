"""A vote against the instruction: both bodies are told, and the sender hears its delegate."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from communes import guards
from communes.domain import (
    attending,
    booking,
    closing,
    opening,
    planning,
    resolving,
    tallying,
    voting,
)
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Meeting,
    Notice,
    OpenPoint,
    Role,
    RollCallVote,
)
from communes.papers.gathering import minutes_context
from communes.problems import Refused
from mandates.domain import calling, ending, hearing, recalling
from mandates.domain.recalling import Reply
from mandates.models import Hearing, Mandate, OfficeCode
from tests.counting import queries
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_instructing import SESSION, council, instruct, question, session

pytestmark = pytest.mark.django_db

SWEPT = SESSION + timedelta(hours=3)
HEARD = SESSION + timedelta(days=9)


def deviated(*choices: str) -> tuple[Town, Town, Ballot]:
    """The first town said no; its delegates and the second town's vote as told."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    version = question(council(first, second))
    instruct(first, version, "against")
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    for person, choice in zip(people, choices, strict=True):
        voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=SESSION)
    return first, second, ballot


def decided(ballot: Ballot) -> None:
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)


def heard_in(town: Town, at: datetime) -> AgendaItem:
    """The next assembly of the town, at the item that hears its delegate."""
    point = OpenPoint.objects.get(body=town.body, kind="hearing")
    items = [PlannedItem(point.title, point.kind, point=point)]
    early = at - timedelta(days=6)
    held = convene(town.body, Invitation("School", at, items), by=SYSTEM, at=early)
    chairs = [town.women[0], town.men[0]]
    world.opened(held, chairs, town.women[1], town.people, at)
    return held.items.get()


def test_it_is_opened_once_however_often_it_is_swept() -> None:
    first, second, ballot = deviated("for", "against", "for", "against")
    assert hearing.sweep(SESSION) == 0
    decided(ballot)
    assert [hearing.sweep(SWEPT + timedelta(days=days)) for days in (0, 0, 40)] == [1, 0, 0]
    made = Hearing.objects.get()
    assert made.mandate.person == first.women[0]
    assert [one.kind for one in world.awaited(first.body) if one.kind == "hearing"] == ["hearing"]
    assert not OpenPoint.objects.filter(kind="hearing", body=second.body).exists()
    for body in (first.body, ballot.item.meeting.body):
        assert Notice.objects.filter(body=body, code="delegate_deviated").count() == 1
        assert body.entries.filter(kind="delegate.deviated").count() == 1
        assert booking.verify(body) is None


def test_the_books_name_nobody() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    entry = first.body.entries.get(kind="delegate.deviated")
    assert first.women[0].key not in entry.content
    assert Hearing.objects.get().mandate.key not in entry.content


def test_a_vote_dropped_or_obeyed_opens_nothing() -> None:
    _first, _second, ballot = deviated("for", "for", "for", "for")
    voting.close_vote(ballot, by=SYSTEM, at=SESSION)
    assert hearing.sweep(SWEPT) == 0


def test_an_indicative_vote_is_no_deviation() -> None:
    _first, _second, ballot = deviated("against", "against", "for", "against")
    decided(ballot)
    assert hearing.sweep(SWEPT) == 0


def test_the_next_agenda_hears_the_delegate_and_recalls_through_the_ground() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    item = heard_in(first, HEARD)
    planned = recalling.planned_for(item)
    chair = world.holder(world.seat(first.body, OfficeCode.CO_CHAIR, "woman"), HEARD)
    assert planned is not None
    assert planned.mandate == chair
    told = hearing.of_item(item)
    assert told is not None
    assert told.mandate.person == first.women[0]
    for role, person in ((Role.CHAIR, first.women[2]), (Role.RECORDER, first.women[1])):
        opening.name_for(item.meeting, person, role, item=item, by=SYSTEM, at=HEARD)
    vote = Count(18, 1)
    with pytest.raises(Refused, match="reply_unrecorded"):
        recalling.recall(item, count=vote, text="", by=SYSTEM, at=HEARD)
    reply = Reply("spoken", "I thought of the dry wells.")
    recalling.record_reply(item, reply, by=SYSTEM, at=HEARD)
    resolution = recalling.recall(item, count=vote, text="", by=SYSTEM, at=HEARD)
    assert resolution.rule == "simple"
    assert world.holder(world.seat(first.body, OfficeCode.CO_CHAIR, "woman"), HEARD) is None
    mandate = Mandate.objects.get(pk=told.mandate_id)
    assert not mandate.in_force(HEARD)
    assert not Hearing.objects.undecided().exists()


def test_who_is_heard_neither_chairs_nor_records() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    item = heard_in(first, HEARD)
    codes = {one.code for one in resolving.concerned_problems(item, HEARD)}
    assert codes == {"concerned"}


def test_confirmed_the_mandate_goes_on() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    item = heard_in(first, HEARD)
    opening.name_for(item.meeting, first.women[2], Role.CHAIR, item=item, by=SYSTEM, at=HEARD)
    recalling.record_reply(item, Reply("declined"), by=SYSTEM, at=HEARD)
    recalling.recall(item, count=Count(2, 15), text="", by=SYSTEM, at=HEARD)
    assert Hearing.objects.get().mandate.in_force(HEARD)
    assert not Hearing.objects.undecided().exists()


def test_a_meeting_called_off_lets_it_wait_again() -> None:
    from communes.domain import convening

    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    point = OpenPoint.objects.get(kind="hearing")
    invitation = Invitation("School", HEARD, [PlannedItem("Hear", "hearing", point=point)])
    held: Meeting = convene(first.body, invitation, by=SYSTEM, at=SWEPT)
    convening.cancel(held, by=SYSTEM, at=SWEPT)
    assert point in planning.waiting(first.body)
    item = heard_in(first, HEARD)
    assert Hearing.objects.get().item == item
    assert recalling.planned_for(item) is not None


def test_a_hearing_passed_over_waits_again_and_one_decided_does_not() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    item, point = heard_in(first, HEARD), OpenPoint.objects.get(kind="hearing")
    closing.close(item.meeting, by=SYSTEM, at=HEARD)
    for _again in range(2):
        calling.sweep(HEARD)
        assert point in planning.waiting(first.body)
    item = heard_in(first, HEARD + timedelta(days=9))
    opening.name_for(item.meeting, first.women[2], Role.CHAIR, item=item, by=SYSTEM, at=HEARD)
    recalling.record_reply(item, Reply("declined"), by=SYSTEM, at=HEARD)
    when = HEARD + timedelta(days=9)
    recalling.recall(item, count=Count(2, 15), text="", by=SYSTEM, at=when)
    closing.close(item.meeting, by=SYSTEM, at=when)
    assert calling.sweep(when) == 0
    assert point not in planning.waiting(first.body)


def test_a_vote_stands_once_its_mandate_is_over_or_the_voter_left_the_room() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    row = Mandate.objects.in_force(SESSION).get(
        person=first.women[0], seat__sending_body=first.body
    )
    over = SESSION + timedelta(minutes=1)
    assert row.rests_on is not None
    ending.end(row.rests_on, reason="resigned", by=SYSTEM, at=over)
    stay = Attendance.objects.get(meeting=ballot.item.meeting, person=first.men[0])
    attending.check_out(stay, by=SYSTEM, at=over)
    for person, code in ((first.women[0], "not_on_roll"), (first.men[0], "not_in_room")):
        with pytest.raises(Refused, match=code):
            voting.retake(ballot, person=person, choice="abstain", by=SYSTEM, at=over)
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=over)
    assert hearing.sweep(SWEPT) == 1
    assert Hearing.objects.get().mandate == row


def test_a_vote_without_a_mandate_keeps_no_other_waiting() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    guards.lift(connection)
    RollCallVote.objects.filter(person=first.women[0]).update(at=SESSION - timedelta(days=900))
    assert not hearing.due(SWEPT).exists()
    RollCallVote.objects.filter(person=first.women[0]).update(at=SESSION)
    assert hearing.due(SWEPT).get() == ballot


def test_finding_takes_as_many_queries_when_nothing_is_due() -> None:
    _first, _second, ballot = deviated("for", "against", "for", "against")
    before = queries(lambda: hearing.sweep(SESSION))
    decided(ballot)
    hearing.sweep(SWEPT)
    assert queries(lambda: hearing.sweep(SWEPT)) == before


def test_the_page_shows_the_vote_records_the_reply_and_enters_the_vote() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    hearing.sweep(SWEPT)
    item = heard_in(first, HEARD)
    opening.name_for(item.meeting, first.women[2], Role.CHAIR, item=item, by=SYSTEM, at=HEARD)
    client = Client()
    client.force_login(world.account("recorder", first.women[1]))
    with clock(HEARD):
        shown = client.get(f"/items/{item.key}/recall/").content.decode()
        assert "against the instruction, void" in shown
        reply = client.post(
            f"/items/{item.key}/recall/reply/", {"heard": "spoken", "reply": "Dry wells."}
        )
        assert reply.status_code == 302
        told = {"method": "hands", "votes_for": "2", "against": "15", "abstain": "0"}
        assert client.post(f"/items/{item.key}/recall/", told).status_code == 302
        read = client.get(f"/items/{item.key}/").content.decode()
    assert "is not recalled" in read
    assert Hearing.objects.get().mandate.in_force(HEARD)


def test_the_councils_decision_shows_the_void_votes_apart() -> None:
    first, second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    client = Client()
    client.force_login(world.account("reader", second.men[5]))
    with clock(SWEPT):
        shown = client.get(f"/items/{ballot.item.key}/").content.decode()
    assert "1 against, 1 void" in shown
    told = " ".join(minutes_context(ballot.item.meeting)["items"][0].decisions[0].units)
    assert first.body.name in told
