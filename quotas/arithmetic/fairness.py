"""The fairest lottery: everyone's chance as equal as the quotas allow.

The method is LEXIMIN of Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for
selecting citizens' assemblies", Nature 596 (2021): of all lotteries over the panels that keep
the quotas, the one whose lowest chance is highest, then the next lowest, and so on, found by
generating panels one by one as the dual program asks for them. People of the same traits have
the same chance in it, so a panel is told here by how many it takes of each kind *(ours)*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from quotas.arithmetic.programs import Program
from quotas.arithmetic.traits import Quota, Traits

NEAR = 1e-7
"""Chances nearer than this are the same to the solver."""
TOTAL = 10**9
"""Panels are weighed in billionths."""
ENDLESS = float("inf")

Panel = tuple[int, ...]
"""How many people of each kind."""


@dataclass(frozen=True)
class Kind:
    """People who are alike in every trait that a quota names."""

    traits: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Breach:
    """A quota that no panel can keep beside the others, by how many too few or too many."""

    quota: Quota
    too_few: int
    too_many: int


def kinds_of(people: Mapping[str, Traits], quotas: Sequence[Quota]) -> list[Kind]:
    """The kinds in an order of their own, whatever the order of people and quotas."""
    names = sorted({quota.trait for quota in quotas})

    def traits(person: str) -> tuple[str, ...]:
        return tuple(people[person].get(name, "") for name in names)

    ordered = sorted(people, key=lambda one: (traits(one), one))
    return [Kind(one, tuple(group)) for one, group in groupby(ordered, key=traits)]


@dataclass
class Pool:
    """The panels there may be: so many of each kind, every quota kept."""

    kinds: Sequence[Kind]
    quotas: Sequence[Quota]
    size: int
    program: Program = field(init=False)
    columns: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.program, self.columns = self._program()
        for quota in self.quotas:
            serving: dict[int, float] = dict.fromkeys(self._serving(quota), 1)
            self.program.row(serving, least=quota.least, most=quota.most)

    def _program(self) -> tuple[Program, list[int]]:
        program = Program()
        columns = [program.add(most=len(kind.people)) for kind in self.kinds]
        program.row(dict.fromkeys(columns, 1), least=self.size, most=self.size)
        return program, columns

    def _serving(self, quota: Quota) -> list[int]:
        place = sorted({one.trait for one in self.quotas}).index(quota.trait)
        return [at for at, kind in enumerate(self.kinds) if kind.traits[place] == quota.value]

    def best(self, gain: Mapping[int, float]) -> Panel | None:
        """The panel that gains the most by kinds, in whole numbers; None if there is no panel."""
        values = self.program.best(gain)
        if values is None:
            return None
        panel = tuple(round(value) for value in values)
        assert sum(panel) == self.size
        for quota in self.quotas:
            number = sum(panel[at] for at in self._serving(quota))
            assert quota.least <= number <= (self.size if quota.most is None else quota.most)
        return panel

    def breaches(self) -> tuple[Breach, ...]:
        """If there is no panel: the fewest places by which quotas must be missed."""
        program, _columns = self._program()
        slack = {}
        for quota in self.quotas:
            few, many = program.add(most=quota.least), program.add(most=self.size)
            serving: dict[int, float] = dict.fromkeys(self._serving(quota), 1)
            program.row(serving | {few: 1, many: -1}, least=quota.least, most=quota.most)
            slack[quota] = few, many
        answer = program.most({column: -1 for pair in slack.values() for column in pair})
        assert answer is not None  # any panel will do if every quota may be missed
        values = answer[1]
        found = (Breach(one, values[few], values[many]) for one, (few, many) in slack.items())
        return tuple(one for one in found if one.too_few or one.too_many)


@dataclass(frozen=True)
class Lottery:
    """Panels with weights that add up to TOTAL."""

    kinds: tuple[Kind, ...]
    panels: tuple[tuple[Panel, int], ...]


def fairest(pool: Pool) -> Lottery | None:
    """The fairest lottery over the panels of a pool; None where there is no panel."""
    if pool.best({}) is None:
        return None
    fixed: dict[int, float] = {}
    panels = _covering(pool, fixed)
    while len(fixed) < len(pool.kinds):
        _raise_lowest(pool, panels, fixed)
    weights = _weights(pool, sorted(panels), fixed)
    return Lottery(tuple(pool.kinds), tuple((one, weight) for one, weight in weights if weight))


def _covering(pool: Pool, fixed: dict[int, float]) -> set[Panel]:
    """Panels in which each kind sits once; whom no panel can take has no chance."""
    panels: set[Panel] = set()
    for at in range(len(pool.kinds)):
        if not any(panel[at] for panel in panels):
            panel = pool.best({at: 1.0})
            assert panel is not None
            if panel[at]:
                panels.add(panel)
            else:
                fixed[at] = 0.0
    return panels or {pool.best({}) or ()}


def _raise_lowest(pool: Pool, panels: set[Panel], fixed: dict[int, float]) -> None:
    """Raise the lowest chance not yet fixed as far as it goes, and fix whoever holds it down.

    The dual program gives each kind a price and each panel its worth; a panel worth more than
    the bound is added, until there is none. Kinds with a price cannot rise in any optimum.
    """
    dual = _Dual(pool, fixed)
    for panel in sorted(panels):
        dual.add(panel)
    while True:
        values = dual.solve()
        gain = {at: values[at] / len(kind.people) for at, kind in enumerate(pool.kinds)}
        found = pool.best({at: price for at, price in gain.items() if price > 0})
        assert found is not None
        worth = sum(price * found[at] for at, price in gain.items())
        if worth <= values[dual.bound] + NEAR or found in panels:
            break
        panels.add(found)
        dual.add(found)
    lowest = values[dual.bound] - sum(values[at] * chance for at, chance in fixed.items())
    held = [at for at in dual.free if values[at] > NEAR]
    for at in held or [max(dual.free, key=lambda one: values[one])]:
        fixed[at] = max(0.0, lowest)


class _Dual:
    """Prices by kind: minimise the bound on panels, less what the fixed chances are worth."""

    def __init__(self, pool: Pool, fixed: Mapping[int, float]) -> None:
        self.pool, self.fixed = pool, dict(fixed)
        self.free = [at for at in range(len(pool.kinds)) if at not in fixed]
        self.panels: list[Panel] = []
        self._begin()

    def _begin(self) -> None:
        self.program = Program(whole=False)
        for _kind in self.pool.kinds:
            self.program.add(most=ENDLESS)
        self.bound = self.program.add(most=ENDLESS)
        self.program.row(dict.fromkeys(self.free, 1), least=1, most=1)
        for panel in self.panels:
            self._row(panel)

    def add(self, panel: Panel) -> None:
        self.panels.append(panel)
        self._row(panel)

    def _row(self, panel: Panel) -> None:
        pairs = enumerate(zip(panel, self.pool.kinds, strict=True))
        worth = {at: number / len(kind.people) for at, (number, kind) in pairs if number}
        self.program.row(worth | {self.bound: -1.0}, most=0)

    def solve(self) -> list[float]:
        """The prices, and the bound; fixed chances yield by a hair where doubles overdid them."""
        while True:
            values = self.program.best({**self.fixed, self.bound: -1.0})
            if values is not None:
                return values
            self.fixed = {at: max(0.0, chance - 10 * NEAR) for at, chance in self.fixed.items()}
            self._begin()


def _weights(
    pool: Pool, panels: Sequence[Panel], fixed: Mapping[int, float]
) -> list[tuple[Panel, int]]:
    """How often each panel is drawn so that everyone has the chance found, in billionths."""
    program = Program(whole=False)
    columns = [program.add() for _panel in panels]
    short = program.add()
    program.row(dict.fromkeys(columns, 1), least=1, most=1)
    for at, kind in enumerate(pool.kinds):
        terms = {
            column: panel[at] / len(kind.people)
            for column, panel in zip(columns, panels, strict=True)
            if panel[at]
        }
        program.row(terms | {short: 1.0}, least=fixed[at])
    values = program.best({short: -1.0})
    assert values is not None
    shares = [min(1.0, max(0.0, values[column])) for column in columns]
    whole = [int(share * TOTAL) for share in shares]
    left = TOTAL - sum(whole)
    whole[max(range(len(whole)), key=whole.__getitem__)] += left
    return list(zip(panels, whole, strict=True))
