"""Consensus first: blocks and their reasons, one adjournment, then the vote (DOMAIN §4)."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import consensus, deciding, planning, voting
from communes.domain.counting import Count
from communes.models import Adjournment, ConsensusCheck, Entry, Resolution
from communes.problems import Refused
from tests.counting import queries
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

HANDS = Count(10, 1, 1)
TOLD = {"blocks": "1", "aside": "1", "reasons": "Who pays for the fuel?"}


@laid
def held() -> Gathering:
    return gathering(present=16)


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.item().public_id])


def block(held: Gathering) -> None:
    consensus.record_block(held.item(), blocks=1, reasons=["Fuel."], by=SYSTEM, at=timezone.now())


def decide(held: Gathering, count: Count = HANDS) -> Resolution:
    return deciding.decide(held.item(), count=count, text="", by=SYSTEM, at=timezone.now())


def codes(error: "pytest.ExceptionInfo[Refused]") -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_a_block_with_its_reason_puts_the_vote_off_until_one_adjournment(held: Gathering) -> None:
    assert post(held.recorder, url("consensus_block", held), **TOLD).status_code == 302
    page = held.recorder.get(url("item", held)).content.decode()
    assert "Who pays for the fuel?" in page
    assert "A block stands" in page
    with pytest.raises(Refused) as refused:
        decide(held)
    assert codes(refused) == {"block_stands"}
    assert post(held.recorder, url("item_adjourn", held), do="pause").status_code == 302
    with pytest.raises(Refused) as refused:
        decide(held)
    assert codes(refused) == {"item_adjourned"}
    assert post(held.recorder, url("item_adjourn", held), do="take_up").status_code == 302
    made = decide(held)
    assert made.adopted
    assert made.rule == "two_thirds"
    kinds = list(Entry.objects.filter(body=held.body).values_list("kind", flat=True))
    assert {"consensus.blocked", "item.adjourned"} <= set(kinds)
    assert "fuel" not in "".join(Entry.objects.values_list("content", flat=True))


def test_a_block_given_up_lets_all_agree_at_once(held: Gathering) -> None:
    block(held)
    assert decide(held, Count(0, method="consensus")).adopted


def test_names_are_not_called_over_a_block_either(held: Gathering) -> None:
    block(held)
    with pytest.raises(Refused) as refused:
        voting.open_vote(held.item(), by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"block_stands"}


def test_an_item_put_off_to_the_next_meeting_waits_for_its_agenda(held: Gathering) -> None:
    block(held)
    assert post(held.recorder, url("item_adjourn", held), do="next").status_code == 302
    assert "Water pump" in [point.title for point in planning.waiting(held.body)]
    assert held.item().finished_at
    with pytest.raises(Refused):
        consensus.take_up(held.item(), by=SYSTEM, at=timezone.now())


@pytest.mark.parametrize(
    "told",
    [
        {**TOLD, "reasons": ""},
        {**TOLD, "blocks": "0"},
        {**TOLD, "blocks": "17"},
        {**TOLD, "blocks": "x"},
        {**TOLD, "reasons": "a\nb\nc"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_recorded(
    held: Gathering, told: dict[str, Any]
) -> None:
    assert post(held.recorder, url("consensus_block", held), **told).status_code == 422
    assert post(held.member, url("consensus_block", held), **told).status_code == 403
    assert not ConsensusCheck.objects.exists()


def test_others_adjourn_nothing(held: Gathering) -> None:
    assert post(held.member, url("item_adjourn", held), do="pause").status_code == 403
    assert not Adjournment.objects.exists()


def test_a_discussion_is_neither_blocked_nor_taken_up_twice(held: Gathering) -> None:
    at = timezone.now()
    with pytest.raises(Refused) as refused:
        consensus.record_block(held.item(3), blocks=1, reasons=["x"], by=SYSTEM, at=at)
    assert codes(refused) == {"item_no_decision"}
    consensus.adjourn(held.item(3), to_next=False, by=SYSTEM, at=at)
    with pytest.raises(Refused) as refused:
        consensus.adjourn(held.item(3), to_next=False, by=SYSTEM, at=at)
    assert codes(refused) == {"item_adjourned"}


def test_the_api_blocks_adjourns_and_takes_up(held: Gathering) -> None:
    item, kind = f"/api/v1/items/{held.item().key}", "application/json"
    told = {"blocks": 1, "reasons": ["Fuel."]}
    assert held.recorder.post(f"{item}/blocks", told, kind).status_code == 201
    assert held.member.post(f"{item}/blocks", told, kind).status_code == 403
    assert held.member.get(f"{item}/blocks").json()["results"][0]["reasons"] == ["Fuel."]
    vote = {"method": "hands", "votes_for": 9, "votes_against": 1, "abstentions": 0}
    refused = held.recorder.post(f"{item}/decisions", vote, kind)
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (409, "block_stands")
    assert held.recorder.post(f"{item}/adjourn", {}, kind).status_code == 201
    assert held.recorder.post(f"{item}/take-up").status_code == 200
    assert held.recorder.post(f"{item}/take-up").status_code == 409
    assert held.recorder.post(f"{item}/decisions", vote, kind).status_code == 201


def test_the_minutes_tell_of_blocks_and_adjournments(held: Gathering) -> None:
    block(held)
    consensus.adjourn(held.item(), to_next=False, by=SYSTEM, at=timezone.now())
    held.close()
    page = held.member.get(reverse("minutes", args=[held.meeting.public_id])).content.decode()
    assert "Fuel." in page
    assert "Adjourned for a pause." in page


def test_blocks_cost_no_query_each(held: Gathering) -> None:
    block(held)
    few = queries(lambda: held.recorder.get(url("item", held)))
    block(held)
    assert queries(lambda: held.recorder.get(url("item", held))) == few
