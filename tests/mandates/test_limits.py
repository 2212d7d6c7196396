"""The arithmetic of terms, rotation and offices kept apart."""

from hypothesis import given
from hypothesis import strategies as st

from mandates.arithmetic.limits import (
    Served,
    excluded_by,
    limit_reached,
    must_rotate,
    pairs_of,
    terms_served,
)

OFFICES = ["co_chair", "deputy", "auditor", "member"]
served = st.builds(Served, st.integers(0, 3), st.integers(0, 4), st.booleans())


@given(st.lists(served))
def test_terms_are_counted_once_however_often_broken_off(over: list[Served]) -> None:
    counted = {(one.seat, one.term_until) for one in over if one.counts}
    assert terms_served(over) == terms_served([*over, *over]) == len(counted)
    assert terms_served(over) <= len(over)


@given(st.lists(served), served)
def test_another_mandate_never_lowers_the_count(over: list[Served], more: Served) -> None:
    assert 0 <= terms_served([*over, more]) - terms_served(over) <= int(more.counts)


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_limit_is_reached_at_its_number_and_zero_is_none(terms: int, limit: int) -> None:
    assert limit_reached(terms, limit) == (limit != 0 and terms >= limit)
    assert not limit_reached(limit - 1, limit)


@given(st.sampled_from(OFFICES), st.sets(st.sampled_from(OFFICES)), st.integers(), st.integers())
def test_only_whoever_held_it_last_lets_others_go_first(
    office: str, rotating: set[str], last: int, person: int
) -> None:
    assert must_rotate(office, rotating, last, person) == (office in rotating and last == person)
    assert not must_rotate(office, rotating, None, person)


@given(st.lists(st.tuples(st.sampled_from(OFFICES), st.sampled_from(OFFICES))))
def test_what_excludes_is_excluded(pairs: list[tuple[str, str]]) -> None:
    for one in OFFICES:
        for two in excluded_by(one, pairs):
            assert one in excluded_by(two, pairs)
            assert (one, two) in pairs or (two, one) in pairs


def test_a_charters_words_are_pairs_of_offices_or_nothing() -> None:
    assert pairs_of(["auditor+co_chair"], OFFICES) == [("auditor", "co_chair")]
    assert pairs_of([], OFFICES) == []
    assert pairs_of(["auditor"], OFFICES) is None
    assert pairs_of(["auditor+king"], OFFICES) is None
