"""The four verdicts of a quota rule, and the smallest change that would mend one.

DOMAIN §2.7: pass, fail, vacant (only empty seats stand in the way) or undeterminable
(undisclosed genders could turn it). Never a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a rule says of a body."""

    PASS = "pass"  # noqa: S105 (a verdict, not a password)
    FAIL = "fail"
    VACANT = "vacant"
    UNDETERMINABLE = "undeterminable"


class Place(StrEnum):
    """What a seat is before a change: vacant, or held by someone."""

    VACANT_RESERVED = "vacant_reserved"  # for the gender that is to fill it
    VACANT_OPEN = "vacant_open"
    HELD_BY_WOMAN = "held_by_woman"
    HELD_BY_MAN = "held_by_man"
    HELD_BY_OTHER = "held_by_other"
    HELD_BY_UNDISCLOSED = "held_by_undisclosed"
    HELD_BY_OTHERS = "held_by_others"  # by people whom the rule does not ask for
    IN_THE_ROOM = "in_the_room"  # no seat at all: a place at the next decisions
    VACANT_MISRESERVED = "vacant_misreserved"  # for the other gender: the plan must change


@dataclass(frozen=True)
class Step:
    """So many seats of one kind, and who is to take them: a gender, or another kind of people."""

    seats: int
    place: Place
    to: str


@dataclass(frozen=True)
class Change:
    """The fewest seats to fill rightly or to change hands so that a rule surely passes."""

    steps: tuple[Step, ...] = ()

    @property
    def seats(self) -> int:
        """How many seats the change touches; 0 where nothing needs to change."""
        return sum(step.seats for step in self.steps)


def change_of(steps: Iterable[Step]) -> Change:
    """Return the change made of those steps that touch any seat."""
    return Change(tuple(step for step in steps if step.seats))
