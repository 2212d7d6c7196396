"""What the charter may say of equal votes: a woman first, the lot alone, a new ballot."""

import json
from itertools import permutations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.domain.planning import PlannedItem
from communes.models import BodyParameter
from mandates.models import Mandate, Seat
from quotas.arithmetic import displacing
from quotas.arithmetic.ranked import RankedElection, Settled
from quotas.arithmetic.seating import Candidate, SeatSpec, by_lot, seat
from quotas.arithmetic.tie_rules import TieRule
from quotas.ballot_file.directions import Directions, read_directions
from quotas.domain import nominating
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.ranked import elections as ranked_elections
from tests.quotas.test_ranked_meetings import url
from tests.quotas.test_seating import elections

ANEW = TieRule.NEW_BALLOT
SEEDS = st.lists(st.text(max_size=5), min_size=2, max_size=2, unique=True)
Told = tuple[list[Candidate], list[SeatSpec]]


def seated_by(order: dict[str, int], election: Told) -> set[str]:
    """Who sits where equal votes are put in this order."""
    reached = seat(*election, lambda tied: sorted(tied, key=lambda one: order[one.id]))
    return {holder.id for _place, holder in reached.seated}


@settings(max_examples=200, deadline=None)
@given(elections())
def test_before_a_new_ballot_exactly_those_sit_whom_no_order_of_ties_unseats(
    election: Told,
) -> None:
    candidates, seats = election[0][:5], election[1]
    ids = [one.id for one in candidates]
    ways = [
        seated_by({one: place for place, one in enumerate(way)}, (candidates, seats))
        for way in permutations(ids)
    ]
    reached = seat(candidates, seats, by_lot("s"), TieRule.NEW_BALLOT)
    sits = {holder.id for _place, holder in reached.seated}
    assert sits == set.intersection(*ways)
    assert sum(tie.open for tie in reached.ties) == len(ways[0]) - len(sits)
    assert all(place.reserved in (None, one.gender) for place, one in reached.seated)


@settings(max_examples=200, deadline=None)
@given(elections(), SEEDS)
def test_before_a_new_ballot_the_seed_decides_nothing(election: Told, seeds: list[str]) -> None:
    one, other = (seat(*election, by_lot(seed, ANEW), ANEW) for seed in seeds)
    sits = [{holder for _place, holder in reached.seated} for reached in (one, other)]
    assert sits[0] == sits[1]
    assert (one.vacant, one.ties) == (other.vacant, other.ties)
    assert not any(tie.by_lot for tie in one.ties)


@given(elections(), st.text(max_size=5))
def test_by_lot_alone_no_gender_comes_first(election: Told, seed: str) -> None:
    """Calling women men and men women changes who may sit where, and nothing else."""
    candidates, seats = election
    swapped = {"woman": "man", "man": "woman"}
    others = [
        Candidate(one.id, swapped.get(one.gender, one.gender), one.votes) for one in candidates
    ]
    places = [SeatSpec(one.id, swapped.get(one.reserved or "")) for one in seats]
    rule = TieRule.LOT
    one = seat(candidates, seats, by_lot(seed, rule), rule)
    other = seat(others, places, by_lot(seed, rule), rule)
    assert [holder.id for _place, holder in one.seated] == [
        holder.id for _place, holder in other.seated
    ]
    assert one.ties == other.ties
    assert all(tie.by_lot for tie in one.ties)


@given(ranked_elections(), st.text(max_size=5))
def test_in_a_ranked_count_the_lot_alone_is_called_the_lot(
    election: RankedElection, seed: str
) -> None:
    reached = displacing.elect(election, by_lot(seed, TieRule.LOT), TieRule.LOT)
    settled = {tie.settled for one in reached.counted.rounds for tie in one.ties}
    assert Settled.GENDER not in settled


@pytest.mark.parametrize("rule", list(TieRule))
def test_a_file_of_papers_says_by_which_rule_ties_are_settled(rule: TieRule) -> None:
    said = Directions(1, 1, "seed-7", rule)
    assert read_directions(f"4 2\n{said.line}\n0\n") == said
    assert read_directions("# komin: reserve-women=1 reserve-men=1 ties=coin\n") is None


@laid
def held() -> Gathering:
    """An open assembly with an election."""
    return gathering(items=[PlannedItem("Co-chair", "election")])


def tied(held: Gathering, rule: str) -> list[str]:
    """A woman and a man, equal in votes, for an open seat; what the result's page says."""
    since = held.meeting.convened_at
    told = {"section": "quotas", "name": "tie", "value": rule, "since": since}
    BodyParameter.objects.create(body=held.body, **told)
    seat = Seat.objects.get(body=held.body, office="secretary")
    election = nominating.plan(held.item(), [seat], by=SYSTEM, at=timezone.now())
    people = [held.town.women[4], held.town.men[4]]
    rows = [nominating.stand(election, one, by=SYSTEM, at=timezone.now()) for one in people]
    votes = {f"votes-{row.key}": "7" for row in rows}
    assert post(held.recorder, url(held, "elect"), method="hands", **votes).status_code == 302
    told = json.loads(held.member.get(url(held, "ballots_json")).content)
    assert told["ties"] == rule
    winner = Mandate.objects.in_force(timezone.now()).filter(seat=seat, person__in=people).first()
    page = held.member.get(url(held, "election_result")).content.decode()
    return [page, told["seed"] or "", winner.person.gender if winner else ""]


def test_a_woman_comes_first_where_the_charter_says_so(held: Gathering) -> None:
    page, seed, winner = tied(held, "woman_first_then_lot")
    assert (seed, winner) == ("", "woman")
    assert "a woman before a man" in page


def test_the_lot_alone_decides_by_the_seed_that_is_told(held: Gathering) -> None:
    page, seed, winner = tied(held, "lot")
    people = {one.key: one for one in (held.town.women[4], held.town.men[4])}
    drawn = by_lot(seed, TieRule.LOT)([Candidate(key, "other", 7) for key in people])
    assert winner == people[drawn[0].id].gender
    assert "decided by lot" in page
    assert seed in page


def test_a_place_stays_open_where_the_charter_asks_for_a_new_ballot(held: Gathering) -> None:
    page, seed, winner = tied(held, "new_ballot")
    assert (seed, winner) == ("", "")
    said = "By the charter 1 place stays open and is voted on anew."
    assert said in page
    assert said in held.recorder.get(f"/meetings/{held.meeting.key}/minutes/").content.decode()
    assert "nobody who may hold it was elected" not in page
    (point,) = world.awaited(held.body)
    assert point.kind == "election"
