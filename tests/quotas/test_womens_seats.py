"""The woman among the co-chairs: elected by all, by the women alone, or after their primary."""

from random import Random

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.domain import attending
from communes.domain.planning import PlannedItem
from communes.models import Account, Attendance, BodyParameter, Entry, Resolution
from communes.problems import Refused
from mandates.models import Mandate, Seat
from quotas.arithmetic.primaries import named
from quotas.domain import holding, judging, nominating, womens_seats
from quotas.domain.deciding import PRESENCE
from quotas.models import Candidacy, Primary
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.test_ranked_meetings import url

VOTES = st.dictionaries(st.integers(1, 9), st.integers(0, 5), max_size=8)


@given(VOTES, st.integers(1, 4), st.randoms())
def test_a_primary_names_the_strongest_whoever_they_are_called(
    votes: dict[int, int], most: int, random: Random
) -> None:
    chosen = named(votes, most)
    given_votes = {who: number for who, number in votes.items() if number}
    assert all(votes[one] for one in chosen)
    assert len(chosen) >= min(most, len(given_votes))
    out = {who: number for who, number in votes.items() if who not in chosen}
    assert all(votes[one] > number for one in chosen for number in out.values())
    without = [one for one in chosen if votes[one] > min(votes[each] for each in chosen)]
    assert len(without) < most
    others = dict(zip(votes, random.sample(range(10, 40), len(votes)), strict=True))
    again = named({others[who]: number for who, number in votes.items()}, most)
    assert again == {others[who] for who in chosen}


@given(VOTES.filter(bool), st.integers(1, 4), st.data())
def test_one_more_vote_never_costs_the_naming(
    votes: dict[int, int], most: int, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(sorted(votes)))
    raised = named({**votes, one: votes[one] + 1}, most)
    assert one in raised or one not in named(votes, most)
    assert raised <= named(votes, most) | {one}


@laid
def held() -> Gathering:
    """An open assembly with an election; ten women and ten men of age are in the room."""
    return gathering(items=[PlannedItem("Co-chair", "election")])


def says(held: Gathering, **told: object) -> None:
    for name, value in told.items():
        BodyParameter.objects.create(
            body=held.body, section="quotas", name=name, value=value, since=held.meeting.convened_at
        )


def planned(held: Gathering, method: str = "totals", standing: int = 3) -> list[Candidacy]:
    """Women stand for the woman's seat among the co-chairs."""
    seat = world.seat(held.body, "co_chair", "woman")
    at = timezone.now()
    election = nominating.plan(held.item(), [seat], method=method, by=SYSTEM, at=at)
    women = held.town.women[4 : 4 + standing]
    return [nominating.stand(election, one, by=SYSTEM, at=at) for one in women]


def votes(rows: list[Candidacy], *numbers: int, **more: str) -> dict[str, str]:
    told = {f"votes-{row.key}": str(one) for row, one in zip(rows, numbers, strict=True)}
    return {"method": "hands", **told, **more}


def entered(held: Gathering, name: str, rows: list[Candidacy], *numbers: int) -> None:
    answer = post(held.recorder, url(held, name), **votes(rows, *numbers))
    assert answer.status_code == 302, answer.content.decode()


def page(held: Gathering, name: str = "elect") -> str:
    return str(held.recorder.get(url(held, name)).content.decode())


def holder(held: Gathering) -> object:
    found = world.holder(world.seat(held.body, "co_chair", "woman"), timezone.now())
    return found.person if found else None


def test_the_women_alone_vote_where_the_charter_says_so(held: Gathering) -> None:
    says(held, womens_co_chair="women")
    rows = planned(held)
    assert "<strong>10</strong> of 11 women who may vote are in the room." in page(held)
    refused = post(held.recorder, url(held, "elect"), **votes(rows, 9, 2, 0))
    assert refused.status_code == 422
    assert "11 votes were entered, and 10 people in the room may vote." in refused.content.decode()
    entered(held, "elect", rows, 6, 3, 1)
    assert holder(held) == rows[0].person
    made = Resolution.objects.get(item=held.item())
    assert (made.electorate, made.present, made.women_present) == (11, 10, 10)
    said = "The women alone voted: 10 of 11 were in the room."
    assert said in held.member.get(url(held, "election_result")).content.decode()
    minutes = held.recorder.get(f"/meetings/{held.meeting.key}/minutes/")
    assert minutes.status_code == 200
    assert said in minutes.content.decode()


def test_a_ballot_of_the_women_alone_is_no_room_to_judge(held: Gathering) -> None:
    says(held, womens_co_chair="women")
    entered(held, "elect", planned(held), 6, 3, 1)
    found = judging.judge_bodies({held.body.pk: held.body}, timezone.now())
    (told,) = [one.weighed.figures for one in found if one.rule == PRESENCE and one.weighed]
    assert told["meeting"] != held.meeting.key  # an earlier one, where all decided


def test_by_default_all_vote(held: Gathering) -> None:
    rows = planned(held)
    entered(held, "elect", rows, 12, 8, 0)
    made = Resolution.objects.get(item=held.item())
    assert (made.electorate, made.present) == (21, 20)
    assert "elected_by" not in made.facts


def test_without_a_woman_in_the_room_her_seat_stays_vacant(held: Gathering) -> None:
    says(held, womens_co_chair="women")
    rows = planned(held)
    nobody_left(held)
    assert "No woman who may vote is in the room: the seat stays vacant." in page(held)
    assert post(held.recorder, url(held, "elect"), **votes(rows, 1, 0, 0)).status_code == 422
    entered(held, "elect", rows, 0, 0, 0)
    assert not Mandate.objects.filter(resolution__item=held.item()).exists()
    said = "No woman who may vote was in the room: the seat stays vacant."
    assert said in held.member.get(url(held, "election_result")).content.decode()


def nobody_left(held: Gathering) -> None:
    """All women go; the charter of this body lets the men decide on business without them."""
    rows = {"section": "communes", "since": held.meeting.convened_at, "body": held.body}
    BodyParameter.objects.create(name="women_presence", value="0", **rows)
    BodyParameter.objects.create(name="quorum_least", value=1, **rows)
    at = timezone.now()
    for row in Attendance.objects.filter(meeting=held.meeting, gender="woman"):
        attending.check_out(row, by=SYSTEM, at=at)


def test_another_seat_has_an_item_of_its_own(held: Gathering) -> None:
    says(held, womens_co_chair="women")
    both = [one.key for one in Seat.objects.filter(body=held.body, office="co_chair")]
    answer = post(held.recorder, url(held, "plan_election"), seats=both, method="totals")
    assert answer.status_code == 422
    assert "her seat has an item of its own" in answer.content.decode()
    mans = world.seat(held.body, "co_chair", "man")
    nominating.plan(held.item(), [mans], by=SYSTEM, at=timezone.now())
    assert womens_seats.voters_of(held.item(), timezone.now()) is None


def test_the_women_name_one_and_all_vote_on_her(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows = planned(held)
    assert "Enter the women&#x27;s vote" in page(held) or "Enter the women's vote" in page(held)
    early = post(held.recorder, url(held, "elect"), **votes(rows, 9, 8, 0))
    assert early.status_code == 422
    assert "First the women vote on whom they put before everyone." in early.content.decode()
    many = post(held.recorder, url(held, "hold_primary"), **votes(rows, 9, 2, 0))
    assert many.status_code == 422
    assert not Primary.objects.exists()
    entered(held, "hold_primary", rows, 3, 6, 1)
    said = "10 of 11 being in the room: "
    assert said in page(held)
    entered(held, "elect", rows[1:2], 18)
    assert holder(held) == rows[1].person
    made = Resolution.objects.get(item=held.item())
    assert (made.electorate, made.present) == (21, 20)
    primary = made.facts["primary"]
    assert (primary["named"], primary["present"]) == ([rows[1].person.key], 10)
    story = held.member.get(url(held, "election_result")).content.decode()
    assert f"They put before everyone: {rows[1].person.name}." in story
    (entry,) = Entry.objects.filter(kind="election.primary")
    assert entry.body == held.body


def test_whoever_ties_with_the_last_named_is_named_and_two_may_be_asked_for(
    held: Gathering,
) -> None:
    says(held, womens_co_chair="womens_primary", primary_names=2)
    rows = planned(held, standing=4)
    entered(held, "hold_primary", rows, 4, 2, 2, 1)
    stand = Candidacy.objects.standing().filter(election=rows[0].election).order_by("pk")
    assert list(stand) == rows[:3]
    entered(held, "elect", rows[:3], 5, 9, 6)
    assert holder(held) == rows[1].person


def test_a_primary_is_taken_back_and_all_stand_again(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows = planned(held)
    entered(held, "hold_primary", rows, 3, 6, 1)
    again = post(held.recorder, url(held, "hold_primary"), **votes(rows[1:2], 4))
    assert again.status_code == 422
    late = post(held.recorder, url(held, "withdraw"), candidacy=rows[1].key)
    assert late.status_code == 422
    assert post(held.member, url(held, "take_primary_back")).status_code == 403
    assert post(held.recorder, url(held, "take_primary_back")).status_code == 302
    assert rows[0].election.candidacies.standing().count() == 3
    entered(held, "hold_primary", rows, 6, 3, 1)
    entered(held, "elect", rows[:1], 15)
    assert post(held.recorder, url(held, "take_primary_back")).status_code == 422
    stands = rows[0].election.candidacies.order_by("pk")
    assert [row.passed_over for row in stands] == [False, True, True]


def test_a_primary_that_another_replaced_meanwhile_is_not_taken_back(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows, at = planned(held), timezone.now()
    entered(held, "hold_primary", rows, 3, 6, 1)
    stale = Primary.objects.get()
    holding.take_back(Primary.objects.get(), by=SYSTEM, at=at)
    for codes in ("primary_missing", "primary_held"):
        with pytest.raises(Refused, match=codes):
            holding.take_back(stale, by=SYSTEM, at=at)
        if not Primary.objects.exists():
            entered(held, "hold_primary", rows, 6, 3, 1)
    assert Entry.objects.filter(kind="election.primary_taken_back").count() == 1
    stands = rows[0].election.candidacies.order_by("pk")
    assert [row.passed_over for row in stands] == [False, True, True]


def test_where_the_women_name_nobody_the_seat_stays_vacant(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows = planned(held)
    entered(held, "hold_primary", rows, 0, 0, 0)
    assert "They put nobody before everyone." in page(held)
    entered(held, "elect", [])
    made = Resolution.objects.get(item=held.item())
    assert made.facts["vacant"]
    assert not made.adopted


def test_no_woman_no_primary_and_no_vote_of_the_others(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows = planned(held)
    nobody_left(held)
    assert post(held.recorder, url(held, "hold_primary"), **votes(rows, 0, 0, 0)).status_code == 422
    refused = post(held.recorder, url(held, "elect"), **votes(rows, 8, 0, 0))
    assert "enter no votes, the seat stays vacant" in refused.content.decode()
    entered(held, "elect", rows, 0, 0, 0)
    assert Resolution.objects.get(item=held.item()).facts["primary"] is None


def test_after_a_primary_ranked_papers_rank_whom_it_named(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary", primary_names=2)
    rows = planned(held, method="ranked")
    entered(held, "hold_primary", rows, 5, 0, 3)
    for ranking, papers in (("1 2", 7), ("2", 9)):
        answer = post(held.recorder, url(held, "papers"), ranking=ranking, papers=papers)
        assert answer.status_code == 302
    assert post(held.recorder, url(held, "elect")).status_code == 302
    assert holder(held) == rows[2].person


def test_the_program_of_another_machine_is_told_and_refused_the_same(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows = planned(held)
    caller = Caller(Account.objects.get(person=held.town.women[1]))
    path = f"items/{held.item().key}/election"
    voting = caller.get(path).body["voting"]
    assert (voting["way"], voting["women"], voting["women_present"]) == ("womens_primary", 11, 10)
    told = [{"candidacy": row.key, "votes": n} for row, n in zip(rows, (3, 6, 1), strict=True)]
    assert caller.post(path, {"votes": told}).codes == ["primary_missing"]
    many = [{**one, "votes": 9} for one in told]
    assert caller.post(f"{path}/primary", {"votes": many}).codes == ["count_too_high"]
    stranger = Caller(Account.objects.get(person=held.town.men[3]))
    assert stranger.post(f"{path}/primary", {"votes": told}).status == 403
    made = caller.post(f"{path}/primary", {"votes": told})
    assert made.status == 201
    assert made.body["voting"]["primary"]["named"] == [rows[1].key]
    assert [one["id"] for one in made.body["candidates"]] == [rows[1].key]
    assert caller.send("delete", f"{path}/primary").body["voting"]["primary"] is None
    assert caller.send("delete", f"{path}/primary").status == 404


def test_what_the_women_counted_is_not_altered(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    rows = planned(held)
    entered(held, "hold_primary", rows, 3, 6, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Primary.objects.update(named=[])


def test_in_a_womens_body_everyone_votes(held: Gathering) -> None:
    says(held, womens_co_chair="womens_primary")
    seats = [Seat(office="co_chair", reserved_gender="woman", body=held.body)]
    at = timezone.now()
    assert womens_seats.elected_by(held.body, seats, at) == "womens_primary"
    seats[0].body.circle = "women"
    assert womens_seats.elected_by(held.body, seats, at) == "all"


def test_the_law_of_the_day_holds_at_the_count(held: Gathering) -> None:
    """Both seats were planned together before the charter set the woman's apart."""
    seats = list(Seat.objects.filter(body=held.body, office="co_chair"))
    at = timezone.now()
    election = nominating.plan(held.item(), seats, by=SYSTEM, at=at)
    row = nominating.stand(election, held.town.women[4], by=SYSTEM, at=at)
    says(held, womens_co_chair="women")
    with pytest.raises(Refused) as refusal:
        world.elect_one_of(row, timezone.now())
    assert [one.code for one in refusal.value.problems] == ["seats_apart"]
    assert election.candidacies.count() == 1
