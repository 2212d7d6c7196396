"""When a count adopts: majorities of the votes cast, and of all members.

DOMAIN §4, "decision": a fraction is of for + against, at least; "of members" is of the
electorate; simple majority is more for than against; a tie fails.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Majority(StrEnum):
    """The majorities that a charter may ask for; those "of members" are of the electorate."""

    CONSENSUS = "consensus"
    SIMPLE = "simple"
    THREE_FIFTHS = "three_fifths"
    TWO_THIRDS = "two_thirds"
    NINE_TENTHS = "nine_tenths"
    CONSENSUS_OF_MEMBERS = "consensus_of_members"
    SIMPLE_OF_MEMBERS = "simple_of_members"
    THREE_FIFTHS_OF_MEMBERS = "three_fifths_of_members"
    TWO_THIRDS_OF_MEMBERS = "two_thirds_of_members"
    NINE_TENTHS_OF_MEMBERS = "nine_tenths_of_members"

    @property
    def of_members(self) -> bool:
        """Whether the electorate is counted instead of the votes for and against."""
        return self.value.endswith("_of_members")

    @property
    def share(self) -> Fraction | None:
        """The share that suffices; None for a simple majority and for consensus."""
        return _SHARES.get(self.value.removesuffix("_of_members"))


_SHARES = {
    "three_fifths": Fraction(3, 5),
    "two_thirds": Fraction(2, 3),
    "nine_tenths": Fraction(9, 10),
}


class Reason(StrEnum):
    """Why a count adopts, or does not."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"
    TIE = "tie"
    BLOCKED = "blocked"  # consensus, and someone was against
    NO_VOTES = "no_votes"  # nobody was for it


@dataclass(frozen=True)
class Verdict:
    """What a count decides, with the arithmetic that a sentence shows.

    "41 for, 12 against, 3 abstained · two thirds of 53: at least 36 · adopted" is
    `votes_for`, `against`, `abstain` · `majority` of `of`: at least `needed` · `adopted`.
    """

    majority: Majority
    votes_for: int
    against: int
    abstain: int
    of: int
    needed: int
    reason: Reason

    @property
    def adopted(self) -> bool:
        """Whether the text is adopted."""
        return self.reason is Reason.ENOUGH

    @property
    def missing(self) -> int:
        """How many votes it fell short: so many cast against would have had to be for it.

        Of members: so many members more, whether they were against, abstained or stayed away.
        """
        return max(0, self.needed - self.votes_for)

    def figures(self) -> dict[str, str | int | bool]:
        """Return the verdict as plain values, fit for a book and for a sentence."""
        return {
            "majority": self.majority.value,
            "for": self.votes_for,
            "against": self.against,
            "abstain": self.abstain,
            "of": self.of,
            "needed": self.needed,
            "adopted": self.adopted,
            "reason": self.reason.value,
        }


def decide(
    majority: Majority, *, votes_for: int, against: int, abstain: int, electorate: int
) -> Verdict:
    """Return what a count decides under a majority.

    `electorate` is the number of those who could have voted, whoever came. Nothing is ever
    adopted without a vote for it. Consensus: nobody against, at least one for; of members:
    every member for *(ours)*. Abstentions weigh only where members are counted. Whether the
    count fits the room is another rule; a number below zero raises ValueError.
    """
    if min(votes_for, against, abstain, electorate) < 0:
        raise ValueError("a count is never below zero")
    of = electorate if majority.of_members else votes_for + against
    needed = max(1, _needed(majority, of))
    reason = _reason(majority, votes_for, against, needed)
    return Verdict(majority, votes_for, against, abstain, of, needed, reason)


def _needed(majority: Majority, of: int) -> int:
    if majority.share is not None:
        exact = majority.share * of
        return -(-exact.numerator // exact.denominator)
    if majority in {Majority.SIMPLE, Majority.SIMPLE_OF_MEMBERS}:
        return of // 2 + 1
    return of  # consensus: all of them


def _reason(majority: Majority, votes_for: int, against: int, needed: int) -> Reason:
    if votes_for == 0:
        return Reason.NO_VOTES
    if majority in {Majority.CONSENSUS, Majority.CONSENSUS_OF_MEMBERS} and against:
        return Reason.BLOCKED
    if votes_for >= needed:
        return Reason.ENOUGH
    tied = majority is Majority.SIMPLE and votes_for == against
    return Reason.TIE if tied else Reason.TOO_FEW
