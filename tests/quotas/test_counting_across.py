"""Ranked ballots with quotas across the genders: youth and components, against brute force."""

import json
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quotas.arithmetic.displacing import elect
from quotas.arithmetic.guarding import keep, size
from quotas.arithmetic.keeping import Across, ByGender, all_quotas, traits_of
from quotas.arithmetic.ranked import RankedElection
from quotas.arithmetic.traits import Quota, Short, broken, shorts
from quotas.arithmetic.transferring import count
from tests.quotas.ranked import by_place, elections, in_order

COMPONENTS = ["north", "south"]
WOMAN, MAN = "woman", "man"
YOUNG = {"youth": "yes"}


@st.composite
def crossed(draw: st.DrawFn) -> RankedElection:
    """Up to seven candidates for up to four seats, kept by gender, youth and component."""
    plain = draw(elections())
    seats = size(plain.kept)
    traits: dict[int, dict[str, str]] = {}
    for one in plain.genders:
        of = draw(st.sampled_from([None, *COMPONENTS]))
        traits[one] = dict(YOUNG) if draw(st.booleans()) else {}
        traits[one] |= {"component": of} if of else {}
    north = draw(st.integers(0, seats))
    quotas = [
        Quota("youth", "yes", draw(st.integers(0, seats))),
        Quota("component", "north", north),
        Quota("component", "south", draw(st.integers(0, seats - north))),
    ]
    return replace(plain, traits=traits, quotas=tuple(one for one in quotas if one.least))


def missed(election: RankedElection, people: Sequence[int]) -> int:
    """How many seats of the quotas these people leave unmet."""
    traits = traits_of(election)
    return sum(one.by for one in shorts([traits[one] for one in people], all_quotas(election)))


def lawful(election: RankedElection, people: Sequence[int]) -> bool:
    """Whether they find seats and leave room for whatever they miss of any trait."""
    traits, seats = traits_of(election), size(election.kept)
    held = [traits[one] for one in people]
    return len(people) <= seats and not broken(seats, held, all_quotas(election))


def fewest(election: RankedElection) -> int:
    """The least that any lawful set of those who stand misses, by trying all of them."""
    people = list(election.genders)
    sets = chain.from_iterable(combinations(people, many) for many in range(len(people) + 1))
    return min(missed(election, one) for one in sets if lawful(election, one))


@settings(max_examples=120, deadline=None)
@given(crossed())
def test_reserved_shares_are_never_undershot(election: RankedElection) -> None:
    assume(election.quotas)
    counted = count(election, in_order)
    assert lawful(election, counted.elected)
    assert missed(election, counted.elected) == fewest(election)
    assert sum(one.by for one in counted.unmet) == fewest(election)


@settings(max_examples=60, deadline=None)
@given(crossed())
def test_nobody_is_left_out_who_would_still_find_a_seat(election: RankedElection) -> None:
    assume(election.quotas)
    counted = count(election, in_order)
    for one in set(election.genders).difference(counted.elected):
        more = [*counted.elected, one]
        assert not (lawful(election, more) and missed(election, more) <= fewest(election))


@settings(max_examples=60, deadline=None)
@given(crossed(), st.randoms(use_true_random=False))
def test_numbers_on_the_ballot_decide_nothing(election: RankedElection, random: object) -> None:
    people = sorted(election.genders)
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    new = dict(zip(people, shuffled, strict=True))
    moved = RankedElection(
        {new[one]: gender for one, gender in election.genders.items()},
        {tuple(new[one] for one in way): n for way, n in election.ballots.items()},
        election.kept,
        {new[one]: own for one, own in election.traits.items()},
        election.quotas,
    )
    before = count(election, by_place({one: one for one in people}))
    after = count(moved, by_place({new[one]: one for one in people}))
    assert tuple(new[one] for one in before.elected) == after.elected


@settings(max_examples=60, deadline=None)
@given(elections())
def test_without_quotas_across_it_is_the_count_that_it_was(election: RankedElection) -> None:
    """A quota that asks for nobody goes the long way round, to the same rounds."""
    idle = replace(election, quotas=(Quota("youth", "yes", 0),))
    assert replace(count(idle, in_order), quotas=(), unmet=()) == count(election, in_order)
    by_gender, across = ByGender(election), Across(idle)
    everyone = sorted(election.genders)
    for cut in range(len(everyone) + 1):
        held = [one for one in everyone[:cut] if one % 2]
        left = [one for one in everyone if one not in held]
        if across.lawful(held, left):
            assert across.able(held, left) == by_gender.able(held, left)


def test_one_person_serves_several_quotas_and_the_shortfall_is_named() -> None:
    """A young woman of the north takes the seat that three quotas ask for."""
    genders = {1: MAN, 2: MAN, 3: WOMAN, 4: WOMAN}
    traits = {3: {}, 4: {**YOUNG, "component": "north"}}
    ballots = {(1, 2): 50, (2, 1): 30, (3,): 15, (4,): 1}
    north = Quota("component", "north", 1)
    asked = (Quota("youth", "yes", 1), north)
    result = elect(RankedElection(genders, ballots, keep(2, women=1), traits, asked), in_order)
    assert result.counted.elected == (1, 4)
    assert result.counted.unmet == ()
    assert [(one.would_have, one.seated) for one in result.displaced] == [(2, 4)]
    alone = {4: YOUNG}
    short = elect(RankedElection(genders, ballots, keep(2, women=1), alone, asked), in_order)
    assert short.counted.elected == (4,)
    assert short.counted.unmet == (Short(north, 1),)
    assert [(one.would_have, one.seated) for one in short.displaced] == [(1, 4), (2, None)]


def test_the_command_counts_across_as_well(tmp_path: Path) -> None:
    blt, table = tmp_path / "some.blt", tmp_path / "who.csv"
    blt.write_text("4 2\n50 1 2 0\n30 2 1 0\n15 3 0\n1 4 0\n0\n")
    rows = ["1,man,,", "2,man,,", "3,woman,,", "4,woman,yes,north"]
    table.write_text("\n".join(["candidate,gender,Youth,Component", *rows]))

    def counted(*reserve: str) -> dict[str, Any]:
        out = StringIO()
        call_command("count", str(blt), genders=str(table), reserve=list(reserve), stdout=out)
        told: dict[str, Any] = json.loads(out.getvalue())
        return told

    assert counted()["elected"] == [1, 3]
    assert "unmet" not in counted()
    assert counted("youth=yes:1")["elected"] == [1, 4]
    short = counted("component=south:1")
    assert short["unmet"][-1] == {"trait": "component", "value": "south", "least": 1, "by": 1}
    assert short["elected"] == [1]
    for wrong in ("youth", "youth=yes:3", "gender=woman:1", "youth=yes:99999"):
        with pytest.raises(CommandError, match="cannot be reserved"):
            counted(wrong)
