"""A motion before a council asks every sending body for an instruction, by itself."""

from datetime import datetime, timedelta

import pytest

from communes.domain import closing, convening, moving, voting
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Body, MotionVersion, OpenPoint
from mandates.domain import asking, instructing
from mandates.domain.instructing import Bond
from mandates.models import Asked
from tests.counting import queries
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.mandates.test_instructing import SESSION, council, instruct, question, session

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = NOW + 5 * DAY


def points() -> list[tuple[str, str]]:
    rows = OpenPoint.objects.filter(kind="instruction", item__isnull=True)
    return [(one.body.name, one.figures["version"]) for one in rows.order_by("body__name", "pk")]


def two_towns() -> tuple[Town, Town, MotionVersion]:
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    return first, second, question(council(first, second))


def agreed(at: datetime) -> None:
    """The search finds exactly those of whom the predicate says so."""
    found = set(asking.due(at))
    for sender in Body.objects.all():
        for version in MotionVersion.objects.select_related("motion__raised_in"):
            assert asking.asks(sender, version, at) == ((sender.pk, version.pk) in found)


def convened(town: Town, at: datetime) -> None:
    """The town's next assembly, with all that waits on its agenda."""
    rows = OpenPoint.objects.filter(body=town.body, item__isnull=True, kind="instruction")
    items = [PlannedItem(one.title, one.kind, point=one) for one in rows]
    invitation = Invitation("School", at + 6 * DAY, items)
    convening.convene(town.body, invitation, by=SYSTEM, at=at)


def test_each_sending_body_is_asked_once_however_often_it_is_swept() -> None:
    first, second, version = two_towns()
    agreed(LATER)
    assert asking.sweep(LATER) == 2
    told = [(second.body.name, version.key), (first.body.name, version.key)]
    assert points() == told
    for days in (0, 1, 40):
        assert asking.sweep(LATER + days * DAY) == 0
        agreed(LATER + days * DAY)
    assert points() == told


def test_two_sweeps_at_one_time_ask_once() -> None:
    two_towns()
    pairs = list(asking.due(LATER))
    assert (asking.ask(pairs, LATER), asking.ask(pairs, LATER)) == (2, 0)
    assert len(points()) == 2


def test_an_answer_ends_the_asking() -> None:
    first, second, version = two_towns()
    asking.sweep(LATER)
    instruct(first, version, "for")
    asking.sweep(SESSION)
    assert points() == [(second.body.name, version.key)]
    agreed(SESSION)


def test_the_opened_vote_ends_the_asking() -> None:
    first, second, version = two_towns()
    asking.sweep(LATER)
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    agreed(SESSION)
    assert asking.sweep(SESSION) == 0
    assert points() == []


def test_a_changed_text_asks_anew() -> None:
    _first, _second, version = two_towns()
    asking.sweep(LATER)
    newer = moving.amend(version.motion, text="Dig two wells.", by=SYSTEM, at=LATER)
    agreed(LATER)
    assert asking.sweep(LATER) == 2
    assert {key for _name, key in points()} == {newer.key}


def test_the_next_agenda_gets_the_item_with_its_motion() -> None:
    first, _second, version = two_towns()
    asking.sweep(LATER)
    convened(first, LATER)
    item = OpenPoint.objects.get(body=first.body, kind="instruction").item
    assert item is not None
    planned = instructing.planned_for(item)
    assert planned is not None
    assert planned.motion_version == version
    agreed(LATER)


def test_a_stale_point_never_breaks_convening() -> None:
    first, second, version = two_towns()
    asking.sweep(LATER)
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    convened(first, SESSION)
    item = OpenPoint.objects.get(body=first.body, kind="instruction").item
    assert item is not None
    assert instructing.planned_for(item) is None


def test_an_amended_text_is_what_the_agenda_takes_up() -> None:
    first, _second, version = two_towns()
    asking.sweep(LATER)
    newer = moving.amend(version.motion, text="Dig two wells.", by=SYSTEM, at=LATER)
    convened(first, LATER)
    item = OpenPoint.objects.get(body=first.body, kind="instruction").item
    assert item is not None
    planned = instructing.planned_for(item)
    assert planned is not None
    assert planned.motion_version == newer


def test_a_meeting_that_left_it_is_followed_by_one_that_is_asked_again() -> None:
    first, _second, version = two_towns()
    asking.sweep(LATER)
    convened(first, LATER)
    meeting = first.body.meetings.latest("pk")
    at = meeting.starts_at
    world.opened(meeting, [first.women[0], first.men[0]], first.women[1], first.people, at)
    closing.close(meeting, by=SYSTEM, at=at + timedelta(hours=1))
    agreed(at + DAY)
    assert asking.sweep(at + DAY) == 1
    assert asking.sweep(at + 2 * DAY) == 0
    assert (first.body.name, version.key) in points()
    assert Asked.objects.get(sender=first.body).times == 2


def test_who_refused_to_instruct_is_not_asked_again() -> None:
    first, second, version = two_towns()
    meeting = world.assembly(first, [PlannedItem("Well", "instruction")], at=LATER)
    item = meeting.items.get()
    instructing.plan(item, version, by=SYSTEM, at=LATER)
    bond, count = Bond("for"), Count(1, 19)
    instructing.instruct(item, bond=bond, count=count, text="", by=SYSTEM, at=LATER)
    closing.close(meeting, by=SYSTEM, at=LATER + DAY)
    agreed(LATER + DAY)
    asking.sweep(LATER + DAY)
    assert points() == [(second.body.name, version.key)]


def test_asking_takes_as_many_queries_for_two_as_for_ten() -> None:
    _first, _second, version = two_towns()
    few = queries(lambda: asking.sweep(LATER))
    for number in range(4):
        title, host = f"Motion {number}", version.motion.raised_in
        moving.raise_motion(host, title=title, text="x", by=SYSTEM, at=LATER)
    asking.sweep(LATER)
    assert queries(lambda: asking.sweep(LATER)) == few
