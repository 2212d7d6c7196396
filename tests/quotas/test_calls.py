"""The call for candidates: standing by one's own account, being asked, accepting, closing."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import Account, AgendaItem, Meeting, Notice
from communes.problems import Refused
from mandates.models import Seat
from quotas.domain import announcing, nominating
from quotas.domain.standing_in import Tenure
from quotas.models import Election
from tests.counting import queries
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid


@laid
def held() -> Gathering:
    return gathering()


def called(held: Gathering, *, closes_days: int = 2) -> Election:
    """An election of the co-chair's seat for men, at an assembly in six days."""
    meeting: Meeting = planned(held, items=[PlannedItem("Our co-chair", "election")])
    seat = Seat.objects.get(body=held.body, office="co_chair", reserved_gender="man")
    tenure = Tenure(closes_days=closes_days)
    item: AgendaItem = meeting.items.get()
    return nominating.plan(item, [seat], tenure=tenure, by=SYSTEM, at=timezone.now())


def url(election: Election, name: str = "call") -> str:
    return reverse(name, args=[election.item.public_id])


def test_a_member_stands_and_steps_back_and_the_body_lists_it(held: Gathering) -> None:
    election = called(held)
    assert "Nobody stands yet" in held.member.get(url(election)).content.decode()
    assert post(held.member, url(election, "announce")).status_code == 302
    row = election.candidacies.get()
    assert (row.person, bool(row.accepted_at)) == (held.town.men[3], True)
    told = held.member.get(reverse("body", args=[held.body.public_id])).content.decode()
    assert "Candidates wanted" in told
    assert held.town.men[3].name in told
    assert post(held.member, url(election, "announce")).status_code == 422
    assert post(held.stranger, url(election, "announce")).status_code == 403
    assert post(held.stranger, url(election, "step_back"), candidacy=row.key).status_code == 404
    assert post(held.member, url(election, "step_back"), candidacy=row.key).status_code == 302
    assert not election.candidacies.exists()
    assert post(held.member, url(election, "step_back"), candidacy="x").status_code == 404


def test_who_may_not_be_elected_is_told_why(held: Gathering) -> None:
    election = called(held)
    told = held.recorder.get(url(election)).content.decode()
    assert "You cannot stand here:" in told
    assert "This seat is reserved for a man." in told
    refused = post(held.recorder, url(election, "announce"))
    assert refused.status_code == 422
    assert not election.candidacies.exists()


def test_whom_an_officer_puts_up_is_asked_and_counted_only_when_it_is_accepted(
    held: Gathering,
) -> None:
    election = called(held)
    person = held.town.men[3]
    put_up = reverse("candidates", args=[election.item.public_id])
    assert post(held.chairs[0], put_up, person=person.key).status_code == 302
    row = election.candidacies.get()
    assert row.accepted_at is None
    notice = Notice.objects.get(code="candidate_asked")
    assert notice.link == url(election)
    told = held.member.get(url(election)).content.decode()
    assert "I accept to stand" in told
    assert nominating.unaccepted_problems([row])[0].code == "not_accepted"
    assert post(
        held.stranger, url(election, "accept_candidacy"), candidacy=row.key
    ).status_code in {
        403,
        404,
    }
    accepted = post(held.member, url(election, "accept_candidacy"), candidacy=row.key)
    assert accepted.status_code == 302
    assert not nominating.unaccepted_problems(list(election.candidacies.all()))
    again = post(held.member, url(election, "accept_candidacy"), candidacy=row.key)
    assert again.status_code == 422


def test_nominations_close_to_the_instant(held: Gathering) -> None:
    election = called(held)
    until = election.nominations_until
    assert until == election.item.meeting.starts_at - timedelta(days=2)
    person, by = held.town.men[3], Actor(held.town.men[3])
    with pytest.raises(Refused, match="nominations_closed"):
        announcing.announce(election, person, by=by, at=until)
    row = announcing.announce(election, person, by=by, at=until - timedelta(microseconds=1))
    assert row.accepted_at == until - timedelta(microseconds=1)


def test_without_days_nominations_close_with_the_list(held: Gathering) -> None:
    assert called(held, closes_days=0).nominations_until is None


def test_by_the_api_the_same(held: Gathering) -> None:
    election = called(held)
    member = Caller(Account.objects.get(username="member"))
    path = f"items/{election.item.key}/election/call"
    made = member.post(path, {})
    assert made.status == 201
    assert member.post(path, {}).codes == ["stands_already"]
    rows: list[Any] = member.get(f"bodies/{held.body.key}/calls").rows
    assert [one["person"]["id"] for one in rows[0]["stands"]] == [held.town.men[3].key]
    assert member.post(f"candidacies/{made.body['id']}/acceptance", {}).codes == [
        "accepted_already"
    ]
    stranger = Caller(Account.objects.get(username="stranger"))
    assert stranger.post(path, {}).status == 403
    assert stranger.post(f"candidacies/{made.body['id']}/acceptance", {}).status == 403


def test_the_list_asks_as_often_for_three_candidates_as_for_one(held: Gathering) -> None:
    election = called(held)
    at = timezone.now()

    def stand(number: int) -> None:
        person = held.town.men[number]
        announcing.announce(election, person, by=Actor(person), at=at)

    stand(4)
    one = queries(lambda: announcing.calls(held.body, at)[0].stands[0].person.name)
    stand(5)
    stand(6)
    assert queries(lambda: announcing.calls(held.body, at)[0].stands[2].person.name) == one
