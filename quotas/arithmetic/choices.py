"""The choices there are where several smallest changes mend a body.

Each missing woman or man takes exactly one seat (`composition.smallest_change`), and it does not
matter for the number which of the seats that can be spared. So whoever is missing may take any of
the seats named here: alone or together they mend the body by the same fewest seats. A seat that
both women and men may take is of course taken once.
"""

from dataclasses import dataclass

from communes.arithmetic.genders import Gender
from quotas.arithmetic.composition import ORDER, Composition, Reserved, available
from quotas.arithmetic.verdicts import Place


@dataclass(frozen=True)
class Choice:
    """So many women, or men, are missing; they may take these seats, at most so many of each."""

    to: Gender
    missing: int
    seats: tuple[tuple[Place, int], ...]

    @property
    def free(self) -> bool:
        """Whether there is anything to choose."""
        return sum(seats for _place, seats in self.seats) > self.missing


def choices(have: Composition, least: Reserved) -> list[Choice]:
    """Who is missing and which seats may be given to them, the gentlest first."""
    women, men = max(0, least.women - have.women), max(0, least.men - have.men)
    shared, for_women, for_men = available(least, have, women, men)
    both = ((Gender.WOMAN, women, shared | for_women), (Gender.MAN, men, shared | for_men))
    return [
        Choice(gender, short, _seats(short, spare)) for gender, short, spare in both if short > 0
    ]


def _seats(short: int, spare: dict[Place, int]) -> tuple[tuple[Place, int], ...]:
    found = ((place, min(short, spare.get(place, 0))) for place in ORDER)
    return tuple((place, seats) for place, seats in found if seats > 0)
