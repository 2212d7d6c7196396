"""Ranked ballots: against a count on paper, a published library, and what must always hold."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stvpoll.scottish_stv import calculate_scottish_stv

from quotas.arithmetic.displacing import Ousted, RankedDisplaced, RankedResult, elect
from quotas.arithmetic.guarding import count_of, fit, keep, size
from quotas.arithmetic.ranked import UNIT, Counted, Deed, RankedElection, Settled, Why
from quotas.arithmetic.seating import by_lot
from quotas.arithmetic.transferring import count
from quotas.ballot_file import read_ballots
from tests.quotas.counting_by_hand import by_hand
from tests.quotas.ranked import by_place, drawn, elections, in_order

WARD = Path(__file__).parent.parent / "data" / "ballots_scottish_ward.blt"
WOMAN, MAN = "woman", "man"


def genders_of(election: RankedElection, counted: Counted) -> list[str]:
    return [election.genders[one] for one in counted.elected]


@given(elections(reserve=False))
def test_a_count_on_paper_gives_the_same(election: RankedElection) -> None:
    counted = count(election, in_order)
    lots = {one: -one for one in election.genders}
    hand = by_hand(sorted(election.genders), election.ballots, size(election.kept), lots)
    assert list(counted.elected) == hand.elected
    assert [
        {who: Decimal(votes) / UNIT for who, votes in one.votes.items()} for one in counted.rounds
    ] == hand.stages


def narrow(counted: Counted) -> bool:
    """Whether rounding, or which of two surpluses goes first, could change who is elected."""
    near, quota = UNIT // 10, counted.quota * UNIT
    held: list[int] = []
    for one in counted.rounds:
        held += [who for who, _why in one.elected]
        votes = [one.votes[who] for who in one.votes if who not in held and one.votes[who]]
        close = any(
            abs(a - b) < near for a, b in zip(sorted(votes), sorted(votes)[1:], strict=False)
        )
        surpluses = [who for who in held if one.votes[who] > quota]
        at_quota = any(0 < abs(each - quota) < near for each in one.votes.values())
        if one.ties or close or at_quota or len(surpluses) > 1:
            return True
    return False


def test_a_published_library_elects_the_same() -> None:
    """STVPoll's Scottish rules; it rounds values to the nearest, so narrow counts are left out."""
    random, compared = Random(2007), 0
    for _election in range(150):
        election = drawn(
            random, random.randint(3, 9), random.randint(1, 4), random.randint(50, 900)
        )
        counted = count(election, in_order)
        if size(election.kept) >= len(election.genders) or narrow(counted):
            continue
        oracle = calculate_scottish_stv(
            tuple(election.genders), dict(election.ballots), size(election.kept)
        )
        assert oracle.quota == counted.quota
        assert set(oracle.elected_as_tuple()) == set(counted.elected)
        compared += 1
    assert compared > 40


def test_a_real_ward_three_times() -> None:
    """A Scottish ward of 2012: this count, the one on paper, and the published library."""
    file = read_ballots(WARD.read_bytes())
    election = RankedElection(dict.fromkeys(file.standing, MAN), file.ballots, keep(file.seats))
    counted = count(election, in_order)
    hand = by_hand(file.standing, file.ballots, file.seats, dict.fromkeys(file.standing, 0))
    assert hand.elected == list(counted.elected) == [1, 4, 2, 3]
    oracle = calculate_scottish_stv(tuple(file.standing), dict(file.ballots), file.seats)
    assert oracle.elected_as_tuple() == counted.elected


@given(elections(), st.randoms())
def test_the_order_of_ballots_and_candidates_does_not_matter(
    election: RankedElection, random: Random
) -> None:
    ballots = random.sample(list(election.ballots.items()), len(election.ballots))
    genders = random.sample(list(election.genders.items()), len(election.genders))
    again = RankedElection(dict(genders), dict(ballots), election.kept)
    assert elect(again, by_lot("s")) == elect(election, by_lot("s"))


@given(elections(), st.randoms())
def test_other_numbers_on_the_ballot_elect_the_same_people(
    election: RankedElection, random: Random
) -> None:
    everyone = sorted(election.genders)
    new = dict(zip(everyone, random.sample(range(1, 99), len(everyone)), strict=True))
    ballots = {tuple(new[one] for one in way): n for way, n in election.ballots.items()}
    renamed = RankedElection(
        {new[one]: gender for one, gender in election.genders.items()}, ballots, election.kept
    )
    places = {new[one]: one for one in everyone}
    expected = [new[one] for one in count(election, in_order).elected]
    assert list(count(renamed, by_place(places)).elected) == expected


@given(elections())
def test_reserved_shares_are_kept_when_enough_stand(election: RankedElection) -> None:
    result = elect(election, by_lot("s"))
    seated, standing = genders_of(election, result.counted), election.genders.values()
    kept = election.kept
    assert fit(kept, seated)
    for gender, seats in ((WOMAN, kept.women), (MAN, kept.men)):
        assert count_of(seated, gender) >= min(seats, count_of(standing, gender))
    left = [one for one in election.genders if one not in result.counted.elected]
    assert not any(fit(kept, [*seated, election.genders[one]]) for one in left)
    vacant = result.counted.vacant
    assert size(vacant) == size(kept) - len(seated)
    assert min(vacant.women, vacant.men, vacant.open) >= 0


@given(elections())
def test_the_guarded_are_not_excluded(election: RankedElection) -> None:
    """DOMAIN §6: as soon as those left of a reserved group just suffice for its seats."""
    left: dict[int, str] = dict(election.genders)
    elected: list[str] = []
    for one in count(election, by_lot("s")).rounds:
        for gender, seats in ((WOMAN, election.kept.women), (MAN, election.kept.men)):
            open_seats = seats - count_of(elected, gender)
            if open_seats > 0 and count_of(left.values(), gender) <= open_seats:
                assert not any(election.genders[out] == gender for out in one.of if out in left)
        if one.deed is Deed.EXCLUSION:
            assert all(one.votes[each] >= 0 for each in one.guarded)
            for out in one.of:
                left.pop(out)
        for who, _why in one.elected:
            elected.append(left.pop(who))


def replayed(result: RankedResult, papers: int) -> list[int]:
    """Who is elected, told from the record alone; every figure follows from the one before."""
    votes: Mapping[int, int] = {}
    gone, elected = 0, []
    for one in result.counted.rounds:
        if one.deed is Deed.FIRST:
            votes = dict(one.votes)
        else:
            kept = result.counted.quota * UNIT if one.deed is Deed.SURPLUS else 0
            moved = sum(votes[out] - kept for out in one.of)
            assert moved == sum(one.transfers.values()) + one.exhausted + one.lost
            after = {
                who: (kept if who in one.of else have) + one.transfers.get(who, 0)
                for who, have in votes.items()
            }
            assert after == dict(one.votes)
            votes, gone = after, gone + one.exhausted + one.lost
        assert gone == one.nontransferable
        assert sum(votes.values()) + gone == papers * UNIT
        elected += [who for who, _why in one.elected]
    return elected


@given(elections())
def test_the_record_replays_to_the_same_result(election: RankedElection) -> None:
    result = elect(election, by_lot("s"))
    elected = replayed(result, election.papers)
    assert tuple(elected) == result.counted.elected
    instead = {one.would_have: one.seated for one in result.displaced}
    told = {instead.get(one, one) for one in result.raw.elected} - {None}
    if len(result.raw.elected) >= len(elected):
        assert told == set(elected)
    for one in result.displaced:
        assert one.would_have not in result.counted.elected
        assert 1 <= one.round <= len(result.counted.rounds)


@given(elections(most=60), st.integers(1, 5))
def test_more_first_preferences_never_unseat_who_was_elected_by_them(
    election: RankedElection, more: int
) -> None:
    """STV as a whole is not monotone; where the first stage elects, it is."""
    first = count(election, in_order).rounds[0].elected
    for who in [one for one, why in first if why is Why.QUOTA]:
        ballots = {**election.ballots, (who,): election.ballots.get((who,), 0) + more}
        again = count(replace(election, ballots=ballots), in_order)
        assert who in [one for one, _why in again.rounds[0].elected]


@given(elections(), st.text(max_size=4))
def test_without_a_lot_the_seed_decides_nothing(election: RankedElection, seed: str) -> None:
    counted = count(election, by_lot("s"))
    settled = {tie.settled for one in counted.rounds for tie in one.ties}
    assume(Settled.LOT not in settled)
    assert count(election, by_lot(seed)) == counted


def test_a_woman_stays_because_those_left_just_suffice() -> None:
    """Three seats, one kept for a woman: the only one has the fewest votes and stays."""
    genders = {1: MAN, 2: MAN, 3: MAN, 4: WOMAN, 5: MAN}
    ballots: dict[tuple[int, ...], int] = {(1,): 30, (2,): 24, (3,): 21, (5,): 15, (4,): 10}
    result = elect(RankedElection(genders, ballots, keep(3, women=1)), by_lot("s"))
    assert result.raw.elected == (1, 2, 3)
    assert result.counted.elected == (1, 2, 4)
    guards = [(one.of, one.guarded) for one in result.counted.rounds if one.guarded]
    assert guards == [((5,), (4,)), ((3,), (4,))]
    last = result.counted.rounds[-1].number
    assert result.displaced == (RankedDisplaced(3, 4, Ousted.GUARDED, last, WOMAN),)


def test_who_can_only_take_a_reserved_seat_is_out_at_once() -> None:
    genders = {1: MAN, 2: MAN, 3: WOMAN, 4: WOMAN}
    ballots: dict[tuple[int, ...], int] = {(1,): 50, (2, 3): 40, (3,): 6, (4,): 4}
    result = elect(RankedElection(genders, ballots, keep(2, women=1)), by_lot("s"))
    assert result.counted.elected == (1, 3)
    out = result.counted.rounds[1]
    assert (out.of, out.why) == ((2,), Why.NO_SEAT)
    assert out.votes[3] == 46 * UNIT


def test_a_woman_comes_before_a_man_and_lots_are_told() -> None:
    genders = {1: WOMAN, 2: MAN, 3: WOMAN}
    ballots: dict[tuple[int, ...], int] = {(1,): 5, (2,): 5}
    counted = count(RankedElection(genders, ballots, keep(1)), by_lot("s"))
    settled = [tie.settled for one in counted.rounds for tie in one.ties]
    assert settled[-1] is Settled.GENDER
    assert counted.elected == (1,)
    tied = count(RankedElection({1: MAN, 2: MAN}, ballots, keep(1)), by_lot("s"))
    assert tied.rounds[-1].ties[-1].settled is Settled.LOT


@pytest.mark.parametrize(
    ("genders", "ballots"),
    [({1: WOMAN}, {(1, 1): 1}), ({1: WOMAN}, {(2,): 1}), ({1: WOMAN}, {(1,): -1}), ({1: "x"}, {})],
)
def test_what_is_no_election_is_refused(
    genders: dict[int, str], ballots: dict[tuple[int, ...], int]
) -> None:
    with pytest.raises(ValueError):
        RankedElection(genders, ballots, keep(1))
    for seats in ((0, 0, 0), (2, 2, 1), (2, -1, 0)):
        with pytest.raises(ValueError):
            keep(*seats)
