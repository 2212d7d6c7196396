"""Seats kept for women that nobody fills: the women present may open them, where they may."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain import closing
from communes.domain.mending import Slip
from communes.domain.planning import PlannedItem
from communes.models import (
    AgendaItem,
    Body,
    BodyParameter,
    Entry,
    OpenPoint,
    Resolution,
    WomensVote,
)
from communes.papers.minutes import minutes_paper
from communes.problems import Refused
from mandates.models import OfficeCode, Seat
from quotas.domain import (
    electing,
    establishing,
    judging,
    nominating,
    relating,
    releasing,
    telling,
)
from quotas.domain.totalling import Tally
from quotas.models import Election, ReleasedSeat, SeatPlan, SeatRelease
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
    """An open assembly that elects for a committee, and could again."""
    business = [PlannedItem("Members", "election"), PlannedItem("Again", "election")]
    at = timezone.now() - timedelta(minutes=5)
    return world.assembly(town, business, at=at).items.get(title="Members")


def contest(town: Town, item: AgendaItem, *, women: int = 1, men: int = 4) -> Election:
    """A committee's five members, two of whose seats are kept for women, with who stands.

    By the charter the women present may open seats.
    """
    at = timezone.now()
    body = establishing.establish_committee(
        town.body, field="health", name="Health", size=7, by=SYSTEM, at=at
    )
    BodyParameter.objects.create(
        body=body, section="quotas", name="unfilled_seats", value="women_release", since=at
    )
    planned = nominating.plan(item, members(body), by=SYSTEM, at=at)
    for one in [*town.women[5 : 5 + women], *town.men[5 : 5 + men]]:
        nominating.stand(planned, one, by=SYSTEM, at=at)
    return planned


def members(body: Body) -> list[Seat]:
    """The seats of a committee's members, as they stand in the table."""
    return list(Seat.objects.filter(body=body, office=OfficeCode.MEMBER).order_by("number"))


def elected(planned: Election, slip: Slip | None = None) -> Resolution:
    """The count: each has fewer votes than who stands before."""
    rows = planned.candidacies.order_by("pk")
    votes = {row.pk: 9 - place for place, row in enumerate(rows)}
    at = timezone.now()
    return electing.elect(planned.item, tally=Tally(votes), by=SYSTEM, at=at, slip=slip)


def opened(planned: Election, *, votes_for: int = 6, seats: list[Seat] | None = None) -> Any:
    """What the women present decide about what nobody filled."""
    at = timezone.now()
    asked = releasing.unfilled(planned, at) if seats is None else seats
    return releasing.release(
        planned.item, seats=asked, votes_for=votes_for, against=1, by=SYSTEM, at=at
    )


def client_of(town: Town) -> Client:
    """Somebody of the commune, signed in."""
    client = Client()
    client.force_login(world.account("reader", town.women[3]))
    return client


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The reasons of a refusal."""
    return {one.code for one in refused.value.problems}


def verdict(planned: Election) -> str:
    """How the committee's composition is judged now."""
    found = judging.judge_body(planned.body, timezone.now())
    return str(next(one.verdict for one in found if one.rule == judging.COMPOSITION))


def test_an_opened_seat_goes_to_who_comes_next(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    made = elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    assert (verdict(planned), OpenPoint.objects.filter(figures__seat=empty.key).count()) == (
        "vacant",
        1,
    )
    before = SeatPlan.objects.get(body=planned.body, until__isnull=True).women
    vote = opened(planned).vote
    assert (vote.adopted, vote.women, vote.question) == (True, 10, "seats")
    held = world.holder(empty, timezone.now())
    assert held is not None
    assert (held.person, held.resolution, held.reserved_gender) == (town.men[8], made, "")
    assert not OpenPoint.objects.filter(figures__seat=empty.key).exists()
    assert SeatPlan.objects.get(body=planned.body, until__isnull=True).women == before - 1
    assert verdict(planned) == "fail"
    story = telling.story_of(planned)
    assert story is not None
    assert (story.vacant, story.lines[-1].seat) == ([], empty)
    (told,) = story.opened
    assert told == (
        f"The seat member {empty.number} is kept for women and stayed empty. The women present "
        "opened it for this term (6 for, 1 against, of 10 women in the room): "
        f"{town.men[8].name} takes it, of those not elected with the most votes."
    )
    at = timezone.now()
    assert [row.seat for row in relating.of_body(planned.body, at)] == [empty]
    assert relating.of_body(planned.body, at - timedelta(hours=1)) == []
    shown = client_of(town).get(reverse("body", args=[planned.body.public_id])).content.decode()
    assert "opened it for this term on" in shown


def test_minutes_and_book_tell_of_it(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    elected(planned)
    opened(planned)
    told = str(minutes_paper(item.meeting, "en").blocks)
    assert "The women opened seats that were kept for women and stayed empty: 6 for" in told
    assert f"{town.men[8].name} takes a seat that was kept for women" in told
    assert "seats left vacant" not in told
    assert closing.content(item.meeting)["items"][0]["women"] == [
        {"question": "seats", "for": 6, "against": 1, "women": 10, "adopted": True}
    ]
    assert Entry.objects.filter(kind="seats.opened", body=planned.body).count() == 1
    assert Entry.objects.filter(kind="women.voted", body=item.meeting.body).count() == 1


def test_without_more_than_half_of_the_women_it_stays_empty(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    assert not opened(planned, votes_for=5).vote.adopted
    assert world.holder(empty, timezone.now()) is None
    assert not ReleasedSeat.objects.exists()
    assert releasing.may_be_asked(planned, timezone.now()) == []
    with pytest.raises(Refused) as refused:
        opened(planned, votes_for=9)
    assert codes(refused) == {"women_decided"}


def test_only_what_is_unfilled_and_allowed_is_opened(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    elected(planned)
    at = timezone.now()
    taken = [seat for seat in members(planned.body) if world.holder(seat, at)][:1]
    chairs = list(Seat.objects.filter(body=planned.body, office=OfficeCode.CO_CHAIR))
    empty = releasing.unfilled(planned, at)
    for seats, votes_for, code in [
        (taken, 6, "seat_not_unfilled"),
        (chairs, 6, "seat_of_a_pair"),
        (empty, 10, "count_too_high"),
        ([], 6, "seat_missing"),
    ]:
        with pytest.raises(Refused) as refused:
            opened(planned, votes_for=votes_for, seats=seats)
        assert code in codes(refused)
    BodyParameter.objects.filter(body=planned.body).delete()
    with pytest.raises(Refused) as refused:
        opened(planned)
    assert codes(refused) == {"release_off"}
    assert not WomensVote.objects.exists()


def test_before_the_count_anyone_may_be_put_up_for_it(town: Town, item: AgendaItem) -> None:
    planned, at = contest(town, item, men=3), timezone.now()
    (wanting,) = releasing.unfilled(planned, at)
    opened(planned)
    nominating.stand(planned, town.men[8], by=SYSTEM, at=timezone.now())
    made = elected(planned)
    assert made.facts["vacant"] == []
    assert made.facts["reserved"][wanting.key] == ""
    held = world.holder(wanting, timezone.now())
    assert held is not None
    assert held.person.gender == "man"
    story = telling.story_of(planned)
    assert story is not None
    assert "Fewer women stood than seats are kept for women." in story.opened[0]


def test_a_mended_count_keeps_the_seat_for_women_again(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    made = elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    opened(planned)
    again = elected(planned, Slip(made, "miscounted"))
    assert again.facts["reserved"][empty.key] == "woman"
    assert again.facts["vacant"] == [empty.key]
    assert world.holder(empty, timezone.now()) is None
    assert ReleasedSeat.objects.get().until is not None
    story = telling.story_of(planned)
    assert story is not None
    assert story.opened == []
    assert opened(planned).vote.adopted


def test_at_its_next_election_it_is_kept_for_women(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    opened(planned)
    before = telling.story_of(planned)
    at = timezone.now()
    later = item.meeting.items.get(title="Again")
    nominating.plan(later, members(planned.body), by=SYSTEM, at=at)
    empty.refresh_from_db()
    assert empty.reserved_gender == "woman"
    assert world.holder(empty, at) is not None
    assert telling.story_of(planned) == before


def test_the_database_opens_no_seat_by_itself(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    with pytest.raises(DatabaseError, match="only the women present"), transaction.atomic():
        Seat.objects.filter(pk=empty.pk).update(reserved_gender="")
    opened(planned, votes_for=5)
    release = SeatRelease.objects.get()
    with pytest.raises(DatabaseError, match="more than half"), transaction.atomic():
        ReleasedSeat.objects.create(release=release, seat=empty)


def test_the_page_asks_the_women_and_says_who_would_come(
    town: Town, item: AgendaItem, client: Client
) -> None:
    planned = contest(town, item)
    elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    client.force_login(world.account("secretary", town.women[1]))
    page = client.get(reverse("elect", args=[item.public_id])).content.decode()
    assert "1 seat kept for women stayed empty." in page
    assert f"<bdi>{town.men[8].name}</bdi>" in page
    url = reverse("release_seats", args=[item.public_id])
    told = {"seats": [empty.key], "votes_for": "11", "against": ""}
    assert client.post(url, told).status_code == 422
    assert not WomensVote.objects.exists()
    assert client.post(url, {**told, "votes_for": "7"}).status_code == 302
    client.force_login(world.account("resident", town.women[3]))
    result = client.get(reverse("election_result", args=[item.public_id])).content.decode()
    assert "opened it for this term (7 for, 0 against, of 10 women in the room)" in result
    assert client.post(url, told).status_code == 403


def test_the_api_opens_seats_by_the_same_rule(town: Town, item: AgendaItem) -> None:
    planned = contest(town, item)
    elected(planned)
    (empty,) = releasing.unfilled(planned, timezone.now())
    secretary = Caller(world.account("secretary", town.women[1]))
    url, told = f"items/{item.key}/election/release", {"seats": [empty.key], "against": 1}
    assert secretary.post(url, {**told, "votes_for": 10}).codes == ["count_too_high"]
    answer = secretary.post(url, {**told, "votes_for": 6})
    assert answer.status == 200
    assert len(answer.body["story"]["opened"]) == 1
    assert answer.body["story"]["vacant"] == []
    other = Caller(world.account("resident", town.women[3]))
    assert other.post(url, {**told, "votes_for": 6}).status == 403
