"""Seats under several quotas at once, against every possible set."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, combinations_with_replacement
from random import Random

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from quotas import quota_wording
from quotas.arithmetic.optimum import Optimum, optimum
from quotas.arithmetic.searching import Contender
from quotas.arithmetic.seating import Candidate, SeatSpec, by_lot, seat
from quotas.arithmetic.traits import Quota, Short, Traits, beyond, broken, by_trait, shorts

WOMAN, MAN = "woman", "man"
VALUES = {"gender": [WOMAN, MAN, "other"], "age": ["youth", "older"], "group": ["a", "b", "c"]}


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Contender], int, list[Quota]]:
    rows = st.tuples(st.integers(0, 6), *(st.sampled_from(values) for values in VALUES.values()))
    people = [
        Contender(f"p{n}", votes, dict(zip(VALUES, traits, strict=True)))
        for n, (votes, *traits) in enumerate(draw(st.lists(rows, max_size=8)))
    ]
    keys = [(trait, value) for trait, values in VALUES.items() for value in values]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=5))
    quotas = []
    for trait, value in chosen:
        least = draw(st.integers(0, 3))
        most = draw(st.none() | st.integers(least, 4))
        quotas.append(Quota(trait, value, least, most))
    return people, draw(st.integers(1, 5)), quotas


def brute(people: Sequence[Contender], seats: int, quotas: Sequence[Quota]) -> list[Contender]:
    """Every set of those who have votes; the best by DOMAIN's words, one after the other."""
    standing = [one for one in people if one.votes]
    order = [
        each.id
        for votes in sorted({one.votes for one in standing}, reverse=True)
        for each in by_lot("s")(
            sorted(
                (Candidate(o.id, o.gender, o.votes) for o in standing if o.votes == votes),
                key=lambda one: one.id,
            )
        )
    ]
    best: list[tuple[tuple[object, ...], list[Contender]]] = []
    for number in range(seats + 1):
        for chosen in combinations(standing, number):
            held = [one.traits for one in chosen]
            if broken(seats, held, quotas):
                continue
            ids = {one.id for one in chosen}
            missing = sum(one.by for one in shorts(held, quotas))
            votes = sorted((one.votes for one in chosen), reverse=True)
            indicator = [one in ids for one in order]
            best.append(((-missing, sum(votes), votes, indicator), list(chosen)))
    return sorted(max(best, key=lambda one: one[0])[1], key=lambda one: order.index(one.id))


def best(people: Sequence[Contender], seats: int, quotas: Sequence[Quota]) -> Optimum:
    return optimum(people, seats, quotas, by_lot("s"))


@settings(max_examples=150)
@given(cases())
def test_the_seated_are_the_best_of_all_sets(
    case: tuple[list[Contender], int, list[Quota]],
) -> None:
    found = best(*case)
    assert list(found.seated) == brute(*case)
    assert found.empty == case[1] - len(found.seated)


@settings(max_examples=50)
@given(cases(), st.randoms())
def test_the_order_of_people_and_quotas_does_not_matter(
    case: tuple[list[Contender], int, list[Quota]], random: Random
) -> None:
    people, seats, quotas = case
    again = best(random.sample(people, len(people)), seats, random.sample(quotas, len(quotas)))
    assert again.seated == best(people, seats, quotas).seated


@settings(max_examples=50)
@given(cases())
def test_one_more_vote_never_unseats_who_got_it(
    case: tuple[list[Contender], int, list[Quota]],
) -> None:
    people, seats, quotas = case
    for one in best(people, seats, quotas).seated:
        raised = Contender(one.id, one.votes + 1, one.traits)
        others = [each for each in people if each.id != one.id]
        assert raised in best([*others, raised], seats, quotas).seated


@settings(max_examples=50)
@given(cases())
def test_every_difference_from_the_raw_count_is_explained(
    case: tuple[list[Contender], int, list[Quota]],
) -> None:
    found = best(*case)
    out = [one for one in found.raw if one not in found.seated]
    assert [one.would_have for one in found.passed] == out
    instead = [one.is_seated for one in found.passed if one.is_seated]
    assert instead == [one for one in found.seated if one not in found.raw]
    for one in found.passed:
        assert one.rules
        assert one.is_seated is None or one.is_seated.votes <= one.would_have.votes


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.sampled_from(VALUES["gender"]), st.integers(0, 4)), max_size=8),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 2),
)
def test_with_genders_alone_it_is_the_seating_without_a_solver(
    rows: list[tuple[str, int]], women: int, men: int, free: int
) -> None:
    seats = women + men + free
    if not seats:
        return
    people = [Contender(f"p{n}", v, {"gender": g}) for n, (g, v) in enumerate(rows)]
    quotas = [Quota("gender", WOMAN, women), Quota("gender", MAN, men)]
    specs = [SeatSpec(f"w{n}", WOMAN) for n in range(women)]
    specs += [SeatSpec(f"m{n}", MAN) for n in range(men)]
    specs += [SeatSpec(f"o{n}") for n in range(free)]
    plain = [Candidate(one.id, one.gender, one.votes) for one in people]
    seated = seat(plain, specs, by_lot("s")).seated
    found = best(people, seats, quotas)
    assert {one.id for one in found.seated} == {one.id for _place, one in seated}


def test_it_says_which_rule_cannot_be_met_and_by_how_much() -> None:
    people = [Contender(f"m{n}", 50 - n, {"gender": MAN}) for n in range(8)]
    people.append(Contender("w", 3, {"gender": WOMAN, "youth": "yes"}))
    quotas = [Quota("gender", WOMAN, 3), Quota("youth", "yes", 1)]
    found = best(people, 6, quotas)
    assert found.unmet == (Short(quotas[0], 2),)
    assert [one.id for one in found.seated] == ["m0", "m1", "m2", "w"]
    assert found.empty == 2
    assert [(one.would_have.id, one.is_seated) for one in found.passed] == [
        ("m3", people[-1]),
        ("m4", None),
        ("m5", None),
    ]
    assert [one.rules for one in found.passed] == [tuple(quotas), *2 * [(quotas[0],)]]
    with translation.override("en"):
        assert quota_wording.unmet(found.unmet[0]) == (
            "“at least 3 women” cannot be met: 2 are missing."
        )
        assert quota_wording.passed(found.passed[0], "M3", "W") == (
            "By votes alone M3 would be seated; W is: at least 3 women, at least 1 young people."
        )
        assert "stays empty: at least 3 women." in quota_wording.passed(found.passed[1], "M4")


def fillable(seats: int, held: Sequence[Traits], quotas: Sequence[Quota]) -> bool:
    """Whether some people could take the seats left so that every quota holds: all tried."""
    for trait in {quota.trait for quota in quotas}:
        mine = [quota for quota in quotas if quota.trait == trait]
        values = [quota.value for quota in mine]
        ways = combinations_with_replacement([*values, ""], seats - len(held))
        have = [traits.get(trait, "") for traits in held]
        if not any(
            all(q.least <= [*have, *way].count(q.value) <= (q.most or seats) for q in mine)
            for way in ways
            if all(q.most != 0 or q.value not in [*have, *way] for q in mine)
        ):
            return False
    return True


@given(cases())
def test_a_set_leaves_room_for_what_is_missing(
    case: tuple[list[Contender], int, list[Quota]],
) -> None:
    people, seats, quotas = case
    held = [one.traits for one in people][:seats]
    if all(not beyond(seats, mine) for mine in by_trait(quotas).values()):
        assert bool(broken(seats, held, quotas)) != fillable(seats, held, quotas)


def test_more_than_all_seats_is_asked() -> None:
    people = [Contender(f"w{n}", 9 - n, {"gender": WOMAN}) for n in range(4)]
    quota = Quota("gender", WOMAN, 5)
    found = best(people, 3, [quota])
    assert (len(found.seated), found.unmet) == (3, (Short(quota, 2),))


def test_the_highest_of_equal_sets() -> None:
    """9 + 5 + 1 and 5 + 5 + 5 are equal; lexically the first is higher."""
    people = [
        Contender("a", 9, {"t": "x"}),
        Contender("b", 5, {"t": "y"}),
        Contender("c", 5, {"t": "z"}),
        Contender("d", 5, {"t": "x"}),
        Contender("e", 1, {"t": "u", "s": "k"}),
    ]
    quotas = [Quota("t", "x", 1, 1), Quota("t", "z", 0, 1)]
    found = best(people, 3, quotas)
    assert Counter(one.votes for one in found.seated) == Counter([9, 5, 5])


def test_what_is_no_election_is_refused() -> None:
    with pytest.raises(ValueError):
        Quota("t", "x", 2, 1)
    with pytest.raises(ValueError):
        best([Contender("a", 1), Contender("a", 2)], 1, [])
    with pytest.raises(ValueError):
        best([Contender("a", -1)], 1, [])
    with pytest.raises(ValueError):
        best([], 0, [])
    with pytest.raises(ValueError):
        best([], 1, [Quota("t", "x"), Quota("t", "x", 1)])
