"""Decisions on pages: reckoned, entered, mended; urgency; roll calls."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending, planning, tallying, voting
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Attendance, Ballot, Resolution, RollCallVote
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering()


def url(held: Gathering, name: str, position: int = 1) -> str:
    return reverse(name, args=[held.item(position).public_id])


def text(response: Any) -> str:
    return str(response.content.decode())


def counted(votes_for: object, against: object = "", abstain: object = "", **more: Any) -> Any:
    told = {"method": "hands", "votes_for": votes_for, "against": against, "abstain": abstain}
    return {**told, "text": "The pump is mended.", **more}


def test_a_decision_is_entered_once_with_its_arithmetic(held: Gathering) -> None:
    told = counted(14, 6, submission="entered-once")
    for _time in range(2):
        answer = held.recorder.post(url(held, "decide"), told)
        assert answer["Location"] == url(held, "item")
    resolution = Resolution.objects.get(item=held.item())
    assert (resolution.votes_for, resolution.votes_against, resolution.needed) == (14, 6, 14)
    page = text(held.recorder.get(url(held, "item")))
    assert "14 for, 6 against, 0 abstained" in page
    assert "two thirds of 20: at least 14" in page
    assert "adopted" in page


def test_consensus_needs_no_count(held: Gathering) -> None:
    post(held.recorder, url(held, "decide"), **counted("", method="consensus", abstain=2))
    resolution = Resolution.objects.get(item=held.item())
    assert (resolution.method, resolution.votes_for, resolution.abstentions) == ("consensus", 18, 2)
    assert "consensus: nobody against" in text(held.recorder.get(url(held, "item")))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (counted(21), "21 hands were counted, and 20 people in the room may vote."),
        (counted(""), "Enter how many were for, against and abstained."),
        (counted(-1), "greater than or equal to 0"),
        (counted("many"), "Enter a whole number."),
        (counted(10, method="dice"), "Select a valid choice."),
        (counted(10**9), "less than or equal to"),
        (counted(10, text="x" * 20_001), "at most 20000 characters"),
    ],
)
def test_wrong_counts_are_refused_with_the_reason(
    held: Gathering, told: dict[str, Any], said: str
) -> None:
    page = post(held.recorder, url(held, "decide"), **told)
    assert page.status_code == 422
    assert said in text(page)
    assert not Resolution.objects.filter(item=held.item()).exists()


def test_what_a_count_would_give_is_said_beforehand(held: Gathering) -> None:
    page = held.recorder.get(url(held, "verdict"), counted(13, 7))
    assert "two thirds of 20: at least 14" in text(page)
    assert "would be rejected" in text(page)
    page = held.recorder.get(url(held, "verdict"), counted(25))
    assert "25 hands were counted" in text(page)
    assert text(held.recorder.get(url(held, "verdict"), counted("²"))).count("Enter a whole")
    for query in ("", "?method=x", "?votes_for=1&method=hands&votes_for=2"):
        assert held.recorder.get(url(held, "verdict") + query).status_code == 200
    reckoned = post(held.recorder, url(held, "decide"), **counted(14, 6, reckon="yes"))
    assert reckoned.status_code == 200
    assert "would be adopted" in text(reckoned)
    assert 'value="14"' in text(reckoned)
    assert not Resolution.objects.filter(item=held.item()).exists()


def test_without_quorum_the_room_deliberates_and_does_not_decide() -> None:
    held = gathering(present=6)
    page = text(held.recorder.get(url(held, "item")))
    assert "The quorum is not met: 9 more are needed." in page
    answer = post(held.recorder, url(held, "decide"), **counted(6))
    assert answer.status_code == 422
    assert not Resolution.objects.filter(item=held.item()).exists()


def test_an_item_for_discussion_shows_no_decision(held: Gathering) -> None:
    assert "Enter the decision" not in text(held.recorder.get(url(held, "item", 3)))
    assert post(held.recorder, url(held, "decide", 3), **counted(20)).status_code == 422


@pytest.mark.parametrize("name", ["decide", "declare_urgent", "mend", "roll_open", "roll_cast"])
def test_others_decide_nothing(held: Gathering, name: str) -> None:
    for client in (held.member, held.stranger, held.guest):
        assert post(client, url(held, name), **counted(14, 6)).status_code == 403
    assert held.member.get(url(held, "verdict")).status_code == 403
    assert not Resolution.objects.filter(item=held.item()).exists()
    assert not Ballot.objects.exists()


def test_an_unannounced_item_is_declared_urgent_by_its_vote(held: Gathering) -> None:
    now = timezone.now()
    planning.put_on_agenda(held.meeting, [PlannedItem("Burst pipe")], by=SYSTEM, at=now)
    page = text(held.recorder.get(url(held, "item", 4)))
    assert "This item was not announced." in page
    assert "Enter the decision" not in page
    low = {"urgent-votes_for": "13", "urgent-against": "7"}
    post(held.recorder, url(held, "declare_urgent", 4), **low)
    assert held.item(4).urgent is False
    high = {"urgent-votes_for": "14", "urgent-against": "6"}
    post(held.recorder, url(held, "declare_urgent", 4), **high)
    assert held.item(4).urgent is True
    assert "Enter the decision" in text(held.recorder.get(url(held, "item", 4)))
    assert post(held.recorder, url(held, "declare_urgent", 4), **high).status_code == 422


def test_a_slip_is_mended_and_stays_to_be_read(held: Gathering) -> None:
    world.decide(held.item(), Count(14, 6), timezone.now(), "The pump is mended.")
    room = held.recorder.get(url(held, "item"))
    assert room.context["mend"].initial["votes_for"] == 14
    told = {f"mend-{name}": value for name, value in counted(13, 7).items()}
    told |= {"mend-reason": "Counted again.", "do": "mend", "submission": "mended-once"}
    assert post(held.recorder, url(held, "mend"), **told | {"mend-reason": " "}).status_code == 422
    for _time in range(2):
        assert held.recorder.post(url(held, "mend"), told).status_code == 302
    old, new = Resolution.objects.filter(item=held.item()).order_by("revision")
    assert (new.votes_for, new.adopted, new.mends) == (13, False, old)
    page = text(held.recorder.get(url(held, "item")))
    assert "Counted again." in page
    assert "struck out as a slip" in page
    many = {**told, "mend-votes_for": "21", "submission": str(uuid4())}
    assert held.recorder.post(url(held, "mend"), many).status_code == 422


def test_a_decision_is_struck_out_to_be_taken_anew(held: Gathering) -> None:
    world.decide(held.item(), Count(14, 6), timezone.now())
    told = {"mend-reason": "The vote was about another item.", "do": "strike"}
    assert post(held.recorder, url(held, "mend"), **told).status_code == 302
    assert not Resolution.objects.standing().filter(item=held.item()).exists()
    assert post(held.recorder, url(held, "decide"), **counted(20)).status_code == 302


def test_a_business_of_its_own_is_linked_and_not_entered_here() -> None:
    held = gathering(items=[PlannedItem("Deputy", "election")])
    page = text(held.recorder.get(url(held, "item")))
    assert reverse("elect", args=[held.item().public_id]) in page
    assert "This item still lacks what it is about." in page
    refused = post(held.recorder, url(held, "decide"), **counted(20))
    assert refused.status_code == 422
    assert "where its own business is entered" in text(refused)


def test_the_roll_is_called_by_name(held: Gathering) -> None:
    assert post(held.recorder, url(held, "roll_open")).status_code == 302
    page = held.recorder.get(url(held, "item"))
    assert len(page.context["calls"]) == 20
    first, second = held.town.women[0], held.town.men[0]
    told = {"submission": "one-list-one-key"}
    for vote in (f"{first.key}:for", f"{second.key}:against", f"{first.key}:against"):
        answer = held.recorder.post(url(held, "roll_cast"), {**told, "vote": vote})
        assert answer["Location"].endswith("#roll-call")
    assert RollCallVote.objects.get(person=first).choice == "against"
    for person in held.town.people[1:]:
        if person != second:
            post(held.recorder, url(held, "roll_cast"), vote=f"{person.key}:for")
    leaver = Attendance.objects.get(meeting=held.meeting, person=second)
    attending.check_out(leaver, by=SYSTEM, at=timezone.now())
    assert "has left" in text(held.recorder.get(url(held, "item")))
    told = {"text": "By name.", "submission": "closed-once"}
    for _time in range(2):
        assert held.recorder.post(url(held, "roll_close"), told).status_code == 302
    resolution = Resolution.objects.get(item=held.item())
    assert (resolution.votes_for, resolution.votes_against, resolution.present) == (18, 2, 20)
    assert (resolution.text, resolution.method) == ("By name.", "roll_call")


@pytest.mark.parametrize(
    "vote",
    [
        "",
        "x:for",
        "00000000-0000-4000-8000-000000000000:for",
        "{first}:perhaps",
        "{first}",
        "{absent}:for",
    ],
)
def test_strange_votes_are_refused(held: Gathering, vote: str) -> None:
    voting.open_vote(held.item(), by=SYSTEM, at=timezone.now())
    absent = world.resident(held.body, "Someone at home", "man", at=timezone.now())
    told = vote.format(first=held.town.women[0].key, absent=absent.key)
    assert post(held.recorder, url(held, "roll_cast"), vote=told).status_code in (404, 422)
    assert not RollCallVote.objects.exists()


def test_a_roll_call_may_end_without_a_decision(held: Gathering) -> None:
    voting.open_vote(held.item(), by=SYSTEM, at=timezone.now())
    assert post(held.recorder, url(held, "roll_open")).status_code == 422
    assert post(held.recorder, url(held, "roll_drop")).status_code == 302
    assert not Ballot.objects.filter(closed_at__isnull=True).exists()
    assert post(held.recorder, url(held, "roll_close")).status_code == 404
    assert post(held.recorder, url(held, "decide"), **counted(20)).status_code == 302


def test_who_voted_how_is_not_shown_to_others(held: Gathering) -> None:
    now = timezone.now()
    ballot = voting.open_vote(held.item(), by=SYSTEM, at=now)
    voting.cast(ballot, person=held.town.women[3], choice="for", by=SYSTEM, at=now)
    tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=now + timedelta(seconds=1))
    resolution = Resolution.objects.get(item=held.item())
    for page in (
        held.stranger.get(url(held, "item")),
        held.stranger.get(reverse("resolution", args=[resolution.public_id])),
        held.stranger.get(reverse("minutes", args=[held.meeting.public_id])),
    ):
        assert page.status_code == 200
        assert held.town.women[3].name not in text(page)
