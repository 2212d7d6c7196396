"""Seating by totals under reservations: against every possible set, for small elections."""

import hashlib
from collections.abc import Sequence
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.genders import Gender
from quotas.arithmetic.seating import (
    Candidate,
    Displaced,
    Displacement,
    SeatSpec,
    Tie,
    by_lot,
    lot_number,
    seat,
)

WOMAN, MAN, OTHER, UNDISCLOSED = (gender.value for gender in Gender)
PAIR = [SeatSpec("w", WOMAN), SeatSpec("m", MAN)]
SEED = "3 December 2026, seed drawn in the room"


def field(*candidates: tuple[str, str, int]) -> list[Candidate]:
    return [Candidate(*one) for one in candidates]


def ids(candidates: Sequence[Candidate]) -> list[str]:
    return [one.id for one in candidates]


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[Candidate], list[SeatSpec]]:
    entries = draw(st.lists(st.tuples(st.sampled_from(Gender), st.integers(0, 4)), max_size=7))
    reservations = draw(st.lists(st.sampled_from([WOMAN, MAN, None]), max_size=4))
    candidates = [Candidate(f"c{n}", g.value, votes) for n, (g, votes) in enumerate(entries)]
    return candidates, [SeatSpec(f"s{n}", reserved) for n, reserved in enumerate(reservations)]


def sits(holders: Sequence[Candidate], seats: Sequence[SeatSpec]) -> bool:
    """Whether all can sit at once, by trying every way of sitting down."""
    return any(
        all(place.reserved in (None, one.gender) for one, place in zip(holders, way, strict=True))
        for way in permutations(seats, len(holders))
    )


def best_votes(candidates: Sequence[Candidate], seats: Sequence[SeatSpec]) -> list[int]:
    """The sorted votes of the best set: most votes in all, then lexically highest."""
    elected = [one for one in candidates if one.votes]
    sets = [
        sorted((one.votes for one in chosen), reverse=True)
        for size in range(len(seats) + 1)
        for chosen in combinations(elected, size)
        if sits(chosen, seats)
    ]
    return max(sets, key=lambda votes: (sum(votes), votes))


@given(elections())
def test_the_seated_are_the_best_of_all_sets(
    election: tuple[list[Candidate], list[SeatSpec]],
) -> None:
    candidates, seats = election
    seated = seat(candidates, seats, by_lot(SEED)).seated
    votes = sorted((holder.votes for _, holder in seated), reverse=True)
    assert votes == best_votes(candidates, seats)


@given(elections())
def test_everyone_seated_may_hold_the_seat(
    election: tuple[list[Candidate], list[SeatSpec]],
) -> None:
    candidates, seats = election
    seating = seat(candidates, seats, by_lot(SEED))
    places = [place for place, _ in seating.seated]
    assert len(set(ids([holder for _, holder in seating.seated]))) == len(places)
    assert {*places, *seating.vacant} == set(seats)
    assert len(places) + len(seating.vacant) == len(seats)
    assert all(place.reserved in (None, holder.gender) for place, holder in seating.seated)
    assert all(holder.votes > 0 for _, holder in seating.seated)


@given(elections(), st.randoms())
def test_the_order_of_candidates_does_not_matter(
    election: tuple[list[Candidate], list[SeatSpec]], random: Random
) -> None:
    candidates, seats = election
    shuffled = random.sample(candidates, len(candidates))
    assert seat(shuffled, seats, by_lot(SEED)) == seat(candidates, seats, by_lot(SEED))


@given(elections())
def test_more_votes_never_cost_a_seat(
    election: tuple[list[Candidate], list[SeatSpec]],
) -> None:
    candidates, seats = election
    for _place, holder in seat(candidates, seats, by_lot(SEED)).seated:
        raised = Candidate(holder.id, holder.gender, holder.votes + 1)
        others = [one for one in candidates if one.id != holder.id]
        again = seat([*others, raised], seats, by_lot(SEED))
        assert raised in [one for _, one in again.seated]


@given(elections())
def test_every_difference_from_the_raw_count_is_explained(
    election: tuple[list[Candidate], list[SeatSpec]],
) -> None:
    candidates, seats = election
    seating = seat(candidates, seats, by_lot(SEED))
    seated = dict(seating.seated)
    assert set(seating.raw) - set(seated.values()) == {d.would_have for d in seating.displaced}
    instead = {one.is_seated for one in seating.displaced if one.is_seated}
    assert set(seated.values()) - set(seating.raw) == instead
    for one in seating.displaced:
        assert one.seat.reserved not in (None, one.would_have.gender)
        assert seated.get(one.seat) == one.is_seated
        assert (one.reason is Displacement.STAYS_EMPTY) == (one.is_seated is None)
        if one.is_seated:
            assert one.is_seated.votes <= one.would_have.votes


@given(elections())
def test_a_tie_is_told_where_another_lot_could_decide(
    election: tuple[list[Candidate], list[SeatSpec]],
) -> None:
    candidates, seats = election

    def reversed_order(tied: Sequence[Candidate]) -> list[Candidate]:
        return list(by_lot(SEED)(tied))[::-1]

    one, other = (seat(candidates, seats, rule) for rule in (by_lot(SEED), reversed_order))
    if {holder for _, holder in one.seated} != {holder for _, holder in other.seated}:
        assert one.ties
    for tie in one.ties:
        votes = {candidate.votes for candidate in candidates if candidate.id in tie.order}
        assert votes == {tie.votes}


@given(elections(), st.lists(st.text(max_size=5), min_size=2, max_size=2, unique=True))
def test_without_a_lot_the_seed_decides_nothing(
    election: tuple[list[Candidate], list[SeatSpec]], seeds: list[str]
) -> None:
    candidates, seats = election
    one, other = (seat(candidates, seats, by_lot(seed)) for seed in seeds)
    if not any(tie.by_lot for tie in one.ties):
        assert {holder for _, holder in one.seated} == {holder for _, holder in other.seated}


def test_the_highest_of_the_gender_takes_a_reserved_seat() -> None:
    candidates = field(("aram", MAN, 31), ("zozan", WOMAN, 24), ("leyla", WOMAN, 9))
    aram, zozan, _leyla = candidates
    place = SeatSpec("co-chair", WOMAN)
    seating = seat(candidates, [place], by_lot(SEED))
    assert seating.raw == (aram,)
    assert seating.seated == ((place, zozan),)
    assert seating.displaced == (Displaced(aram, zozan, place, Displacement.RESERVED),)


def test_a_pair_is_a_woman_and_a_man() -> None:
    candidates = field(("aram", MAN, 31), ("hogir", MAN, 30), ("zozan", WOMAN, 24))
    aram, hogir, zozan = candidates
    seating = seat(candidates, PAIR, by_lot(SEED))
    assert seating.seated == ((PAIR[0], zozan), (PAIR[1], aram))
    assert seating.displaced == (Displaced(hogir, zozan, PAIR[0], Displacement.RESERVED),)
    assert seating.unmet == {}


def test_a_reserved_seat_that_nobody_may_hold_stays_empty() -> None:
    candidates = field(("aram", MAN, 31), ("hogir", MAN, 30), ("robîn", OTHER, 12))
    aram, hogir, _robin = candidates
    seating = seat(candidates, PAIR, by_lot(SEED))
    assert seating.seated == ((PAIR[1], aram),)
    assert seating.vacant == (PAIR[0],)
    assert seating.displaced == (Displaced(hogir, None, PAIR[0], Displacement.STAYS_EMPTY),)
    assert seating.unmet == {WOMAN: 1}


def test_twelve_seats_of_a_council() -> None:
    seats = [SeatSpec(f"w{n}", WOMAN) for n in range(5)]
    seats += [SeatSpec(f"m{n}", MAN) for n in range(5)] + [SeatSpec("o1"), SeatSpec("o2")]
    candidates = [Candidate(f"man{n:02}", MAN, 100 - n) for n in range(10)]
    candidates += [Candidate(f"woman{n:02}", WOMAN, 50 - n) for n in range(4)]
    seating = seat(candidates, seats, by_lot(SEED))
    genders = [holder.gender for _, holder in seating.seated]
    assert (genders.count(WOMAN), genders.count(MAN)) == (4, 7)
    assert [place.id for place in seating.vacant] == ["w4"]
    assert ids([one.would_have for one in seating.displaced]) == ["man07", "man08", "man09"]
    assert [one.reason for one in seating.displaced][-1] is Displacement.STAYS_EMPTY


def test_without_a_vote_nobody_is_elected() -> None:
    seating = seat(field(("aram", MAN, 0)), [SeatSpec("open")], by_lot(SEED))
    assert (seating.seated, seating.raw, seating.displaced) == ((), (), ())
    assert seating.unmet == {}


def test_a_woman_comes_before_a_man_without_a_lot() -> None:
    candidates = field(("aram", MAN, 20), ("zozan", WOMAN, 20))
    for seed in ("one", "two", "three", "four"):
        seating = seat(candidates, [SeatSpec("open")], by_lot(seed))
        assert seating.seated[0][1].id == "zozan"
        assert seating.ties == (Tie(20, ("zozan", "aram"), by_lot=False),)


def test_within_a_gender_the_seed_decides_and_anyone_can_check() -> None:
    candidates = field(("leyla", WOMAN, 20), ("zozan", WOMAN, 20))
    winners = set()
    for seed in map(str, range(20)):
        lots = {i: hashlib.sha256(f"{seed}\n{i}".encode()).hexdigest() for i in ids(candidates)}
        seating = seat(candidates, [SeatSpec("open")], by_lot(seed))
        assert lots == {i: lot_number(seed, i) for i in ids(candidates)}
        assert seating.seated[0][1].id == min(lots, key=lots.__getitem__)
        assert seating.ties[0].by_lot
        winners.add(seating.seated[0][1].id)
    assert winners == {"leyla", "zozan"}


def test_a_tie_that_a_reservation_settles_is_none() -> None:
    candidates = field(("aram", MAN, 20), ("zozan", WOMAN, 20), ("hogir", MAN, 5))
    assert seat(candidates, PAIR, by_lot(SEED)).ties == ()


def test_who_is_neither_keeps_the_place_drawn() -> None:
    tied = field(("robîn", OTHER, 3), ("aram", MAN, 3), ("zozan", WOMAN, 3), ("dîlan", WOMAN, 3))
    for seed in map(str, range(20)):
        drawn = sorted(tied, key=lambda one: lot_number(seed, one.id))
        ordered = list(by_lot(seed)(tied))
        assert ids(ordered).index("robîn") == ids(drawn).index("robîn")
        assert ids(ordered)[-1] in ("aram", "robîn")


@pytest.mark.parametrize(
    ("candidates", "seats"),
    [
        (field(("a", WOMAN, 1), ("a", MAN, 2)), PAIR),
        (field(("a", WOMAN, -1)), PAIR),
        (field(("a", "femme", 1)), PAIR),
        (field(("a", WOMAN, 1)), [SeatSpec("s", OTHER)]),
        (field(("a", WOMAN, 1)), [PAIR[0], PAIR[0]]),
    ],
)
def test_what_is_no_election_is_refused(candidates: list[Candidate], seats: list[SeatSpec]) -> None:
    with pytest.raises(ValueError):
        seat(candidates, seats, by_lot(SEED))
