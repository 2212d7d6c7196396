"""The composition rule: how many of a body's seats are for women, for men, for anyone.

DOMAIN §6. The denominator is all seats, vacant ones too; "other" counts for neither share;
an undisclosed gender may turn a verdict. A level taken together is judged as one big body:
its seats are added up, not what each of its bodies needs.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from communes.arithmetic.genders import Gender
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict, change_of

HALF = Fraction(1, 2)

# Norwegian law of 2024: no more of one gender than so many, by the number of seats; from
# nine seats on the rule's own shares, rounded up.
TABLE = {3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 5}


class Rounding(StrEnum):
    """What becomes of a share that is no whole number of seats."""

    UP = "up"
    TABLE = "table"
    NEAREST_BELOW_HALF = "nearest_below_half"  # below half a seat is dropped, the rest counts
    DOWN = "down"


@dataclass(frozen=True)
class CompositionRule:
    """At least these shares of all seats; no share for men makes a rule for women alone.

    Raises ValueError for shares outside 0 to 1, or together above 1.
    """

    share_women: Fraction
    share_men: Fraction | None = None
    rounding: Rounding = Rounding.UP

    def __post_init__(self) -> None:
        shares = (self.share_women, self.share_men or Fraction(0))
        if min(shares) < 0 or sum(shares) > 1:
            raise ValueError(f"shares of {shares[0]} and {shares[1]} cannot be kept together")


@dataclass(frozen=True)
class Reserved:
    """How many seats are for women, for men, and open to anyone."""

    women: int
    men: int
    open: int


@dataclass(frozen=True)
class Composition:
    """The seats of a body: who holds them, and for whom the vacant ones are reserved."""

    women: int = 0
    men: int = 0
    other: int = 0
    undisclosed: int = 0
    vacant_women: int = 0
    vacant_men: int = 0
    vacant_open: int = 0

    def __post_init__(self) -> None:
        if min(astuple(self)) < 0:
            raise ValueError(f"a number of seats is below zero: {self}")

    @property
    def seats(self) -> int:
        """All seats, vacant ones too: the denominator."""
        return self.filled + self.vacant

    @property
    def filled(self) -> int:
        """The seats that someone holds."""
        return self.women + self.men + self.other + self.undisclosed

    @property
    def vacant(self) -> int:
        """The seats that nobody holds."""
        return self.vacant_women + self.vacant_men + self.vacant_open

    def times(self, bodies: int) -> "Composition":
        """The seats of so many bodies alike, as those of one."""
        return Composition(*(seats * bodies for seats in astuple(self)))


def together(compositions: Iterable[Composition]) -> Composition:
    """Return the seats of many bodies as those of one: a level taken together."""
    columns = zip(*(astuple(one) for one in compositions), strict=True)
    return Composition(*(sum(column) for column in columns))


@lru_cache(maxsize=4096)
def reserved(rule: CompositionRule, seats: int) -> Reserved:
    """Return how many of `seats` the rule reserves.

    One seat: no rule. Two seats under a rule for both genders: one and one. Otherwise the
    shares as the rounding says, and rounded down where that would take more seats than
    there are. Raises ValueError for a number below zero.
    """
    if seats < 0:
        raise ValueError(f"{seats} seats")
    shares = (rule.share_women, rule.share_men or Fraction(0))
    if seats < 2:
        women, men = 0, 0
    elif seats == 2 and all(shares):
        women, men = 1, 1
    else:
        women, men = (_least(rule.rounding, share, seats) for share in shares)
        if women + men > seats:
            women, men = (_least(Rounding.DOWN, share, seats) for share in shares)
    return Reserved(women, men, seats - women - men)


def _least(rounding: Rounding, share: Fraction, seats: int) -> int:
    if rounding is Rounding.TABLE and share and seats in TABLE:
        return seats - TABLE[seats]
    exact = share * seats
    down = exact.numerator // exact.denominator
    if exact == down or rounding is Rounding.DOWN:
        return down
    if rounding is Rounding.NEAREST_BELOW_HALF and exact - down < HALF:
        return down
    return down + 1


def missing(rule: CompositionRule, composition: Composition) -> tuple[int, int]:
    """Return how many women and how many men are missing, the undisclosed not counted."""
    least = reserved(rule, composition.seats)
    return max(0, least.women - composition.women), max(0, least.men - composition.men)


def verdict(rule: CompositionRule, composition: Composition) -> Verdict:
    """Return the rule's verdict on a body, or on a level's seats taken together.

    Vacant: it does not pass, and filling vacant seats as they are reserved would make it
    pass. With undisclosed holders the verdict is that of every way of counting each of them
    as a woman, a man or other, if all ways agree, and else undeterminable.
    """
    short = missing(rule, composition)
    if sum(short) == 0:
        return Verdict.PASS
    beyond = max(0, short[0] - composition.vacant_women) + max(0, short[1] - composition.vacant_men)
    if beyond <= composition.vacant_open:
        could_pass = sum(short) <= composition.undisclosed
        return Verdict.UNDETERMINABLE if could_pass else Verdict.VACANT
    could_turn = beyond <= composition.vacant_open + composition.undisclosed
    return Verdict.UNDETERMINABLE if could_turn else Verdict.FAIL


def smallest_change(rule: CompositionRule, composition: Composition) -> Change | None:
    """Return the fewest seats to fill or to hand over so that the rule surely passes.

    An empty change where it passes, None where that cannot be known. "Surely" counts the
    undisclosed for neither gender. Each missing woman or man takes exactly one seat, and
    every seat is used in this order: vacant ones reserved for them, open vacant ones, those
    that the other gender holds beyond its own share, vacant ones reserved for the other
    gender (the seat plan must change first), and only then seats of holders who count for
    neither share *(the order is ours)*.
    """
    if verdict(rule, composition) is Verdict.UNDETERMINABLE:
        return None
    women, men = missing(rule, composition)
    least = reserved(rule, composition.seats)
    shared, for_women, for_men = available(least, composition, women, men)
    steps = _steps(women, Gender.WOMAN, shared | for_women)
    left = {place: seats - _taken(steps, place) for place, seats in shared.items()}
    return change_of(steps + _steps(men, Gender.MAN, left | for_men))


Seats = dict[Place, int]


def available(
    least: Reserved, have: Composition, women: int, men: int
) -> tuple[Seats, Seats, Seats]:
    """Return the seats that either gender may take, that women may, that men may, where so many
    women and men are missing.

    Below zero where a gender holds less than its own share and can spare nothing.
    """
    shared = {
        Place.VACANT_OPEN: have.vacant_open,
        Place.HELD_BY_OTHER: have.other,
        Place.HELD_BY_UNDISCLOSED: have.undisclosed,
    }
    for_women = {
        Place.VACANT_RESERVED: have.vacant_women,
        Place.HELD_BY_MAN: have.men - least.men,
        Place.VACANT_MISRESERVED: have.vacant_men - men,
    }
    for_men = {
        Place.VACANT_RESERVED: have.vacant_men,
        Place.HELD_BY_WOMAN: have.women - least.women,
        Place.VACANT_MISRESERVED: have.vacant_women - women,
    }
    return shared, for_women, for_men


ORDER = (
    Place.VACANT_RESERVED,
    Place.VACANT_OPEN,
    Place.HELD_BY_MAN,
    Place.HELD_BY_WOMAN,
    Place.VACANT_MISRESERVED,
    Place.HELD_BY_OTHER,
    Place.HELD_BY_UNDISCLOSED,
)


def _steps(short: int, gender: Gender, available: Seats) -> list[Step]:
    steps = []
    for place in ORDER:
        taken = min(short, max(0, available.get(place, 0)))
        steps.append(Step(taken, place, gender))
        short -= taken
    return steps


def _taken(steps: list[Step], place: Place) -> int:
    return sum(step.seats for step in steps if step.place is place)
