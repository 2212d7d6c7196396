"""At least so many seats of one kind, and numbers that could tell who people are."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from quotas.arithmetic.concealing import FEW, change_is_told, told, told_together
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


NUMBERS = st.lists(st.fixed_dictionaries({"kurd": st.integers(0, 9)}), min_size=1, max_size=6)


@given(NUMBERS)
def test_no_number_below_five_is_told_nor_follows_from_what_is_told(
    bodies: list[dict[str, int]],
) -> None:
    """Whoever reads all cells and the total is left with several ways for what is hidden."""
    shown = [told(one)["kurd"] for one in bodies]
    total = told_together(bodies)["kurd"]
    assert all(number is None or number >= FEW for number in [*shown, total])
    hidden = [one["kurd"] for one, number in zip(bodies, shown, strict=True) if number is None]
    if total is None or not hidden:
        return
    rest = total - sum(number for number in shown if number is not None)
    assert rest == sum(hidden) >= FEW
    ways = [one for one in product(range(FEW), repeat=len(hidden)) if sum(one) == rest]
    if rest < len(hidden) * (FEW - 1):
        assert all(len({way[place] for way in ways}) > 1 for place in range(len(hidden)))


def test_the_change_is_not_told_where_it_would_tell_a_number() -> None:
    held = {"kurd": 1, "arab": 12}
    assert not change_is_told({"kurd": 2, "arab": 9}, held, told(held))
    assert change_is_told({"kurd": 1, "arab": 15}, held, told(held))
