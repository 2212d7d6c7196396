"""A body's delegates: obedience, reports, and their votes while they are taken."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from communes.domain import closing, federating, tallying, voting
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Ballot, Body, Motion, MotionVersion, Person, Relation
from mandates.domain import watching
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import NOW, SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_instructing import SESSION, council, instruct, question, session

pytestmark = pytest.mark.django_db


@pytest.fixture
def live() -> Iterator[tuple[Town, Town, Ballot]]:
    """A roll call going on; the first town said no."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    version = question(council(first, second))
    instruct(first, version, "against")
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    with clock(SESSION):
        yield first, second, ballot


def vote(ballot: Ballot, person: Person, choice: str) -> None:
    voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=SESSION)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(world.account(person.key, person))
    return client


def now(body: Body) -> str:
    return reverse("delegates_now", args=[body.public_id])


def test_each_vote_stands_beside_the_instruction_as_it_is_recorded(
    live: tuple[Town, Town, Ballot],
) -> None:
    first, _second, ballot = live
    reader = browser(first.men[5])
    before = reader.get(now(first.body)).content.decode()
    assert "We said: <strong>against</strong>" in before
    vote(ballot, first.women[0], "for")
    vote(ballot, first.men[0], "against")
    after = reader.get(now(first.body)).content.decode()
    assert "against the instruction, void" in after
    assert "as bound" in after
    assert "hx-trigger" in after


def test_polling_brings_the_same_part_and_nothing_when_nothing_changed(
    live: tuple[Town, Town, Ballot],
) -> None:
    first, _second, ballot = live
    reader = browser(first.men[5])
    headers = {"HX-Request": "true", "HX-Target": "now"}
    whole = reader.get(now(first.body)).content.decode()
    stamp = watching.stamp(watching.sessions(first.body, SESSION))
    asked = now(first.body) + f"?seen={stamp}"
    assert reader.get(asked, headers=headers).status_code == 204
    vote(ballot, first.women[0], "for")
    part = reader.get(asked, headers=headers)
    assert part.status_code == 200
    whole = reader.get(now(first.body)).content.decode()
    assert part.content.decode().strip() in whole
    assert "<html" not in part.content.decode()


def test_only_the_senders_own_members_watch(live: tuple[Town, Town, Ballot]) -> None:
    first, second, _ballot = live
    stranger = browser(second.men[5])
    for name in ("delegates", "delegates_now"):
        assert stranger.get(reverse(name, args=[first.body.public_id])).status_code == 403
    staff = world.account("root", None)
    client = Client()
    client.force_login(staff)
    assert client.get(now(first.body)).status_code == 403


def test_delegates_who_differ_without_an_instruction_are_split(
    live: tuple[Town, Town, Ballot],
) -> None:
    _first, second, ballot = live
    vote(ballot, second.women[0], "for")
    vote(ballot, second.men[0], "against")
    told = watching.sessions(second.body, SESSION)[0].votes[0]
    assert (told.says, told.split) == ("split", True)
    assert "split" in browser(second.men[5]).get(now(second.body)).content.decode()


def test_obedience_is_told_in_words_and_marks(live: tuple[Town, Town, Ballot]) -> None:
    first, _second, ballot = live
    vote(ballot, first.women[0], "for")
    vote(ballot, first.men[0], "against")
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    closing.close(ballot.item.meeting, by=SYSTEM, at=SESSION)
    shown = browser(first.men[5]).get(reverse("delegates", args=[first.body.public_id]))
    text = shown.content.decode()
    assert "1 as bound" in text
    assert "1 against the instruction" in text
    assert "Due until" in text


def test_a_womens_assembly_is_not_there_for_others(live: tuple[Town, Town, Ballot]) -> None:
    first, _second, _ballot = live
    women = Body.objects.create(
        kind="womens_assembly", circle="women", made_of="residents", name="Jin",
        time_zone=world.ZONE, founded_at=NOW,
    )  # fmt: skip
    federating.relate(women, first.body, Relation.BESIDE, by=SYSTEM, at=NOW)
    assert browser(first.men[5]).get(now(women)).status_code == 404
    assert browser(first.women[5]).get(now(women)).status_code == 200


def test_a_program_watches_too(live: tuple[Town, Town, Ballot]) -> None:
    first, second, ballot = live
    vote(ballot, first.women[0], "for")
    caller = Caller(world.account("member", first.men[5]))
    told = caller.get(f"bodies/{first.body.key}/delegates/now").body
    row = told["sessions"][0]["votes"][0]
    assert (row["stance"], row["open"], row["says"]) == ("against", True, "void")
    assert row["votes"][0]["standing"] == "against"
    assert caller.get(f"bodies/{first.body.key}/delegates").status == 200
    assert caller.get(f"bodies/{second.body.key}/delegates/now").status == 403


@pytest.mark.parametrize("name", ["delegates", "delegates_now"])
def test_the_pages_take_as_many_queries_for_one_vote_as_for_three(
    live: tuple[Town, Town, Ballot], name: str
) -> None:
    first, _second, ballot = live
    host = ballot.item.meeting.body
    vote(ballot, first.women[0], "for")
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    reader, address = browser(first.men[5]), reverse(name, args=[first.body.public_id])
    few = queries(lambda: reader.get(address))
    for number in range(2):
        motion = Motion.objects.create(title=f"Motion {number}", raised_in=host, raised_at=NOW)
        version = MotionVersion.objects.create(motion=motion, number=1, text="x", written_at=NOW)
        item = PlannedItem(motion.title, "motion", motion_version=version)
        invitation = Invitation("Hall", SESSION - timedelta(hours=9 + number), [item])
        further = convene(host, invitation, by=SYSTEM, at=SESSION - timedelta(days=30))
        chairs, began = [first.women[0], first.men[0]], invitation.starts_at
        world.opened(further, chairs, chairs[0], chairs, began)
        called = voting.open_vote(further.items.get(), by=SYSTEM, at=began)
        voting.cast(called, person=chairs[0], choice="for", by=SYSTEM, at=began)
        tallying.decide_by_roll_call(called, text="", by=SYSTEM, at=began)
    assert queries(lambda: reader.get(address)) == few
