"""An election by ranked ballots, and the record of its count: what went in, what came of it.

Votes are whole numbers of hundred-thousandths (`UNIT` is one vote), for transfer values have
five decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from communes.arithmetic.genders import Gender
from quotas.arithmetic.composition import Reserved
from quotas.arithmetic.guarding import size
from quotas.arithmetic.traits import Quota, Short, Traits, check

UNIT = 100_000

Ballots = Mapping[tuple[int, ...], int]
"""How many papers bear each ranking, the first preference first."""


@dataclass(frozen=True)
class RankedElection:
    """Who stands (by number on the ballot, with gender), the papers, the seats.

    `quotas` are those across the genders, by the `traits` of who stands. Raises ValueError for a
    ranking that names someone twice or someone who does not stand, a number of papers below zero,
    an unknown gender, no seat, or a quota of genders or beyond the seats.
    """

    genders: Mapping[int, str]
    ballots: Ballots
    kept: Reserved
    traits: Mapping[int, Traits] = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        if size(self.kept) < 1:
            raise ValueError("there is no seat")
        check(size(self.kept), self.quotas)
        for quota in self.quotas:
            if quota.trait == "gender" or quota.least > size(self.kept) or quota.most is not None:
                raise ValueError(f"{quota.least} of {size(self.kept)} seats for {quota.value}")
        for gender in self.genders.values():
            Gender(gender)
        for ranking, papers in self.ballots.items():
            if len(set(ranking)) < len(ranking) or not self.genders.keys() >= set(ranking):
                raise ValueError(f"no ranking of those who stand: {ranking}")
            if papers < 0:
                raise ValueError(f"{papers} papers")

    @cached_property
    def papers(self) -> int:
        """The valid papers: those that rank anyone."""
        return sum(papers for ranking, papers in self.ballots.items() if ranking)

    @property
    def quota(self) -> int:
        """Droop's quota, in votes (rule 46): papers over seats and one, whole, and one."""
        return self.papers // (size(self.kept) + 1) + 1


class Deed(StrEnum):
    """What a round does."""

    FIRST = "first_preferences"
    SURPLUS = "surplus"  # of one who was elected, transferred
    EXCLUSION = "exclusion"


class Why(StrEnum):
    """Why someone is elected or excluded."""

    QUOTA = "quota"  # reached it
    LAST = "last_places"  # all who are left find a seat
    FEWEST = "fewest_votes"
    NO_SEAT = "no_seat_left"  # all that are left are kept for others


class Settled(StrEnum):
    """What settled a tie."""

    EARLIER = "earlier_round"  # the most recent one in which their votes were unequal
    GENDER = "woman_before_man"
    LOT = "lot"


@dataclass(frozen=True)
class RankedTie:
    """Equal votes of which one had to be chosen: to be excluded, or to go first."""

    tied: tuple[int, ...]
    chosen: int
    settled: Settled


@dataclass(frozen=True)
class Round:
    """One stage of a count.

    `of` are those whose papers are transferred; `transfers` what each other gains by it;
    `exhausted` the value of papers without a further preference, `lost` what the decimals drop,
    both in this round; `votes` stand at its end, with `nontransferable` since the beginning.
    `guarded` had fewer votes than who was excluded and stay for a reserved seat's sake.
    """

    number: int
    deed: Deed
    of: tuple[int, ...]
    why: Why | None
    transfers: Mapping[int, int]
    exhausted: int
    lost: int
    votes: Mapping[int, int]
    nontransferable: int
    elected: tuple[tuple[int, Why], ...]
    guarded: tuple[int, ...] = ()
    ties: tuple[RankedTie, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A whole count: `elected` in order, and every round behind it; `quota` in whole votes.

    Where there are `quotas` across the genders, `unmet` are those of all that could not be met.
    """

    quota: int
    papers: int
    elected: tuple[int, ...]
    rounds: tuple[Round, ...]
    vacant: Reserved
    quotas: tuple[Quota, ...] = ()
    unmet: tuple[Short, ...] = ()

    def excluded_in(self, candidate: int) -> Round | None:
        """The round in which the candidate was excluded, None for one who never was."""
        out = (one for one in self.rounds if one.deed is Deed.EXCLUSION and candidate in one.of)
        return next(out, None)
