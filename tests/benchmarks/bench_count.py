"""Ranked ballots up to 100,000: how long a count takes, beside a published library."""

import time
from random import Random

import pytest
from stvpoll.scottish_stv import calculate_scottish_stv

from quotas.arithmetic.displacing import RankedResult
from quotas.arithmetic.guarding import size
from quotas.arithmetic.seating import by_lot
from quotas.arithmetic.transferring import count
from quotas.ballot_file import BallotFile, read_ballots
from quotas.ballot_file.writing import written
from tests.quotas.ranked import drawn
from tests.quotas.test_ballot_file import told
from tests.quotas.test_counting_ranked import WARD, replayed

SIZES = ((1_000, 10, 4), (10_000, 15, 7), (100_000, 20, 9))
SEED = 2007


def test_the_real_ward() -> None:
    began = time.perf_counter()
    found = told(str(WARD))
    print(
        f"\nward of 4,120 ballots: {time.perf_counter() - began:.3f} s, elected {found['elected']}"
    )


@pytest.mark.parametrize(("papers", "candidates", "seats"), SIZES)
def test_generated(papers: int, candidates: int, seats: int) -> None:
    """Reading, counting with every round recorded, and the oracle on the same ballots."""
    election = drawn(Random(SEED), candidates, seats, papers)
    text = written(BallotFile(candidates, seats, ballots=election.ballots)).encode()
    began = time.perf_counter()
    read = read_ballots(text)
    parsed = time.perf_counter()
    counted = count(election, by_lot("s"))
    done = time.perf_counter()
    oracle = calculate_scottish_stv(
        tuple(election.genders), dict(election.ballots), size(election.kept)
    )
    other = time.perf_counter()
    assert read.ballots == election.ballots
    assert replayed(RankedResult(counted, counted, ()), papers) == list(counted.elected)
    same = len(set(oracle.elected_as_tuple()) & set(counted.elected))
    print(
        f"\n{papers:,} ballots ({len(election.ballots):,} different), {candidates} candidates, "
        f"{seats} seats, {len(counted.rounds)} rounds: read {parsed - began:.2f} s, counted "
        f"{done - parsed:.2f} s; STVPoll {other - done:.2f} s, {same} of {seats} the same"
    )
    assert same == seats
