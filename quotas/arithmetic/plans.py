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
    turn = WOMAN if women >= men else MAN
    for index in rest:
        if found[index] is None:
            turn = _next(turn, women, men)
            women, men = women - (turn == WOMAN), men - (turn == MAN)
            found[index] = turn
            turn = MAN if turn == WOMAN else WOMAN
    return [one or OPEN for one in found]


def _next(turn: str, women: int, men: int) -> str:
    """Whose turn it is, unless that share is reserved already."""
    if turn == WOMAN:
        return WOMAN if women else MAN
    return MAN if men else WOMAN
