"""Runners-up stand in: of the same reservation, most votes first; mandates of the chosen kind."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.domain.acting import acting
from communes.domain.planning import PlannedItem
from communes.models import BodyParameter, Resolution
from mandates.domain import filling, granting, placing, resigning, succeeding
from mandates.domain.granting import Ground
from mandates.domain.placing import SeatTerms
from mandates.models import Alternate, Answer, Mandate, MandateBasis, OfficeCode, Seat
from quotas.arithmetic.seating import Candidate, SeatSpec, by_lot, seat
from quotas.arithmetic.standing_in import runners_up
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid
from tests.quotas.test_seating import MAN, PAIR, SEED, WOMAN, elections


@given(elections(), st.integers(0, 4))
def test_who_stands_in_fits_the_seat_was_not_elected_and_comes_by_votes(
    election: tuple[list[Candidate], list[SeatSpec]], most: int
) -> None:
    candidates, seats = election
    result = seat(candidates, seats, by_lot(SEED))
    told = runners_up(candidates, result, by_lot(SEED), most)
    assert told == runners_up(candidates[::-1], result, by_lot(SEED), most)
    who = {one.id: one for one in candidates}
    elected = {one.id for _place, one in result.seated}
    assert set(told) == {place.id for place, _one in result.seated}
    for place, _holder in result.seated:
        named = [who[one] for one in told[place.id]]
        fitting = [one for one in candidates if one.votes and place.reserved in (None, one.gender)]
        votes = sorted((one.votes for one in fitting if one.id not in elected), reverse=True)
        assert [one.votes for one in named] == votes[:most]
        assert not elected & set(told[place.id])


def test_a_man_never_stands_in_for_a_woman() -> None:
    told = [("a", WOMAN, 9), ("b", MAN, 8), ("c", MAN, 7), ("d", WOMAN, 1), ("e", WOMAN, 0)]
    candidates = [Candidate(*one) for one in told]
    result = seat(candidates, PAIR, by_lot(SEED))
    assert runners_up(candidates, result, by_lot(SEED), 5) == {"w": ["d"], "m": ["c"]}


@laid
def town() -> Town:
    return world.settled_town(at=timezone.now() - timedelta(days=60))


def elected(town: Town, **plan: object) -> tuple[Caller, str, Seat, dict[str, object]]:
    """The secretary's election through the API; three stand, the votes are 10, 7 and 3."""
    caller = Caller(world.account("secretary", town.women[1]))
    at = timezone.now() - timedelta(minutes=5)
    item = f"items/{world.assembly(town, [PlannedItem('E', 'election')], at=at).items.get().key}"
    place = world.seat(town.body, OfficeCode.SECRETARY)
    planned = caller.post(item + "/election/plan", {"seats": [place.key], **plan})
    assert planned.status == 200, planned.body
    people = (town.women[4], town.men[4], town.women[5])
    ids = [
        caller.post(item + "/election/candidates", {"person": person.key}).body["id"]
        for person in people
    ]
    votes = [{"candidacy": one, "votes": count} for one, count in zip(ids, (10, 7, 3), strict=True)]
    return caller, item, place, {"votes": votes}


def test_runners_up_are_called_in_order_for_a_mandate_of_the_chosen_kind(town: Town) -> None:
    caller, item, place, votes = elected(
        town, runners_up=True, kind="semi_imperative", limits=" No debts. "
    )
    assert caller.post(item + "/election", votes).status == 201
    mandate = Mandate.objects.in_force(timezone.now()).get(seat=place)
    assert (mandate.person, mandate.kind) == (town.women[4], "semi_imperative")
    assert mandate.limits == "No debts."
    rows = Alternate.objects.waiting().filter(seat=place)
    assert [row.person for row in rows] == [town.men[4], town.women[5]]
    told = caller.get(item + "/election").body
    assert [town.men[4].name in words for words in told["story"]["alternates"]] == [True]
    resigning.resign(mandate, by=SYSTEM, at=timezone.now())
    called = Alternate.objects.called().get(seat=place)
    assert called.person == town.men[4]


def test_a_mended_count_names_them_anew(town: Town) -> None:
    caller, item, place, votes = elected(town, runners_up=True)
    caller.post(item + "/election", votes)
    turned = [{**one, "votes": 13 - one["votes"]} for one in votes["votes"]]  # type: ignore[attr-defined]
    assert caller.post(item + "/election", {"votes": turned, "reason": "Turned."}).status == 201
    rows = Alternate.objects.waiting().filter(seat=place)
    assert [row.person for row in rows] == [town.men[4], town.women[4]]
    assert Alternate.objects.filter(answer=Answer.STRUCK).count() == 2


def test_nobody_stands_in_unless_charter_or_meeting_say_so(town: Town) -> None:
    caller, item, place, votes = elected(town)
    caller.post(item + "/election", votes)
    assert not Alternate.objects.filter(seat=place).exists()


def test_the_charter_may_say_that_runners_up_stand_in(town: Town) -> None:
    own = {"section": "mandates", "name": "runners_up", "value": True}
    BodyParameter.objects.create(body=town.body, since=town.founding.starts_at, **own)
    caller, item, place, votes = elected(town)
    assert caller.get(item + "/election").body["runners_up"] is True
    caller.post(item + "/election", votes)
    assert Alternate.objects.waiting().filter(seat=place).count() == 2


def test_whoever_stands_in_for_two_seats_of_an_office_takes_one(town: Town) -> None:
    at = timezone.now()
    resolution = Resolution.objects.filter(body=town.body).latest("pk")
    ground = Ground(MandateBasis.RESOLUTION, resolution)
    terms = [SeatTerms(OfficeCode.DEPUTY)] * 2
    seats = placing.place(town.body, terms, by=SYSTEM, at=at)
    with acting(by=SYSTEM, at=at) as acts:
        held = [
            granting.grant(seat, who, ground=ground, by=SYSTEM, at=at)
            for seat, who in zip(seats, (town.women[4], town.men[4]), strict=True)
        ]
        for seat in seats:
            filling.name_alternates(seat, [town.women[5], town.men[5]], resolution, acts=acts)
    resigning.resign(held[0], by=SYSTEM, at=at)
    succeeding.accept(Alternate.objects.called().get(), by=SYSTEM, at=at)
    resigning.resign(held[1], by=SYSTEM, at=at)
    assert Alternate.objects.called().get().person == town.men[5]


def test_a_semi_imperative_mandate_says_its_limits_on_page_and_api(
    client: Client, town: Town
) -> None:
    caller = Caller(world.account("secretary", town.women[1]))
    at = timezone.now() - timedelta(minutes=5)
    row = world.assembly(town, [PlannedItem("E", "election")], at=at).items.get()
    place = world.seat(town.body, OfficeCode.SECRETARY)
    told = {"seats": [place.key], "kind": "semi_imperative", "limits": " "}
    assert caller.post(f"items/{row.key}/election/plan", told).codes == ["limits_missing"]
    assert caller.account is not None
    client.force_login(caller.account)
    url = reverse("plan_election", args=[row.public_id])
    refused = client.post(url, told)
    assert refused.status_code == 422
    assert "A semi-imperative mandate says its limits." in refused.content.decode()
    assert client.post(url, told | {"limits": "No debts.", "runners_up": "on"}).status_code == 302
    page = client.get(reverse("elect", args=[row.public_id])).content.decode()
    assert "Mandate of the elected: semi-imperative." in page
    assert "No debts." in page
    assert "Those not elected stand in" in page
