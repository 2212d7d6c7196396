"""Majorities: the boundaries of each, and what holds for all of them."""

import json
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from communes.arithmetic.chains import canonical
from communes.arithmetic.majorities import Majority, Reason, Verdict, decide
from communes.templatetags.meetings import count_words

counts = st.integers(0, 400)
majorities = st.sampled_from(Majority)
of_votes = st.sampled_from([one for one in Majority if not one.of_members])
of_members = st.sampled_from([one for one in Majority if one.of_members])


def count(majority: Majority, votes_for: int, against: int, electorate: int = 0) -> Verdict:
    return decide(majority, votes_for=votes_for, against=against, abstain=0, electorate=electorate)


def test_the_sentence_of_the_verdict_line() -> None:
    verdict = decide(Majority.TWO_THIRDS, votes_for=41, against=12, abstain=3, electorate=212)
    assert verdict.figures() == {
        "majority": "two_thirds",
        "for": 41,
        "against": 12,
        "abstain": 3,
        "of": 53,
        "needed": 36,
        "adopted": True,
        "reason": "enough",
    }


@pytest.mark.parametrize(
    ("majority", "votes_for", "against", "electorate", "reason"),
    [
        (Majority.SIMPLE, 1, 0, 90, Reason.ENOUGH),
        (Majority.SIMPLE, 8, 7, 90, Reason.ENOUGH),
        (Majority.SIMPLE, 8, 8, 90, Reason.TIE),
        (Majority.SIMPLE, 7, 8, 90, Reason.TOO_FEW),
        (Majority.SIMPLE, 0, 0, 90, Reason.NO_VOTES),
        (Majority.SIMPLE_OF_MEMBERS, 46, 0, 90, Reason.ENOUGH),
        (Majority.SIMPLE_OF_MEMBERS, 45, 0, 90, Reason.TOO_FEW),
        (Majority.SIMPLE_OF_MEMBERS, 46, 44, 91, Reason.ENOUGH),
        (Majority.SIMPLE_OF_MEMBERS, 0, 0, 0, Reason.NO_VOTES),
        (Majority.THREE_FIFTHS, 6, 4, 90, Reason.ENOUGH),
        (Majority.THREE_FIFTHS, 59, 41, 90, Reason.TOO_FEW),
        (Majority.TWO_THIRDS, 36, 17, 90, Reason.ENOUGH),
        (Majority.TWO_THIRDS, 35, 18, 90, Reason.TOO_FEW),
        (Majority.TWO_THIRDS, 2, 1, 90, Reason.ENOUGH),
        (Majority.TWO_THIRDS_OF_MEMBERS, 60, 30, 90, Reason.ENOUGH),
        (Majority.TWO_THIRDS_OF_MEMBERS, 59, 0, 90, Reason.TOO_FEW),
        (Majority.NINE_TENTHS, 9, 1, 90, Reason.ENOUGH),
        (Majority.NINE_TENTHS, 89, 10, 99, Reason.TOO_FEW),
        (Majority.CONSENSUS, 1, 0, 90, Reason.ENOUGH),
        (Majority.CONSENSUS, 60, 1, 90, Reason.BLOCKED),
        (Majority.CONSENSUS, 0, 0, 90, Reason.NO_VOTES),
        (Majority.CONSENSUS_OF_MEMBERS, 90, 0, 90, Reason.ENOUGH),
        (Majority.CONSENSUS_OF_MEMBERS, 89, 0, 90, Reason.TOO_FEW),
    ],
)
def test_boundaries(
    majority: Majority, votes_for: int, against: int, electorate: int, reason: Reason
) -> None:
    verdict = count(majority, votes_for, against, electorate)
    assert verdict.reason is reason
    assert verdict.adopted == (reason is Reason.ENOUGH)


@given(majorities, counts, counts, counts)
def test_nothing_is_adopted_without_a_vote_for_it(
    majority: Majority, against: int, abstain: int, electorate: int
) -> None:
    verdict = decide(majority, votes_for=0, against=against, abstain=abstain, electorate=electorate)
    assert not verdict.adopted


@given(of_votes, counts)
def test_a_tie_fails(majority: Majority, votes: int) -> None:
    assert not count(majority, votes, votes).adopted


@given(majorities, counts, counts, counts)
def test_one_more_for_never_harms(
    majority: Majority, votes_for: int, against: int, electorate: int
) -> None:
    if count(majority, votes_for, against, electorate).adopted:
        assert count(majority, votes_for + 1, against, electorate).adopted


@given(majorities, counts, counts, counts)
def test_one_more_against_never_helps(
    majority: Majority, votes_for: int, against: int, electorate: int
) -> None:
    if not count(majority, votes_for, against, electorate).adopted:
        assert not count(majority, votes_for, against + 1, electorate).adopted


@given(majorities, counts, counts, counts)
def test_a_fraction_is_at_least(
    majority: Majority, votes_for: int, against: int, electorate: int
) -> None:
    assume(majority.share is not None and votes_for)
    of = electorate if majority.of_members else votes_for + against
    exact = (majority.share or Fraction(0)) * of
    verdict = count(majority, votes_for, against, electorate)
    assert verdict.adopted == (exact <= votes_for)
    assert verdict.needed == max(1, ceil(exact))


@given(counts, counts)
def test_simple_is_more_for_than_against(votes_for: int, against: int) -> None:
    assert count(Majority.SIMPLE, votes_for, against).adopted == (votes_for > against)


@given(of_votes, counts, counts, counts, counts)
def test_abstentions_and_absence_weigh_nothing_among_votes(
    majority: Majority, votes_for: int, against: int, abstain: int, electorate: int
) -> None:
    verdict = decide(
        majority, votes_for=votes_for, against=against, abstain=abstain, electorate=electorate
    )
    assert verdict.reason is count(majority, votes_for, against).reason


@given(of_members, counts, counts)
def test_of_members_is_never_easier(majority: Majority, votes_for: int, against: int) -> None:
    among_votes = Majority(majority.removesuffix("_of_members"))
    if count(majority, votes_for, against, votes_for + against).adopted:
        assert count(among_votes, votes_for, against).adopted


@given(of_votes, counts, counts)
def test_so_many_votes_turned_would_have_adopted(
    majority: Majority, votes_for: int, against: int
) -> None:
    missing = count(majority, votes_for, against).missing
    assert (missing == 0) == count(majority, votes_for, against).adopted
    if 0 < missing <= against:
        assert count(majority, votes_for + missing, against - missing).adopted
        assert not count(majority, votes_for + missing - 1, against - missing + 1).adopted


@given(of_members, counts, counts)
def test_so_many_members_more_would_have_adopted(
    majority: Majority, votes_for: int, electorate: int
) -> None:
    missing = count(majority, votes_for, 0, electorate).missing
    assert count(majority, votes_for + missing, 0, electorate).adopted
    if missing:
        assert not count(majority, votes_for + missing - 1, 0, electorate).adopted


@given(majorities, counts, counts, counts)
def test_figures_can_stand_in_a_book(
    majority: Majority, votes_for: int, against: int, electorate: int
) -> None:
    figures = count(majority, votes_for, against, electorate).figures()
    assert json.loads(canonical(dict(figures))) == figures


def test_shares_are_exact() -> None:
    assert Majority.TWO_THIRDS.share == Majority.TWO_THIRDS_OF_MEMBERS.share == Fraction(2, 3)
    assert Majority.SIMPLE.share is None


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        count(Majority.SIMPLE, -1, 0)


def test_in_an_election_nobody_is_against() -> None:
    told = {"votes_for": 12, "against": 7, "abstained": 1}
    assert count_words("simple", **told) == "12 for, 7 against, 1 abstained"
    said = count_words("election_totals", **told)
    assert said == "12 for the elected, 7 for others, 1 abstained"
