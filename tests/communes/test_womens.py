"""What women decide in a mixed room, who records, and that nobody runs their own matter."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import deciding, opening, tallying, voting, womens
from communes.domain.counting import Count
from communes.models import Attendance, Entry, Resolution, Role, WomensVote
from communes.permissions import may_run
from communes.problems import Refused
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(present=20)


@laid
def few() -> Gathering:
    """A room of four women and eleven men."""
    made = gathering(pairs=11)
    leave = [one.pk for one in made.town.women[4:]]
    rows = Attendance.objects.filter(meeting=made.meeting, person__in=leave)
    rows.update(left_at=timezone.now())
    return made


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.item().public_id])


def codes(error: "pytest.ExceptionInfo[Refused]") -> set[str]:
    return {problem.code for problem in error.value.problems}


def decide(held: Gathering, count: Count) -> Resolution:
    return deciding.decide(held.item(), count=count, text="", by=SYSTEM, at=timezone.now())


def vote(held: Gathering, question: str, votes_for: int, against: int = 0) -> WomensVote:
    told: dict[str, Any] = {"question": question, "votes_for": votes_for, "against": against}
    return womens.vote(held.item(), **told, by=SYSTEM, at=timezone.now())


def test_the_women_release_their_presence_for_one_item(few: Gathering) -> None:
    with pytest.raises(Refused) as refused:
        decide(few, Count(12, 1))
    assert codes(refused) == {"presence_unmet"}
    assert not vote(few, "release", 2).adopted
    told = {"question": "release", "votes_for": "3", "against": "1"}
    assert post(few.recorder, url("women_vote", few), **told).status_code == 302
    assert decide(few, Count(12, 1)).adopted
    with pytest.raises(Refused) as refused:
        deciding.decide(few.item(2), count=Count(12), text="", by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"presence_unmet"}


def test_where_enough_women_are_present_nothing_is_released(held: Gathering) -> None:
    with pytest.raises(Refused) as refused:
        vote(held, "release", 6)
    assert codes(refused) == {"release_needless"}


@pytest.mark.parametrize(("demanded", "enough"), [(0, False), (1, True), (11, False)])
def test_a_tenth_of_the_women_declares_an_item_theirs(
    held: Gathering, demanded: int, enough: bool
) -> None:
    told = {"way": "women", "demanded": str(demanded)}
    answer = post(held.recorder, url("women_declare", held), **told)
    assert answer.status_code == (302 if enough else 422)
    assert held.item().concerns_women is enough


def test_disputed_the_women_decide_and_it_stays_so(held: Gathering) -> None:
    womens.declare(held.item(), way="chairs", by=SYSTEM, at=timezone.now())
    vote(held, "concerns", 3, 5)
    assert not held.item().concerns_women
    with pytest.raises(Refused) as refused:
        womens.declare(held.item(), way="mover", by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"women_decided"}
    assert Entry.objects.filter(kind="women.voted").count() == 1


def test_on_items_that_concern_women_their_count_is_taken_apart(held: Gathering) -> None:
    womens.declare(held.item(), way="mover", by=SYSTEM, at=timezone.now())
    assert "women for" in held.recorder.get(url("item", held)).content.decode()
    told = {"method": "hands", "votes_for": "15", "against": "3", "abstain": "0"}
    assert post(held.recorder, url("decide", held), **told).status_code == 422
    odd = {"women_for": "9", "women_against": "4"}
    assert post(held.recorder, url("decide", held), **told, **odd).status_code == 422
    apart = {"women_for": "9", "women_against": "1"}
    assert post(held.recorder, url("decide", held), **told, **apart).status_code == 302
    made = held.item().resolutions.get()
    assert made.facts["women"] == {"for": 9, "against": 1, "abstain": 0}


def test_called_by_name_the_womens_count_is_reckoned(held: Gathering) -> None:
    womens.declare(held.item(), way="mover", by=SYSTEM, at=timezone.now())
    at = timezone.now()
    ballot = voting.open_vote(held.item(), by=SYSTEM, at=at)
    for person in (*held.town.women[:2], held.town.men[0]):
        voting.cast(ballot, person=person, choice="for", by=SYSTEM, at=at)
    made = tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=at)
    assert made.facts["women"] == {"for": 2, "against": 0, "abstain": 0}


def test_the_api_declares_votes_and_counts_apart(held: Gathering) -> None:
    item, kind = f"/api/v1/items/{held.item().key}", "application/json"
    declared = held.recorder.post(f"{item}/women/declaration", {"way": "chairs"}, kind)
    assert declared.json()["concerns_women"] is True
    assert (
        held.recorder.post(f"{item}/women/declaration", {"way": "chairs"}, kind).status_code == 409
    )
    assert held.member.post(f"{item}/women", {}, kind).status_code == 403
    count = {"votes_for": 15, "votes_against": 0, "abstentions": 0}
    refused = held.recorder.post(f"{item}/decisions", count, kind)
    assert refused.json()["problems"][0]["code"] == "women_count_missing"
    made = held.recorder.post(f"{item}/decisions", {**count, "women": [8, 0, 0]}, kind)
    assert made.status_code == 201
    late = held.recorder.post(f"{item}/women", {"question": "concerns", "votes_for": 1}, kind)
    assert (late.status_code, late.json()["problems"][0]["code"]) == (409, "item_decided")


def test_the_recorders_seat_is_handed_over_in_mid_meeting(held: Gathering) -> None:
    after = held.town.women[4]
    told = {"person": after.key, "role": "hand_over"}
    roles = reverse("meeting_roles", args=[held.meeting.public_id])
    assert post(held.member, roles, **told).status_code == 403
    assert post(held.recorder, roles, **told).status_code == 302
    now = timezone.now()
    assert may_run(after, held.meeting, now)
    assert not may_run(held.town.women[1], held.meeting, now)
    assert opening.named(held.meeting, Role.RECORDER, now) == [after]
    with pytest.raises(Refused) as refused:
        opening.hand_over(held.meeting, after, by=SYSTEM, at=now)
    assert codes(refused) == {"records_already"}
    back = {"person": held.town.women[1].key}
    path = f"/api/v1/meetings/{held.meeting.key}/recorder"
    assert held.chairs[0].post(path, back, "application/json").status_code == 201
    assert may_run(held.town.women[1], held.meeting, timezone.now())
