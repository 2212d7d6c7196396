"""The pair rule: every pair that there can be, for every circle."""

from itertools import product

import pytest

from communes.arithmetic.genders import Gender
from quotas.arithmetic.pairs import PAIRS, pair_change, pair_verdict
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict

WOMAN, MAN, OTHER, UNDISCLOSED = Gender
STATES: list[Gender | None] = [*Gender, None]
EVERY_PAIR = [(circle, holders) for circle in PAIRS for holders in product(STATES, STATES)]


def plain_verdict(circle: str, holders: tuple[Gender | None, ...]) -> Verdict:
    """The verdict where everyone is known, by trying every way of filling the vacant."""
    right = sorted(PAIRS[circle])
    filled = [
        sorted(way)
        for way in product(*([WOMAN, MAN] if half is None else [half] for half in holders))
    ]
    if right not in filled:
        return Verdict.FAIL
    return Verdict.VACANT if None in holders else Verdict.PASS


@pytest.mark.parametrize(("circle", "holders"), EVERY_PAIR)
def test_a_verdict_is_that_of_every_way(
    circle: str, holders: tuple[Gender | None, Gender | None]
) -> None:
    known = (WOMAN, MAN, OTHER)
    ways = product(*(known if half is UNDISCLOSED else [half] for half in holders))
    verdicts = {plain_verdict(circle, way) for way in ways}
    expected = verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINABLE
    assert pair_verdict(circle, holders) is expected


@pytest.mark.parametrize(("circle", "holders"), EVERY_PAIR)
def test_no_smaller_change_would_do(
    circle: str, holders: tuple[Gender | None, Gender | None]
) -> None:
    change = pair_change(circle, holders)
    if pair_verdict(circle, holders) is Verdict.UNDETERMINABLE:
        assert change is None
        return
    fewest = min(
        sum(new is not old for new, old in zip(way, holders, strict=True))
        for way in product(STATES, STATES)
        if pair_verdict(circle, way) is Verdict.PASS
    )
    assert change is not None
    assert change.seats == fewest


@pytest.mark.parametrize(
    ("circle", "holders", "verdict"),
    [
        ("everyone", ("woman", "man"), Verdict.PASS),
        ("youth", ("man", "woman"), Verdict.PASS),
        ("women", ("woman", "woman"), Verdict.PASS),
        ("women", ("woman", "man"), Verdict.FAIL),
        ("everyone", ("woman", "woman"), Verdict.FAIL),
        ("everyone", ("woman", "other"), Verdict.FAIL),
        ("everyone", ("woman", None), Verdict.VACANT),
        ("everyone", (), Verdict.VACANT),
        ("women", ("woman",), Verdict.VACANT),
        ("everyone", ("woman", "undisclosed"), Verdict.UNDETERMINABLE),
        ("everyone", ("other", "undisclosed"), Verdict.FAIL),
    ],
)
def test_verdicts(circle: str, holders: tuple[str | None, ...], verdict: Verdict) -> None:
    assert pair_verdict(circle, holders) is verdict


def test_changes_say_who_takes_which_half() -> None:
    assert pair_change("everyone", ("man", "man")) == Change((Step(1, Place.HELD_BY_MAN, WOMAN),))
    assert pair_change("everyone", (None, "woman")) == Change(
        (Step(1, Place.VACANT_RESERVED, MAN),)
    )
    assert pair_change("women", ("man", None)) == Change(
        (Step(1, Place.VACANT_RESERVED, WOMAN), Step(1, Place.HELD_BY_MAN, WOMAN))
    )
    assert pair_change("women", ("woman", "woman")) == Change()


def test_what_is_no_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="two halves"):
        pair_verdict("everyone", ("woman", "man", None))
    with pytest.raises(ValueError, match="femme"):
        pair_verdict("everyone", ("femme", "man"))
    with pytest.raises(KeyError):
        pair_verdict("elders", ("woman", "man"))
