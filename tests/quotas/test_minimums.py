"""At least so many seats of one kind, and numbers that could tell who people are."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from quotas.arithmetic.concealing import FEW, change_is_told, steady, told, told_together
from quotas.arithmetic.minimums import Minimum
from quotas.arithmetic.verdicts import Verdict

PLACES = ("they", "unknown", "kept", "open", "others")


@st.composite
def minimums(draw: st.DrawFn) -> tuple[Minimum, list[str]]:
    seats = draw(st.lists(st.sampled_from(PLACES), max_size=6))
    least = draw(st.integers(0, len(seats)))
    numbers = [seats.count(one) for one in PLACES[:4]]
    return Minimum(len(seats), least, *numbers), seats


def plain(seats: list[str], least: int) -> Verdict:
    """The verdict where everything is known."""
    if seats.count("they") >= least:
        return Verdict.PASS
    vacant = seats.count("kept") + seats.count("open")
    return Verdict.VACANT if seats.count("they") + vacant >= least else Verdict.FAIL


@settings(deadline=None)
@given(minimums())
def test_undeterminable_exactly_when_those_of_whom_nothing_is_known_could_turn_it(
    case: tuple[Minimum, list[str]],
) -> None:
    minimum, seats = case
    known = [one for one in seats if one != "unknown"]
    ways = product(("they", "others"), repeat=seats.count("unknown"))
    verdicts = {plain([*known, *way], minimum.least) for way in ways}
    expected = verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINABLE
    assert minimum.verdict is expected


@settings(deadline=None)
@given(minimums())
def test_the_smallest_change_is_truly_smallest(case: tuple[Minimum, list[str]]) -> None:
    minimum, seats = case
    change = minimum.change("youth")
    if minimum.verdict is Verdict.UNDETERMINABLE:
        assert change is None
        return
    assert change is not None
    fewest = next(
        number
        for number in range(len(seats) + 1)
        if any(
            sum(one == "they" or place in taken for place, one in enumerate(seats)) >= minimum.least
            for taken in combinations(range(len(seats)), number)
        )
    )
    assert change.seats == fewest


NUMBERS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6
)


@given(NUMBERS)
def test_no_number_below_five_is_told_nor_follows_from_what_is_told(
    bodies: list[tuple[int, int, int]],
) -> None:
    """Whoever reads all cells, the seats held and the total is left with several ways."""
    rows = [({"kurd": kurd, "arab": arab}, kurd + arab + rest) for kurd, arab, rest in bodies]
    shown = [told(*row) for row in rows]
    total = told_together(rows)
    filled = sum(number for _held, number in rows)
    for cells, held in [*zip(shown, (row[1] for row in rows), strict=True), (total, filled)]:
        numbers = [number for number in cells.values() if number is not None]
        assert all(number >= FEW for number in numbers)
        assert not numbers or held - sum(numbers) >= FEW
    for code in ("kurd", "arab"):
        hidden = [
            held[code] for (held, _n), one in zip(rows, shown, strict=True) if one[code] is None
        ]
        if total[code] is not None and hidden:
            assert len(hidden) > 1
            assert sum(hidden) >= FEW


@st.composite
def one_component(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Of up to three bodies how many hold seats, and how many of these for the component."""
    filled = draw(st.lists(st.sampled_from([1, 3, 4, 5, 6, 9, 14]), min_size=2, max_size=3))
    return [(draw(st.integers(0, one)), one) for one in filled]


@settings(deadline=None)
@given(one_component())
def test_whoever_reckons_with_every_way_it_could_be_learns_of_no_body(
    bodies: list[tuple[int, int]],
) -> None:
    def said(numbers: Sequence[int]) -> tuple[Any, ...]:
        rows = [({"kurd": one}, held) for one, (_n, held) in zip(numbers, bodies, strict=True)]
        return *(told(*row)["kurd"] for row in rows), told_together(rows)["kurd"]

    shown = said([number for number, _held in bodies])
    if shown[-1] is None:
        return
    ways = [one for one in product(*(range(held + 1) for _n, held in bodies)) if said(one) == shown]
    for place in range(len(bodies)):
        if shown[place] is None:
            assert len({way[place] for way in ways}) > 1
    hidden = [place for place, one in enumerate(shown[:-1]) if one is None]
    others = sum(bodies[place][1] - bodies[place][0] for place in hidden)
    assert not hidden or others >= FEW, "all who hold the seats left out are of the component"


@given(st.integers(0, 40))
def test_beside_a_number_told_before_none_is_told_while_fewer_than_five_came_or_went(
    changed: int,
) -> None:
    assert steady(changed) == (changed not in range(1, FEW))


def test_the_change_is_not_told_where_it_would_tell_a_number() -> None:
    held = {"kurd": 1, "arab": 12}
    assert not change_is_told({"kurd": 2, "arab": 9}, held, told(held, 30))
    assert change_is_told({"kurd": 1, "arab": 15}, held, told(held, 30))
