"""Totals counted by queues behind the candidates: everyone stands in one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Resolution
from communes.papers.minutes import minutes_paper
from mandates.models import Seat
from quotas.domain import electing, establishing, nominating, totalling
from quotas.domain.exporting import raw
from quotas.domain.totalling import Tally
from quotas.models import Candidacy, Election, ElectionMethod
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def town() -> Town:
    return world.settled_town(at=timezone.now() - timedelta(days=60))


@laid
def item(town: Town) -> AgendaItem:
    """An open assembly that elects for two seats of a committee."""
    at = timezone.now() - timedelta(minutes=5)
    return world.assembly(town, [PlannedItem("Members", "election")], at=at).items.get()


def contest(town: Town, item: AgendaItem, method: str = ElectionMethod.TOTALS) -> Election:
    """Two members' seats of a committee, and three who stand."""
    at = timezone.now()
    body = establishing.establish_committee(
        town.body, field="health", name="Health", size=7, by=SYSTEM, at=at
    )
    seats = list(Seat.objects.filter(body=body, office="member").order_by("number"))[:2]
    planned = nominating.plan(item, seats, by=SYSTEM, at=at, method=method)
    for one in [town.women[5], town.men[5], town.men[6]]:
        nominating.stand(planned, one, by=SYSTEM, at=at)
    return planned


def tally(planned: Election, *counts: int, abstain: int = 0, method: str = "queue") -> Tally:
    """A count in the order in which they stand."""
    rows = planned.candidacies.order_by("pk")
    votes = {row.pk: number for row, number in zip(rows, counts, strict=True)}
    return Tally(votes, abstain, method)


def test_everyone_stands_in_one_queue_however_many_seats_there_are(
    town: Town, item: AgendaItem
) -> None:
    planned, at = contest(town, item), timezone.now()
    room = totalling.present_for(planned, at)

    def codes(given: Tally) -> list[str]:
        return [one.code for one in totalling.tally_problems(planned, given, at)]

    assert codes(tally(planned, room - 2, 1, 0, abstain=1)) == []
    assert codes(tally(planned, room - 2, 1, 1, abstain=1)) == ["count_too_high"]
    assert codes(tally(planned, room, 0, 0, abstain=1)) == ["count_too_high"]
    assert codes(tally(planned, room, room, 0, method="hands")) == []


def test_approvals_are_not_counted_by_queues(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item, ElectionMethod.APPROVALS)
    found = totalling.tally_problems(planned, tally(planned, 3, 2, 1), timezone.now())
    assert [one.code for one in found] == ["queue_of_approvals"]


def test_the_record_says_that_queues_were_counted(
    town: Town, item: AgendaItem, client: Client
) -> None:
    planned = contest(town, item)
    at = timezone.now()
    made = electing.elect(item, tally=tally(planned, 5, 4, 2), by=SYSTEM, at=at)
    assert made.method == "queue"
    assert raw(planned, made)["counted"] == "queue"
    said = str(minutes_paper(item.meeting, "en").blocks)
    assert "Counted by queues behind the candidates:" in said
    client.force_login(world.account("resident", town.women[3]))
    page = client.get(reverse("election_result", args=[item.public_id])).content.decode()
    assert "5 people in the queue" in page
    assert page.count('class="bar"') == 3


def test_the_page_counts_queues_and_refuses_a_room_twice_counted(
    town: Town, item: AgendaItem, client: Client
) -> None:
    planned = contest(town, item)
    client.force_login(world.account("secretary", town.women[1]))
    room = totalling.present_for(planned, timezone.now())
    fields = [f"votes-{row.key}" for row in planned.candidacies.order_by("pk")]
    url, told = reverse("elect", args=[item.public_id]), {"method": "queue"}
    twice = client.post(url, {**told, **dict(zip(fields, [room, 1, 0], strict=True))})
    assert (twice.status_code, Resolution.objects.filter(item=item).count()) == (422, 0)
    assert "everyone stands in one queue" in twice.content.decode()
    client.post(url, {**told, **dict(zip(fields, [4, 3, 1], strict=True))})
    assert Resolution.objects.get(item=item).method == "queue"


def test_the_api_counts_queues_by_the_same_rule(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    secretary = Caller(world.account("secretary", town.women[1]))
    rows: list[Candidacy] = list(planned.candidacies.order_by("pk"))
    room = totalling.present_for(planned, timezone.now())

    def votes(*counts: int) -> dict[str, object]:
        pairs = zip(rows, counts, strict=True)
        told = [{"candidacy": row.key, "votes": number} for row, number in pairs]
        return {"votes": told, "method": "queue"}

    url = f"items/{item.key}/election"
    assert secretary.post(url, votes(room, 1, 0)).codes == ["count_too_high"]
    assert secretary.post(url, votes(4, 3, 1)).status == 201
    assert secretary.get(url).body["story"]["counted"] == "queue"
