"""Presence, the third rule (DOMAIN §6): the rooms in which the decisions of a meeting were taken.

A decision freezes how many could vote in the room and how many of them were women. How many of
the others told no gender is known while the list of who came is kept, and afterwards only within
bounds; a verdict is given where it is the same within them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from communes.arithmetic.presence import Presence, presence
from quotas.arithmetic.verdicts import Verdict


@dataclass(frozen=True)
class Room:
    """Who could vote on a decision in the room: how many, women among them, and the undisclosed.

    `undisclosed` are the fewest and the most that there can have been. `released` means that the
    women present let the item be decided with fewer of them, which the charter allows.
    """

    present: int
    women: int
    undisclosed: tuple[int, int] = (0, 0)
    released: bool = False

    def stands(self, share: Fraction, undisclosed: int) -> Presence:
        """How the room stands to the share, if so many told no gender."""
        men = self.present - self.women - undisclosed
        return presence(self.women, men, 0, undisclosed, share)

    def verdict(self, share: Fraction) -> Verdict:
        """Kept, not kept, or not to be told; more undisclosed never make it worse."""
        fewest, most = self.undisclosed
        if self.stands(share, fewest).met:
            return Verdict.PASS
        return Verdict.UNDETERMINABLE if self.stands(share, most).met else Verdict.FAIL

    def short(self, share: Fraction) -> bool:
        """Whether it surely was not kept, and nobody had released it."""
        return not self.released and self.verdict(share) is Verdict.FAIL

    def missing(self, share: Fraction) -> int | None:
        """How many more women had to be there; None where no number would have done."""
        return self.stands(share, self.undisclosed[1]).missing


def verdict(rooms: Iterable[Room], share: Fraction) -> Verdict:
    """The verdict on all decisions of a meeting: one that was not kept is enough to fail."""
    found = {one.verdict(share) for one in rooms if not one.released}
    order = (Verdict.FAIL, Verdict.UNDETERMINABLE)
    return next((one for one in order if one in found), Verdict.PASS)


def worst(rooms: Iterable[Room], share: Fraction) -> Room:
    """The room that lay farthest below the share, one that nobody released before others."""
    return min(rooms, key=lambda one: (one.released, one.women - share * one.present, one.women))
