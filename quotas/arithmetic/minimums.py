"""A rule that asks for at least so many seats of one kind: youth, women alone, seats of units.

DOMAIN §6. As with the genders the denominator is all seats, vacant ones too, and what is not
known of a holder (a birth, a gender) may turn the verdict.
"""

from dataclasses import dataclass
from fractions import Fraction

from quotas.arithmetic.composition import CompositionRule, reserved
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict, change_of


@dataclass(frozen=True)
class Minimum:
    """At least `least` of `seats` for one kind of people.

    `counted` are held by them, of `unknown` nobody can tell; `vacant_kept` are empty seats kept
    for them, `vacant_open` those that they may take as well as others. Raises ValueError where
    the numbers do not add up.
    """

    seats: int
    least: int
    counted: int
    unknown: int = 0
    vacant_kept: int = 0
    vacant_open: int = 0

    def __post_init__(self) -> None:
        numbers = (self.counted, self.unknown, self.vacant_kept, self.vacant_open)
        if min(numbers) < 0 or sum(numbers) > self.seats or not 0 <= self.least <= self.seats:
            raise ValueError(f"seats do not add up: {self}")

    @property
    def missing(self) -> int:
        """How many are missing, whom nobody can tell not counted."""
        return max(0, self.least - self.counted)

    @property
    def verdict(self) -> Verdict:
        """That of every way of counting the unknown, if all agree, and else undeterminable."""
        if not self.missing:
            return Verdict.PASS
        vacant = self.vacant_kept + self.vacant_open
        if self.missing <= vacant:
            turns = self.missing <= self.unknown
            return Verdict.UNDETERMINABLE if turns else Verdict.VACANT
        turns = self.missing <= vacant + self.unknown
        return Verdict.UNDETERMINABLE if turns else Verdict.FAIL

    def change(self, to: str) -> Change | None:
        """The fewest seats that such people are to take, None where that cannot be known."""
        if self.verdict is Verdict.UNDETERMINABLE:
            return None
        kept = min(self.missing, self.vacant_kept)
        filled = min(self.missing - kept, self.vacant_open)
        return change_of(
            [
                Step(kept, Place.VACANT_RESERVED, to),
                Step(filled, Place.VACANT_OPEN, to),
                Step(self.missing - kept - filled, Place.HELD_BY_OTHERS, to),
            ]
        )


def least_of(share: Fraction, seats: int) -> int:
    """A share of the seats, rounded up; of one seat none *(as for the genders)*."""
    return reserved(CompositionRule(share), seats).women
