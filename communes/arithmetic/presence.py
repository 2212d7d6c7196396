"""Women's presence: the share of women among the members in a room.

DOMAIN §4 and §6: at least 40 % of the members present (no guests, no under-age); the
undisclosed are left out of both sides, "other" counts among the present and not among the
women; taken again at every decision.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Presence:
    """How a room stands to the share of women that it needs to decide.

    `of` are those who count: women, men and other. `missing` is how many more women must
    come if nobody leaves (None where no number would do), `may_leave` how many women may
    leave and the share is still met.
    """

    women: int
    of: int
    needed_share: Fraction
    met: bool
    missing: int | None
    may_leave: int

    @property
    def share(self) -> Fraction | None:
        """The share of women among those who count, None where nobody does."""
        return Fraction(self.women, self.of) if self.of else None

    @property
    def percent(self) -> int | None:
        """The share of women in whole per cent, rounded, but never up to a share not met."""
        if not self.of:
            return None
        nearest = (200 * self.women + self.of) // (2 * self.of)
        flatters = not self.met and Fraction(nearest, 100) >= self.needed_share
        return 100 * self.women // self.of if flatters else nearest


def presence(women: int, men: int, other: int, undisclosed: int, share: Fraction) -> Presence:
    """Return how the members in a room stand to the share of women.

    An empty room, or one where nobody disclosed a gender, does not meet it. `undisclosed`
    weighs on neither side. Raises ValueError for a share outside 0 to 1 or a number below
    zero.
    """
    if not 0 <= share <= 1 or min(women, men, other, undisclosed) < 0:
        raise ValueError(f"no presence: {women}, {men}, {other}, {undisclosed} against {share}")
    of = women + men + other
    met = _meets(women, of, share)
    missing = 0 if met else _missing(women, of, share)
    return Presence(women, of, share, met, missing, _may_leave(women, of, share) if met else 0)


def _meets(women: int, of: int, share: Fraction) -> bool:
    return of > 0 and women >= share * of


def _missing(women: int, of: int, share: Fraction) -> int | None:
    """Each woman who comes raises women by one and the share's demand by `share`."""
    if of == 0:
        return 1
    if share == 1:
        return None
    exact = (share * of - women) / (1 - share)
    return -(-exact.numerator // exact.denominator)


def _may_leave(women: int, of: int, share: Fraction) -> int:
    """Each woman who leaves takes one woman and `share` of the demand; somebody must stay."""
    someone = min(women, of - 1)
    if share == 1:
        return someone
    exact = (women - share * of) / (1 - share)
    return min(someone, exact.numerator // exact.denominator)
