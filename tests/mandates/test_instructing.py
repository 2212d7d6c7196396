"""An assembly binds its delegates, and a vote against the instruction is void."""

from datetime import timedelta

import pytest

from communes.domain import attending, opening, tallying, voting
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    AgendaItem,
    Body,
    Meeting,
    Motion,
    MotionVersion,
    Person,
    RollCallVote,
)
from communes.problems import Refused
from councils.domain import seating
from mandates.domain import instructing
from mandates.domain.instructing import Bond
from mandates.models import Instruction, OfficeCode
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db

INSTRUCTED = NOW + timedelta(days=20)
SESSION = NOW + timedelta(days=40)


def council(*towns: world.Town) -> Body:
    """A council to which the towns send their co-chairs."""
    host = seating.establish_council(
        "neighbourhood", BodyTerms("Council", world.ZONE, "en"), by=SYSTEM, at=NOW
    )
    for made in towns:
        seating.seat_unit(made.body, host, by=SYSTEM, at=NOW + timedelta(days=1))
    return host


def question(host: Body) -> MotionVersion:
    """A motion before the council, in its first version."""
    motion = Motion.objects.create(title="Shared well", raised_in=host, raised_at=NOW)
    return MotionVersion.objects.create(
        motion=motion, number=1, text="Dig a shared well.", written_at=NOW
    )


def instruct(made: world.Town, version: MotionVersion, stance: str) -> AgendaItem:
    """Let the town's assembly instruct its delegates."""
    meeting = world.assembly(made, [PlannedItem("Well", "instruction")], at=INSTRUCTED)
    item = meeting.items.get()
    instructing.plan(item, version, by=SYSTEM, at=INSTRUCTED)
    instructing.instruct(
        item, bond=Bond(stance), count=Count(20), text="", by=SYSTEM, at=INSTRUCTED
    )
    return item


def session(host: Body, version: MotionVersion, delegates: list[Person]) -> Meeting:
    """An open session of the council with the motion on its agenda."""
    items = [PlannedItem("Shared well", "motion", motion_version=version)]
    meeting = convene(
        host, Invitation("Hall", SESSION, items), by=SYSTEM, at=SESSION - timedelta(days=30)
    )
    opening.open_meeting(
        meeting, chairs=delegates[:2], recorder=delegates[0], by=SYSTEM, at=SESSION
    )
    attending.check_in(meeting, delegates, by=SYSTEM, at=SESSION)
    return meeting


def test_a_vote_against_the_instruction_counts_on_neither_side() -> None:
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    host = council(first, second)
    version = question(host)
    instruct(first, version, "against")
    delegates = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(host, version, delegates)
    ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    choices = ["for", "against", "for", "for"]
    for person, choice in zip(delegates, choices, strict=True):
        voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=SESSION)
    resolution = tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    kept = RollCallVote.objects.order_by("pk").values_list("counts_as", flat=True)
    assert list(kept) == ["void", "counted", "indicative", "indicative"]
    assert (resolution.votes_for, resolution.votes_against) == (2, 1)
    assert not resolution.adopted
    sides = ("for", "against", "void", "says")
    assert [[unit[side] for side in sides] for unit in resolution.units] == [
        [2, 0, 0, "for"],
        [0, 1, 1, "against"],
    ]


def test_no_instruction_once_the_vote_has_begun() -> None:
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    host = council(first, second)
    version = question(host)
    delegates = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(host, version, delegates)
    voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    with pytest.raises(Refused, match="vote_begun"):
        instruct(first, version, "for")


def test_a_later_instruction_supersedes_the_earlier() -> None:
    made = world.settled_town("Zeytûn")
    version = question(council(made))
    first = instruct(made, version, "for")
    later = INSTRUCTED + timedelta(hours=3)
    item = AgendaItem.objects.create(
        meeting=first.meeting,
        position=2,
        kind="instruction",
        title="Again",
        added_at=first.added_at,
    )
    instructing.plan(item, version, by=SYSTEM, at=later)
    instructing.instruct(
        item,
        bond=Bond("free", "Only if water is found"),
        count=Count(20),
        text="",
        by=SYSTEM,
        at=later,
    )
    standing = Instruction.objects.standing().get()
    assert (standing.stance, standing.supersedes) == ("free", instructing.planned_for(first))


def test_a_council_decides_on_a_motion_by_roll_call() -> None:
    made = world.settled_town("Zeytûn")
    host = council(made)
    version = question(host)
    meeting = session(host, version, [made.women[0], made.men[0]])
    with pytest.raises(Refused, match="council_roll_call"):
        world.decide(meeting.items.get(), Count(2), SESSION)


def test_whoever_was_recalled_a_moment_ago_has_no_vote() -> None:
    from mandates.domain import ending
    from mandates.models import EndReason

    made = world.settled_town("Zeytûn")
    host = council(made)
    version = question(host)
    meeting = session(host, version, [made.women[0], made.men[0]])
    ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    ground = world.holder(world.seat(made.body, OfficeCode.CO_CHAIR, "woman"), SESSION)
    assert ground is not None
    ending.end(
        ground, reason=EndReason.RECALLED, by=SYSTEM, at=SESSION, resolution=ground.resolution
    )
    with pytest.raises(Refused, match="not_on_roll"):
        voting.cast(ballot, person=made.women[0], choice="for", by=SYSTEM, at=SESSION)
