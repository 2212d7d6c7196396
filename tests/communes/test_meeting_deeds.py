"""What the meeting pages ask of the domain: urgency, motions, rhythm, the door, the agenda."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from communes import entries
from communes.domain import (
    attending,
    booking,
    counting,
    moving,
    planning,
    recognising,
    recording,
    rhythm,
    tallying,
    urgency,
    voting,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Choice, Entry, Meeting, OpenPoint, Person, Stage
from communes.problems import Refused
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(days=30)


@laid
def made() -> Town:
    return world.settled_town()


@laid
def meeting(made: Town) -> Meeting:
    return world.assembly(made, at=AT)


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_an_unannounced_item_is_decided_only_once_it_is_urgent(meeting: Meeting) -> None:
    (item,) = planning.put_on_agenda(meeting, [PlannedItem("Burst pipe")], by=SYSTEM, at=AT)
    with pytest.raises(Refused) as refused:
        world.decide(item, Count(20), AT)
    assert codes(refused) == ["item_not_announced"]
    assert not urgency.declare_urgent(item, count=Count(13, 7), by=SYSTEM, at=AT).adopted
    assert not item.urgent
    assert urgency.declare_urgent(item, count=Count(14, 6), by=SYSTEM, at=AT).adopted
    assert world.decide(item, Count(20), AT).adopted
    said = [
        entries.sentence(row.kind, {"adopted": True, "for": 14, "against": 6})
        for row in Entry.objects.filter(kind="urgency.voted")
    ]
    assert said[1] == "An item was declared urgent: 14 for, 6 against."
    assert booking.verify(meeting.body) is None


def test_what_is_announced_or_never_urgent_is_not_declared_urgent(meeting: Meeting) -> None:
    announced = meeting.items.get(position=1)
    with pytest.raises(Refused) as refused:
        urgency.declare_urgent(announced, count=Count(20), by=SYSTEM, at=AT)
    assert codes(refused) == ["urgency_needless"]
    (late,) = planning.put_on_agenda(meeting, [PlannedItem("Chair", "election")], by=SYSTEM, at=AT)
    with pytest.raises(Refused) as refused:
        urgency.declare_urgent(late, count=Count(20), by=SYSTEM, at=AT)
    assert codes(refused) == ["never_urgent"]


def test_urgency_needs_hands_that_are_in_the_room(meeting: Meeting) -> None:
    (item,) = planning.put_on_agenda(meeting, [PlannedItem("Burst pipe")], by=SYSTEM, at=AT)
    with pytest.raises(Refused) as refused:
        urgency.declare_urgent(item, count=Count(21), by=SYSTEM, at=AT)
    assert codes(refused) == ["count_too_high"]


def test_a_motion_keeps_every_wording_and_waits_for_an_agenda(made: Town) -> None:
    by = Actor(made.women[2])
    first = moving.raise_motion(made.body, title="Well", text="A new well.", by=by, at=NOW)
    second = moving.amend(first.motion, text="Two wells.", by=by, at=NOW, seen=first)
    assert (second.number, second.parent, first.motion.mover) == (2, first, made.women[2])
    with pytest.raises(Refused) as refused:
        moving.amend(first.motion, text="Three.", by=by, at=NOW, seen=first)
    assert codes(refused) == ["text_moved_on"]
    moving.put_on_next_agenda(first.motion, by=by, at=NOW)
    with pytest.raises(Refused) as refused:
        moving.put_on_next_agenda(first.motion, by=by, at=NOW)
    assert codes(refused) == ["motion_waits"]
    (point,) = world.awaited(made.body)
    items = [PlannedItem(point.title, point.kind, point=point)]
    held = convene(made.body, Invitation("Yard", AT, items), by=SYSTEM, at=NOW)
    assert held.items.get().motion_version == second
    assert booking.verify(made.body) is None


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [("", "x", "title_missing"), ("x", " ", "text_missing"), ("x" * 301, "x", "title_too_long")],
)
def test_a_motion_needs_title_and_text(made: Town, title: str, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        moving.raise_motion(made.body, title=title, text=text, by=SYSTEM, at=NOW)
    assert codes(refused) == [code]


@pytest.mark.parametrize(
    ("last", "earliest", "expected"),
    [
        (date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 15)),
        (date(2026, 3, 1), date(2026, 3, 15), date(2026, 3, 15)),
        (date(2026, 3, 1), date(2026, 3, 16), date(2026, 3, 29)),
        (date(2026, 3, 20), date(2026, 3, 5), date(2026, 4, 3)),
    ],
)
def test_the_rhythm_keeps_its_weekday(last: date, earliest: date, expected: date) -> None:
    assert rhythm.next_in_rhythm(last, 14, earliest) == expected


def test_the_proposal_repeats_place_and_clock_of_the_last_meeting(
    made: Town, meeting: Meeting
) -> None:
    told = rhythm.proposed(made.body, "assembly", 3, AT)
    assert (told.day, told.place) == (date(2026, 4, 23), "School yard")
    assert told.clock == time(20, 0)  # 17:00 UTC by the clocks of Damascus
    board = rhythm.proposed(made.body, "board", 3, AT)
    assert (board.last, board.clock, board.every) == (None, rhythm.USUAL, 7)


def test_letters_find_residents_across_scripts_and_by_household(
    made: Town, meeting: Meeting
) -> None:
    found = world.resident(made.body, "بيريفان", "woman", at=AT)
    child = world.resident(made.body, "Bêrîvan Kobanî", "woman", birth_year=2020, at=AT)
    names = [match.person for match in recognising.at_the_door(meeting, "beri", AT).found]
    assert names == [found, child]  # adults before children
    (match,) = recognising.at_the_door(meeting, "house of beriv", AT).found
    assert (match.person, match.household) == (child, "House of Bêrîvan Kobanî")
    (inside,) = recognising.at_the_door(meeting, "woman 3", AT).found
    assert inside.stay is not None
    assert recognising.at_the_door(meeting, "woman", AT).more is False
    assert recognising.members(made.body, "assembly", "beriv", AT)[0].person != child


def test_a_small_roll_shows_who_is_awaited(made: Town) -> None:
    meeting = world.assembly(made, at=AT, present=made.people[:18])
    awaited = {match.person for match in recognising.at_the_door(meeting, " ", AT).found}
    assert awaited == {*made.people[18:], made.recorder}


def test_what_is_taken_off_the_agenda_waits_again(made: Town) -> None:
    planning.await_agenda(made.body, kind="decision", occasion="x:1", title="Road", at=NOW)
    (point,) = world.awaited(made.body)
    items = [PlannedItem("One"), PlannedItem(point.title, point=point), PlannedItem("Three")]
    held = convene(made.body, Invitation("Yard", AT, items), by=SYSTEM, at=NOW)
    planning.remove_item(held.items.get(position=2), by=SYSTEM, at=NOW)
    assert list(held.items.values_list("position", "title")) == [(1, "One"), (2, "Three")]
    assert OpenPoint.objects.get(occasion="x:1").item is None


def test_an_election_that_was_prepared_is_passed_over_only(made: Town) -> None:
    from quotas.domain import nominating

    item = PlannedItem("Chair", "election")
    held = convene(made.body, Invitation("Yard", AT, [item]), by=SYSTEM, at=NOW)
    row = held.items.get()
    nominating.plan(row, nominating.electable(made.body, NOW)[:1], by=SYSTEM, at=NOW)
    with pytest.raises(Refused) as refused:
        planning.remove_item(row, by=SYSTEM, at=NOW)
    assert codes(refused) == ["item_prepared"]
    assert held.items.count() == 1


def test_an_item_is_done_and_taken_up_again(meeting: Meeting) -> None:
    item = meeting.items.get(position=2)
    recording.finish(item, by=SYSTEM, at=AT)
    assert meeting.items.get(position=2).finished_at == AT
    recording.reopen(item, by=SYSTEM, at=AT)
    assert meeting.items.get(position=2).finished_at is None
    world.closed_and_signed(meeting, [*recognised(meeting)], AT + timedelta(hours=1))
    assert meeting.stage == Stage.SIGNED
    with pytest.raises(Refused):
        recording.finish(item, by=SYSTEM, at=AT + timedelta(hours=2))


def recognised(meeting: Meeting) -> list[Person]:
    """Who chairs the meeting."""
    return [row.person for row in meeting.roles.filter(role="chair")]


def test_who_answered_the_roll_call_and_left_still_counts(made: Town, meeting: Meeting) -> None:
    item = meeting.items.get(position=1)
    ballot = voting.open_vote(item, by=SYSTEM, at=AT)
    for person in made.people:
        voting.cast(ballot, person=person, choice=Choice.FOR, by=SYSTEM, at=AT)
    leaver = meeting.attendances.get(person=made.men[5])
    attending.check_out(leaver, by=SYSTEM, at=AT + timedelta(minutes=1))
    resolution = tallying.decide_by_roll_call(
        ballot, text="", by=SYSTEM, at=AT + timedelta(minutes=2)
    )
    assert (resolution.present, resolution.votes_for) == (20, 20)


def test_consensus_counts_everyone_who_does_not_stand_aside(meeting: Meeting) -> None:
    count = counting.by_consensus(meeting.items.get(position=1), AT, abstain=2)
    assert (count.votes_for, count.against, count.abstain, count.method) == (18, 0, 2, "consensus")


def test_the_rhythm_is_told_in_the_zone_of_the_body(made: Town) -> None:
    late = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # already the 11th in Damascus
    assert rhythm.proposed(made.body, "board", 3, late).earliest == date(2026, 3, 15)
