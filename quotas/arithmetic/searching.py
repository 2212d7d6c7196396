"""The search for the best set under several quotas: whole programs, one condition at a time.

What to gain comes in the order of DOMAIN §6: the fewest seats missing, the most votes, sorted
votes lexically highest, the tie rule. Each answer is proven and becomes a condition of the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from communes.arithmetic.genders import Gender
from quotas.arithmetic.programs import Program
from quotas.arithmetic.traits import Quota, Traits, beyond, broken, by_trait, shorts

RADIX = 2**16
"""Gains of so much at most in one program: doubles and tolerances bear it."""


MARGIN = 0.01
"""Votes, far above what doubles lose."""


@dataclass(frozen=True)
class Contender:
    """Someone who stands, with votes and traits; the trait "gender" serves the tie rule."""

    id: str
    votes: int
    traits: Traits = field(default_factory=dict)

    @property
    def gender(self) -> str:
        """The gender, undisclosed where the traits do not tell one."""
        told = self.traits.get("gender", "")
        return told if told in set(Gender) else Gender.UNDISCLOSED.value


class Search:
    """The program: a variable for each contender, in the order of the ranking."""

    def __init__(
        self,
        ranking: Sequence[Contender],
        seats: int,
        quotas: Sequence[Quota],
        *,
        whole: bool = True,
    ) -> None:
        self.ranking, self.seats, self.quotas = ranking, seats, quotas
        self.program = Program(whole=whole)
        self.seat = [self.program.add() for _one in ranking]
        self.free = list(self.seat)
        self.empty = self.program.add(most=seats)
        everyone = dict.fromkeys([*self.seat, self.empty], 1)
        self.program.row(everyone, least=seats, most=seats)
        self.short = {quota: self.program.add(most=quota.least) for quota in quotas}
        for quota in quotas:
            self._bind(quota)
        for of_trait in by_trait(quotas).values():
            missing: dict[int, float] = {self.short[quota]: 1 for quota in of_trait}
            self.program.row(missing | {self.empty: -1}, most=beyond(seats, of_trait))

    def _bind(self, quota: Quota) -> None:
        serving: dict[int, float] = {
            column: 1
            for column, one in zip(self.seat, self.ranking, strict=True)
            if quota.counts(one.traits)
        }
        self.program.row(serving | {self.short[quota]: 1}, least=quota.least)
        if quota.most is not None:
            self.program.row(serving, most=quota.most)

    def run(self) -> tuple[Contender, ...]:
        """The fewest missing, then the most votes, then lexically highest, then the tie rule."""
        missing = dict.fromkeys(self.short.values(), -1)
        found = self._fix(missing)
        fewest = sum(found[column] for column in missing)
        found = self._fix(self.votes)
        self._settle(found, fewest)
        if self._another(found):
            for gain in self._digits(self._by_votes()):
                found = self._fix(gain)
            for gain in self._digits([[column] for column in self.free]):
                found = self._fix(gain)
        return self._verified(found)

    @property
    def votes(self) -> dict[int, int]:
        return {column: one.votes for column, one in zip(self.seat, self.ranking, strict=True)}

    def _settle(self, found: list[int], fewest: int) -> None:
        """Leave free only those whom some set with as many votes could seat or unseat.

        By linear programming: whoever costs more votes to move than there lie between the set
        found and the bound stays where it is, in every set with as many votes.
        """
        relaxed = Search(self.ranking, self.seats, self.quotas, whole=False)
        relaxed.program.row(dict.fromkeys(relaxed.short.values(), 1), most=fewest)
        values = relaxed.program.best(dict(self.votes))
        assert values is not None
        reached = sum(votes * found[column] for column, votes in self.votes.items())
        bound = sum(votes * values[column] for column, votes in self.votes.items())
        losses = relaxed.program.losses()
        self.free = [column for column in self.seat if losses[column] <= bound - reached + MARGIN]
        for column in set(self.seat).difference(self.free):
            self.program.fix(column, found[column])

    def _fix(self, gain: dict[int, int]) -> list[int]:
        """The most that can be gained, from now on a condition; returns values that gain it."""
        answer = self.program.most(gain)
        assert answer is not None  # nobody seated and every quota missed satisfies all rows
        reached, values = answer
        self.program.row({column: float(f) for column, f in gain.items()}, least=reached - 0.5)
        return values

    def _another(self, found: list[int]) -> bool:
        """Whether any other set has as many votes: one that lacks somebody of this one."""
        chosen = [column for column in self.seat if found[column]]
        limit = self.program.add(most=len(chosen))
        same: dict[int, float] = dict.fromkeys(chosen, 1.0)
        self.program.row(same | {limit: -1}, least=0, most=0)
        reached = self.program.most({limit: -1})
        assert reached is not None
        return -reached[0] < len(chosen)

    def _by_votes(self) -> list[list[int]]:
        votes = self.votes
        return [list(group) for _votes, group in groupby(self.free, key=votes.__getitem__)]

    @staticmethod
    def _digits(groups: Sequence[list[int]]) -> list[dict[int, int]]:
        """Gains that weigh each group above all later ones together, some groups at a time."""
        gains: list[dict[int, int]] = []
        block: list[list[int]] = []
        weight = 1
        for group in groups:
            if block and weight * (len(group) + 1) > RADIX:
                gains.append(_weighed(block))
                block, weight = [], 1
            block.append(group)
            weight *= len(group) + 1
        return [*gains, _weighed(block)]

    def _verified(self, found: list[int]) -> tuple[Contender, ...]:
        """The set in whole numbers, held against every quota once more."""
        pairs = zip(self.seat, self.ranking, strict=True)
        seated = tuple(one for column, one in pairs if found[column])
        held = [one.traits for one in seated]
        assert len(seated) <= self.seats
        assert not broken(self.seats, held, self.quotas)
        assert sum(one.by for one in shorts(held, self.quotas)) <= sum(
            found[column] for column in self.short.values()
        )
        return seated


def _weighed(block: Sequence[list[int]]) -> dict[int, int]:
    gain: dict[int, int] = {}
    weight = 1
    for group in reversed(block):
        gain |= dict.fromkeys(group, weight)
        weight *= len(group) + 1
    return gain
