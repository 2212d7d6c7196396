"""The pair rule: the two seats of the co-chairs are one office.

DOMAIN §1 and §2.2: a body of everyone and a youth body are chaired by one woman and one man,
a women's body by two women. Half a pair may be vacant; it is never filled by the wrong
gender. The charter may switch the rule off; asking then is the caller's mistake.
"""

from collections import Counter
from collections.abc import Sequence

from communes.arithmetic.genders import Gender
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict, change_of

PAIRS: dict[str, tuple[Gender, Gender]] = {
    "everyone": (Gender.WOMAN, Gender.MAN),
    "youth": (Gender.WOMAN, Gender.MAN),
    "women": (Gender.WOMAN, Gender.WOMAN),
}

HELD = {
    Gender.WOMAN: Place.HELD_BY_WOMAN,
    Gender.MAN: Place.HELD_BY_MAN,
    Gender.OTHER: Place.HELD_BY_OTHER,
    Gender.UNDISCLOSED: Place.HELD_BY_UNDISCLOSED,
}


def pair_verdict(circle: str, holders: Sequence[str | None]) -> Verdict:
    """Return the pair rule's verdict on the holders' genders, None for a vacant half.

    `circle` is "everyone", "youth" or "women" (KeyError for another). A half without a seat
    counts as vacant; ValueError for more than two halves or an unknown gender.
    """
    missing, wrong = _matched(circle, holders)
    undisclosed = wrong.count(Gender.UNDISCLOSED)
    if not missing:
        return Verdict.PASS
    if len(wrong) > undisclosed:
        return Verdict.FAIL
    return Verdict.UNDETERMINABLE if undisclosed else Verdict.VACANT


def pair_change(circle: str, holders: Sequence[str | None]) -> Change | None:
    """Return the fewest seats to fill or to hand over so that the pair is surely right.

    An empty change where it is, None where that cannot be known.
    """
    if pair_verdict(circle, holders) is Verdict.UNDETERMINABLE:
        return None
    missing, wrong = _matched(circle, holders)
    vacant = len(missing) - len(wrong)
    places = [Place.VACANT_RESERVED] * vacant + [HELD[gender] for gender in wrong]
    steps = Counter(zip(places, missing, strict=True))
    return change_of(Step(seats, place, to) for (place, to), seats in steps.items())


def _matched(circle: str, holders: Sequence[str | None]) -> tuple[list[Gender], list[Gender]]:
    """Return the genders that the pair still lacks, and the holders that are none of it."""
    if len(holders) > len(PAIRS[circle]):
        raise ValueError(f"a pair has two halves, not {len(holders)}")
    held = Counter(Gender(holder) for holder in holders if holder is not None)
    wanted = Counter(PAIRS[circle])
    return list((wanted - held).elements()), list((held - wanted).elements())
