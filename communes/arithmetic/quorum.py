"""How many must be there to decide.

DOMAIN §4, "quorum to decide": assemblies one tenth of the members, at least 15; councils and
committees half the seats in force; also a plain count, a share of the households, or none.
Unmet, a second convocation on the same agenda decides with those who come.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What is counted in the room."""

    MEMBERS = "members"
    HOUSEHOLDS = "households"
    SEATS = "seats"


class Kind(StrEnum):
    """How a quorum is set."""

    SHARE_OF_MEMBERS = "share_of_members"
    COUNT = "count"
    SHARE_OF_HOUSEHOLDS = "share_of_households"
    SHARE_OF_SEATS = "share_of_seats"
    NONE = "none"


UNITS = {Kind.SHARE_OF_HOUSEHOLDS: Unit.HOUSEHOLDS, Kind.SHARE_OF_SEATS: Unit.SEATS}


@dataclass(frozen=True)
class QuorumRule:
    """A quorum as the charter sets it: a share, a least number, or both.

    Raises ValueError for a share outside 0 to 1 or a least number below zero.
    """

    kind: Kind
    share: Fraction = Fraction(0)
    at_least: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.at_least < 0:
            raise ValueError(f"no quorum: a share of {self.share}, at least {self.at_least}")

    @property
    def unit(self) -> Unit:
        """What is counted in the room under this rule."""
        return UNITS.get(self.kind, Unit.MEMBERS)


#: One tenth of the members, at least 15 (DOMAIN §4, ours).
ASSEMBLY = QuorumRule(Kind.SHARE_OF_MEMBERS, Fraction(1, 10), 15)

#: Half the seats in force (DOMAIN §4, ours).
COUNCIL = QuorumRule(Kind.SHARE_OF_SEATS, Fraction(1, 2))

#: Nobody is waited for.
NO_QUORUM = QuorumRule(Kind.NONE)


@dataclass(frozen=True)
class Quorum:
    """How a room stands to its quorum: "61 here, 48 of 480 members needed"."""

    unit: Unit
    here: int
    needed: int
    of: int

    @property
    def met(self) -> bool:
        """Whether the meeting may decide."""
        return self.here >= self.needed

    @property
    def missing(self) -> int:
        """How many more must come."""
        return max(0, self.needed - self.here)

    @property
    def may_leave(self) -> int:
        """How many may leave and the meeting may still decide."""
        return max(0, self.here - self.needed)


def quorum_needed(
    rule: QuorumRule,
    *,
    members: int,
    households: int = 0,
    seats: int = 0,
    second_convocation: bool = False,
) -> int:
    """Return how many of the rule's unit must be there.

    `members` is the roll of the meeting, `households` those on the register, `seats` those
    in force. Never more than there are, so that the least number locks no small body out;
    never fewer than one, for an empty room decides nothing. Zero without a quorum and at a
    second convocation, which decides with those who come.
    """
    if rule.kind is Kind.NONE or second_convocation:
        return 0
    there_are = {Unit.MEMBERS: members, Unit.HOUSEHOLDS: households, Unit.SEATS: seats}[rule.unit]
    exact = rule.share * there_are
    by_share = -(-exact.numerator // exact.denominator)
    return max(1, min(max(by_share, rule.at_least), there_are))


def quorum_met(
    rule: QuorumRule,
    *,
    here: int,
    members: int,
    households: int = 0,
    seats: int = 0,
    second_convocation: bool = False,
) -> Quorum:
    """Return how the room stands to its quorum; `here` counts the rule's own unit.

    Households count as here when one of their members is, seats when their holder is.
    """
    needed = quorum_needed(
        rule,
        members=members,
        households=households,
        seats=seats,
        second_convocation=second_convocation,
    )
    there_are = {Unit.MEMBERS: members, Unit.HOUSEHOLDS: households, Unit.SEATS: seats}
    return Quorum(rule.unit, here, needed, there_are[rule.unit])
