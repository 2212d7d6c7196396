"""When the text changed since the instruction, each delegate declares within or beyond."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from communes.domain import booking, moving, tallying, voting
from communes.models import CountsAs, MotionVersion, RollCallVote
from communes.problems import Refused
from mandates.domain import binding, declaring
from mandates.models import Declaration, Mandate
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_instructing import (
    INSTRUCTED,
    SESSION,
    council,
    instruct,
    question,
    session,
)

pytestmark = pytest.mark.django_db

DECLARED = SESSION - timedelta(days=1)


def amended() -> tuple[Town, Town, MotionVersion]:
    """Two towns; the first said no to a text that was amended since."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    version = question(council(first, second))
    instruct(first, version, "against")
    newer = moving.amend(version.motion, text="Dig two wells.", by=SYSTEM, at=INSTRUCTED)
    return first, second, newer


def mandate_of(town: Town, version: MotionVersion, index: int = 0) -> Mandate:
    person = [town.women[0], town.men[0]][index]
    return Mandate.objects.get(seat__body=version.motion.raised_in, person=person)


def test_within_binds_beyond_and_silence_are_indicative() -> None:
    first, second, version = amended()
    declaring.declare(mandate_of(first, version), version, "within", by=SYSTEM, at=DECLARED)
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    for person in people:
        voting.cast(ballot, person=person, choice="for", by=SYSTEM, at=SESSION)
    resolution = tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    kept = list(RollCallVote.objects.order_by("pk").values_list("counts_as", flat=True))
    assert kept == [CountsAs.VOID] + [CountsAs.INDICATIVE] * 3
    assert ([one["void"] for one in resolution.units], resolution.votes_for) == ([0, 1], 3)


def test_the_last_word_before_the_vote_holds_and_both_books_have_each() -> None:
    first, _second, version = amended()
    mandate = mandate_of(first, version)
    for word in ("within", "beyond"):
        declaring.declare(mandate, version, word, by=SYSTEM, at=DECLARED)
    assert Declaration.objects.get().word == "beyond"
    for body in (first.body, version.motion.raised_in):
        assert body.entries.filter(kind="declaration.made").count() == 2
        assert booking.verify(body) is None


def test_nothing_is_declared_once_the_vote_has_begun() -> None:
    first, second, version = amended()
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
    with pytest.raises(Refused, match="vote_begun"):
        declaring.declare(mandate_of(first, version), version, "within", by=SYSTEM, at=SESSION)


def test_what_cannot_be_declared_is_refused_with_the_reason() -> None:
    first, second, version = amended()
    mine, at = mandate_of(first, version), DECLARED

    def codes(mandate: Mandate, of: MotionVersion, word: str) -> set[str]:
        return {one.code for one in declaring.declare_problems(mandate, of, word, at)}

    older = version.motion.versions.get(number=1)
    assert codes(mine, version, "within") == set()
    assert codes(mine, version, "perhaps") == {"word_missing"}
    assert codes(mandate_of(second, version), version, "within") == {"nothing_earlier"}
    assert codes(mine, older, "within") == {"text_moved_on", "instruction_stands"}
    elsewhere = Mandate.objects.get(seat__body=first.body, person=first.women[0])
    assert codes(elsewhere, version, "within") == {"motion_elsewhere"}
    assert mine.until is not None
    over = declaring.declare_problems(mine, version, "within", mine.until)
    assert "mandate_over" in {one.code for one in over}


def test_my_mandates_asks_and_shows_how_the_other_stands() -> None:
    first, _second, version = amended()
    other = mandate_of(first, version, 1)
    declaring.declare(other, version, "beyond", by=SYSTEM, at=DECLARED)
    mine = mandate_of(first, version)
    client = Client()
    client.force_login(world.account("delegate", first.women[0]))
    with clock(DECLARED):
        shown = client.get(reverse("my_mandates")).content.decode()
        assert "It is within the instruction" in shown
        assert "beyond the instruction" in shown
        told = {"version": str(version.public_id), "word": "within", "submission": "k" * 12}
        for _twice in range(2):
            done = client.post(reverse("declare", args=[mine.public_id]), told)
            assert done.status_code == 302
        theirs = client.post(reverse("declare", args=[other.public_id]), told)
    assert theirs.status_code == 403
    assert mine.declarations.get().word == "within"
    assert first.body.entries.filter(kind="declaration.made").count() == 2


@pytest.mark.parametrize("version", ["", "\0", "x" * 4000, "0" * 32])
def test_a_version_that_is_none_is_not_there(version: str) -> None:
    first, _second, newer = amended()
    client = Client()
    client.force_login(world.account("delegate", first.women[0]))
    with clock(DECLARED):
        address = reverse("declare", args=[mandate_of(first, newer).public_id])
        assert client.post(address, {"version": version, "word": "within"}).status_code == 404
    assert not Declaration.objects.exists()


def test_a_program_declares_with_the_same_refusals() -> None:
    first, second, version = amended()
    mine = mandate_of(first, version)
    caller = Caller(world.account("delegate", first.women[0]))
    path, told = f"mandates/{mine.key}/declarations", {"motion_version": version.key}
    with clock(DECLARED):
        assert caller.send("post", path, told | {"word": "within"}).status == 200
        stranger = Caller(world.account("other", second.women[0]))
        assert stranger.send("post", path, told | {"word": "within"}).status == 403
        older = {"motion_version": version.motion.versions.get(number=1).key, "word": "within"}
        refused = caller.send("post", path, older)
    assert refused.status == 409
    assert "text_moved_on" in {one["code"] for one in refused.body["problems"]}


@pytest.mark.parametrize(("days", "timing"), [(-1, "before"), (1, "after"), (None, "none")])
def test_the_sheet_tells_whether_the_assembly_comes_before_the_vote(
    days: int | None, timing: str
) -> None:
    from communes.domain.convening import Invitation, convene
    from communes.domain.planning import PlannedItem

    first, second, version = amended()
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    session(version.motion.raised_in, version, people)
    early = SESSION - timedelta(days=15)
    if days is not None:
        meets = SESSION + timedelta(days=days)
        invitation = Invitation("School", meets, [PlannedItem("Well")])
        convene(first.body, invitation, by=SYSTEM, at=early)
    sheet = binding.sheets([mandate_of(first, version)], early)[0]
    assert [sheet.timing(one) for one in sheet.questions] == [timing]
