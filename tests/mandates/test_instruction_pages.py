"""Entering an instruction: who may, what is refused, what is foreseen, what is mended."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from communes.domain import closing, moving, signing
from communes.domain.acting import Actor
from communes.models import AgendaItem, Resolution
from mandates.domain import instructing
from mandates.models import Instruction
from tests.factories import confederation
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

BOUND = {"stance": "against", "method": "hands", "votes_for": "20", "against": "1", "abstain": "2"}


@laid
def made() -> Confederation:
    """A commune whose assembly is open, with an instruction on its agenda."""
    return confederation.confederation()


def item_of(made: Confederation) -> AgendaItem:
    """The item on which the open assembly instructs."""
    assert made.open_meeting is not None
    return made.open_meeting.items.get(kind="instruction")


def as_role(client: Client, made: Confederation, role: str) -> Client:
    """The client, signed in as one of the cast."""
    client.force_login(made.accounts[role])
    return client


def url_of(made: Confederation, name: str = "instruct") -> str:
    """The address of the entry's page."""
    return reverse(name, args=[item_of(made).public_id])


def test_the_recorder_enters_an_instruction(client: Client, made: Confederation) -> None:
    page = as_role(client, made, "secretary").get(url_of(made))
    assert page.status_code == 200
    assert "Shared well 1" in page.content.decode()
    answer = client.post(url_of(made), BOUND)
    assert answer.status_code == 302
    given = Instruction.objects.get(item=item_of(made), given_at__isnull=False)
    assert (given.stance, given.resolution and given.resolution.votes_for) == ("against", 20)


@pytest.mark.parametrize("role", ["resident", "delegate", "admin"])
def test_who_does_not_run_the_meeting_enters_nothing(
    client: Client, made: Confederation, role: str
) -> None:
    as_role(client, made, role)
    for name in ("instruct", "plan_instruction"):
        assert client.get(url_of(made, name)).status_code == 403
        assert client.post(url_of(made, name), BOUND).status_code == 403
    assert item_of(made).resolutions.count() == 0


def test_staff_without_a_mandate_enters_nothing(client: Client, made: Confederation) -> None:
    made.accounts["resident"].is_staff = made.accounts["resident"].is_superuser = True
    made.accounts["resident"].save()
    assert as_role(client, made, "resident").post(url_of(made), BOUND).status_code == 403


def test_handed_in_twice_it_is_one_act(client: Client, made: Confederation) -> None:
    as_role(client, made, "secretary")
    form = {**BOUND, "submission": str(uuid4())}
    first, second = client.post(url_of(made), form), client.post(url_of(made), form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert item_of(made).resolutions.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stance": ""}, "This field is required."),
        ({"stance": "maybe"}, "Select a valid choice"),
        ({"stance": "free"}, "State the limits"),
        ({"votes_for": "99"}, "hands were counted"),
        ({"votes_for": "-1"}, "greater than or equal to 0"),
        ({"votes_for": "x" * 5000}, "Enter a whole number"),
        ({"text": "a\x00b"}, "Null characters"),
    ],
)
def test_bad_input_changes_nothing_and_says_why(
    client: Client, made: Confederation, change: dict[str, str], said: str
) -> None:
    page = as_role(client, made, "secretary").post(url_of(made), BOUND | change)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert item_of(made).resolutions.count() == 0


def test_the_verdict_is_foreseen_and_nothing_is_done(client: Client, made: Confederation) -> None:
    as_role(client, made, "secretary")
    whole = client.post(url_of(made), BOUND | {"preview": "yes"})
    part = client.post(
        url_of(made),
        BOUND | {"preview": "yes"},
        headers={"HX-Request": "true", "HX-Target": "verdict"},
    )
    told = part.content.decode().strip()
    assert told.startswith('<div id="verdict"')
    assert "two thirds of 21: at least 14" in told
    assert told in whole.content.decode()
    assert item_of(made).resolutions.count() == 0


def test_a_slip_is_mended_even_after_closing_and_binds_anew(
    client: Client, made: Confederation
) -> None:
    as_role(client, made, "secretary").post(url_of(made), BOUND)
    assert made.open_meeting is not None
    closing.close(made.open_meeting, by=SYSTEM, at=made.now)
    page = client.get(url_of(made)).content.decode()
    assert "It was entered by a slip" in page
    assert "The instruction to the delegates no longer stands." in page
    assert client.post(url_of(made), BOUND | {"stance": "for"}).status_code == 422
    mended = BOUND | {"stance": "for", "votes_for": "19", "reason": "Misread."}
    assert client.post(url_of(made), mended).status_code == 302
    standing = Instruction.objects.standing().get(item=item_of(made))
    assert standing.stance == "for"
    assert standing.resolution is not None
    assert (standing.resolution.revision, standing.resolution.votes_for) == (1, 19)
    assert Resolution.objects.filter(item=item_of(made)).count() == 2


def test_signed_minutes_are_not_mended(client: Client, made: Confederation) -> None:
    as_role(client, made, "secretary").post(url_of(made), BOUND)
    meeting = made.open_meeting
    assert meeting is not None
    closing.close(meeting, by=SYSTEM, at=made.now)
    for chair in (made.home.women[0], made.home.men[0]):
        signing.sign(meeting, person=chair, by=Actor(chair), at=made.now)
    assert client.post(url_of(made), BOUND | {"reason": "Late."}).status_code == 403


def test_another_motion_is_chosen(client: Client, made: Confederation) -> None:
    other = moving.raise_motion(made.council, title="A mill", text="B", by=SYSTEM, at=made.now)
    as_role(client, made, "secretary")
    page = client.get(url_of(made, "plan_instruction")).content.decode()
    assert "A mill" in page
    answer = client.post(url_of(made, "plan_instruction"), {"motion": other.key})
    assert answer.status_code == 302
    planned = instructing.planned_for(item_of(made))
    assert planned is not None
    assert planned.motion_version == other


def test_a_motion_of_another_body_is_not_chosen(client: Client, made: Confederation) -> None:
    other = moving.raise_motion(made.home.body, title="Own", text="B", by=SYSTEM, at=made.now)
    as_role(client, made, "secretary")
    for wrong in (other.key, "nonsense", ""):
        answer = client.post(url_of(made, "plan_instruction"), {"motion": wrong})
        assert answer.status_code == 422
    planned = instructing.planned_for(item_of(made))
    assert planned is not None
    assert planned.motion_version == made.motions[0]
