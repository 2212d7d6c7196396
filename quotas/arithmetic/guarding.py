"""Who may still take a seat while some seats are kept for women and some for men.

DOMAIN §6, for ranked ballots: "candidates are guarded: as soon as those left of a reserved
group just suffice for its seats, none of them is excluded, and none of the others may take
those seats". Reserved seats are never taken by others (§2.2): who could only sit on such a seat
can no longer be elected.
"""

from collections.abc import Collection, Iterable

from communes.arithmetic.genders import Gender
from quotas.arithmetic.composition import Reserved


def keep(seats: int, women: int = 0, men: int = 0) -> Reserved:
    """So many seats, of which so many are kept for women and for men.

    Raises ValueError below one seat, below zero reservations, or for more than there are seats.
    """
    if seats < 1 or min(women, men) < 0 or women + men > seats:
        raise ValueError(f"{women} and {men} reserved of {seats} seats")
    return Reserved(women, men, seats - women - men)


def size(kept: Reserved) -> int:
    """All seats."""
    return kept.women + kept.men + kept.open


def fit(kept: Reserved, genders: Collection[str]) -> bool:
    """Whether all can sit at once: who finds no seat of the own gender needs an open one."""
    women, men = count_of(genders, Gender.WOMAN), count_of(genders, Gender.MAN)
    return len(genders) - min(women, kept.women) - min(men, kept.men) <= kept.open


def guarded_genders(
    kept: Reserved, elected: Collection[str], continuing: Collection[str]
) -> set[str]:
    """The genders of which none may be excluded: those left just suffice for their seats."""
    found = set()
    for gender, seats in ((Gender.WOMAN, kept.women), (Gender.MAN, kept.men)):
        left = seats - count_of(elected, gender)
        if left > 0 and count_of(continuing, gender) <= left:
            found.add(gender.value)
    return found


def count_of(genders: Iterable[str], gender: str) -> int:
    """How many of them are of the gender."""
    return sum(1 for one in genders if one == gender)


def vacant(kept: Reserved, genders: Collection[str]) -> Reserved:
    """The seats that stay empty: reserved ones first go to their own."""
    women = min(kept.women, count_of(genders, Gender.WOMAN))
    men = min(kept.men, count_of(genders, Gender.MAN))
    beyond = len(genders) - women - men
    return Reserved(kept.women - women, kept.men - men, kept.open - beyond)
