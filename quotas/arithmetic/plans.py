"""Which of a body's seats are reserved for whom, by office (DOMAIN §5, §6)."""

from collections.abc import Sequence

from quotas.arithmetic.composition import CompositionRule, reserved

WOMAN, MAN, OPEN = "woman", "man", ""


def reservations(
    offices: Sequence[str], rule: CompositionRule, *, circle: str, pair: bool
) -> list[str]:
    """Return the reservation of each office's seat, in the order given.

    In a women's body every seat is a woman's. Elsewhere the co-chairs are a woman and a man
    while the pair rule is on; open seats go to the secretary first, then to the last in the
    list; the rest alternate, starting with a woman, until the rule's shares are reserved.
    """
    if circle == "women":
        return [WOMAN] * len(offices)
    plan = reserved(rule, len(offices))
    found: list[str | None] = [None] * len(offices)
    chairs = [index for index, office in enumerate(offices) if office == "co_chair"]
    if pair:
        for index, gender in zip(chairs, (WOMAN, MAN), strict=False):
            found[index] = gender
    women = max(0, plan.women - found.count(WOMAN))
    men = max(0, plan.men - found.count(MAN))
    rest = [index for index, one in enumerate(found) if one is None]
    open_seats = max(0, len(rest) - women - men)
    by_openness = sorted(rest, key=lambda index: (offices[index] != "secretary", -index))
    for index in by_openness[:open_seats]:
        found[index] = OPEN
    kept = [index for index in rest if found[index] is None]
    for index, gender in zip(kept, _alternating(women, men), strict=True):
        found[index] = gender
    return [one or OPEN for one in found]


def _alternating(women: int, men: int) -> list[str]:
    """So many of each in turn, beginning with the more numerous, a woman where they are equal."""
    first, second = (WOMAN, MAN) if women >= men else (MAN, WOMAN)
    fewer = min(women, men)
    return [first, second] * fewer + [first] * (max(women, men) - fewer)
