"""The Scottish rules of 2007 once more, paper by paper in decimals: slow, and shares no code.

Without reservations; ties that no earlier stage settles go by `last`, the worst placed first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

FIVE = Decimal("0.00001")


@dataclass
class Paper:
    """One sheet: whom it ranks, who has it, what it is worth there."""

    ranking: tuple[int, ...]
    holder: int | None
    value: Decimal = Decimal(1)


@dataclass
class Hand:
    """A count on a table with piles of paper."""

    candidates: Sequence[int]
    seats: int
    papers: list[Paper]
    lots: Mapping[int, int]
    elected: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    passed: set[int] = field(default_factory=set)
    stages: list[dict[int, Decimal]] = field(default_factory=list)

    def votes(self) -> dict[int, Decimal]:
        """What each has now; who passed a surplus on has the quota."""
        found = dict.fromkeys(self.candidates, Decimal(0))
        for paper in self.papers:
            if paper.holder is not None:
                found[paper.holder] += paper.value
        for one in self.passed:
            found[one] = Decimal(self.quota)
        return found

    @property
    def quota(self) -> int:
        return len(self.papers) // (self.seats + 1) + 1

    def hopeful(self) -> list[int]:
        return [one for one in self.candidates if one not in self.elected + self.excluded]

    def rank(self, group: Sequence[int]) -> list[int]:
        """Best first: votes now, then in each earlier stage from the latest, then the lots."""
        keys = {
            one: [*(stage[one] for stage in reversed(self.stages)), Decimal(self.lots[one])]
            for one in group
        }
        return sorted(group, key=lambda one: keys[one], reverse=True)

    def pass_on(self, candidate: int, factor: tuple[Decimal, Decimal] | None) -> None:
        for paper in [one for one in self.papers if one.holder == candidate]:
            after = paper.ranking[paper.ranking.index(candidate) + 1 :]
            paper.holder = next((one for one in after if one in self.hopeful()), None)
            if factor:
                worth = factor[0] * paper.value / factor[1]
                paper.value = worth.quantize(FIVE, ROUND_DOWN)

    def close(self) -> None:
        self.stages.append(self.votes())
        reached = [one for one in self.hopeful() if self.stages[-1][one] >= self.quota]
        self.elected += self.rank(reached)
        if len(self.hopeful()) <= self.seats - len(self.elected):
            self.elected += self.rank(self.hopeful())

    def run(self) -> "Hand":
        self.close()
        while self.hopeful() and len(self.elected) < self.seats:
            now = self.stages[-1]
            over = [one for one in self.elected if now[one] > self.quota]
            if over:
                first = self.rank(over)[0]
                self.pass_on(first, (now[first] - self.quota, now[first]))
                self.passed.add(first)
            else:
                worst = self.rank(self.hopeful())[-1]
                self.excluded.append(worst)
                self.pass_on(worst, None)
            self.close()
        return self


def by_hand(
    candidates: Sequence[int],
    ballots: Mapping[tuple[int, ...], int],
    seats: int,
    lots: Mapping[int, int],
) -> Hand:
    """Count on paper: who is elected in order, and the votes at the end of each stage."""
    papers = [
        Paper(ranking, ranking[0])
        for ranking, number in ballots.items()
        if ranking
        for _copy in range(number)
    ]
    return Hand(candidates, seats, papers, lots).run()
