"""Where several smallest changes mend a body: every choice mends it, and none is forgotten."""

from collections import Counter
from itertools import combinations
from typing import Any

from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.arithmetic.genders import Gender
from quotas import wording
from quotas.arithmetic.choices import choices
from quotas.arithmetic.composition import (
    Composition,
    CompositionRule,
    missing,
    reserved,
    smallest_change,
    verdict,
)
from quotas.arithmetic.verdicts import Place, Verdict
from tests.quotas.test_composition import rules

few = st.integers(0, 3)
small = st.builds(Composition, *[few] * 7)
FROM = {
    (Place.VACANT_OPEN, Gender.WOMAN): "vacant_open",
    (Place.VACANT_OPEN, Gender.MAN): "vacant_open",
    (Place.VACANT_RESERVED, Gender.WOMAN): "vacant_women",
    (Place.VACANT_RESERVED, Gender.MAN): "vacant_men",
    (Place.VACANT_MISRESERVED, Gender.WOMAN): "vacant_men",
    (Place.VACANT_MISRESERVED, Gender.MAN): "vacant_women",
    (Place.HELD_BY_MAN, Gender.WOMAN): "men",
    (Place.HELD_BY_WOMAN, Gender.MAN): "women",
    **{(Place.HELD_BY_OTHER, one): "other" for one in Gender},
    **{(Place.HELD_BY_UNDISCLOSED, one): "undisclosed" for one in Gender},
}


def given_away(have: Composition, moves: list[tuple[str, Gender]]) -> Composition | None:
    """The composition after the moves; None where a seat would be taken twice."""
    counts = dict(vars(have))
    for place, gender in moves:
        counts[place] -= 1
        counts["women" if gender is Gender.WOMAN else "men"] += 1
    taken = Counter(place for place, _gender in moves)
    if any(taken[place] > getattr(have, place) for place in taken):
        return None
    return Composition(**counts)


@settings(max_examples=150, deadline=None)
@given(rule=rules(), have=small)
def test_every_choice_is_a_smallest_change_and_mends(rule: CompositionRule, have: Any) -> None:
    least = reserved(rule, have.seats)
    found = choices(have, least)
    short = dict(zip((Gender.WOMAN, Gender.MAN), missing(rule, have), strict=True))
    assert {one.to: one.missing for one in found} == {to: n for to, n in short.items() if n}
    change = smallest_change(rule, have)
    if change is not None:
        assert change.seats == sum(one.missing for one in found)
    pools = [
        [(FROM[place, one.to], one.to) for place, seats in one.seats for _seat in range(seats)]
        for one in found
    ]
    ways = [list(combinations(pool, one.missing)) for pool, one in zip(pools, found, strict=True)]
    assert all(ways)
    firsts, seconds = ways[0] if ways else [()], ways[1] if len(ways) > 1 else [()]
    for way in [(*first, *second) for first in firsts[:60] for second in seconds[:20]]:
        after = given_away(have, list(way))
        assert after is None or verdict(rule, after) is Verdict.PASS


def test_the_choices_are_said_in_a_sentence() -> None:
    figures = {"women": 2, "men": 3, "vacant_open": 1, "least_women": 3, "least_men": 2}
    with override("en"):
        said = " ".join(wording.choices(figures))
        assert said.startswith("1 more woman is needed: elect a woman to 1 vacant open seat or ")
        assert said.endswith("1 seat held by a man goes to a woman.")
        assert wording.choices({**figures, "vacant_open": 0, "men": 2, "vacant_women": 1}) == []
