"""Sortition: a panel drawn from the fairest lottery by a seed that anyone can use again.

The lottery does not depend on the seed, so both can be published beforehand. The seed picks the
panel, SHA-256 of seed, newline, "panel" modulo the weights; then, within each kind, the people
with the lowest lots (`seating.lot_number`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quotas.arithmetic.fairness import TOTAL, Breach, Lottery, Panel, Pool, fairest, kinds_of
from quotas.arithmetic.seating import lot_number
from quotas.arithmetic.traits import Quota, Traits


class NoPanel(Exception):
    """No panel keeps all quotas: which must be missed, by how many at least."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        super().__init__(f"{len(self.breaches)} quotas cannot be kept")


@dataclass(frozen=True)
class Drawn:
    """Who is drawn, sorted; everyone's chance; the lottery and its fingerprint."""

    people: tuple[str, ...]
    chances: Mapping[str, Fraction]
    lottery: Lottery
    fingerprint: str


def draw(people: Mapping[str, Traits], quotas: Sequence[Quota], size: int, seed: str) -> Drawn:
    """Draw `size` people; raises `NoPanel`, `Unsolved`, or ValueError for no such size."""
    if not 1 <= size <= len(people):
        raise ValueError(f"{size} of {len(people)} people")
    ordered = sorted(quotas, key=lambda one: (one.trait, one.value))
    pool = Pool(kinds_of(people, ordered), ordered, size)
    lottery = fairest(pool)
    if lottery is None:
        raise NoPanel(pool.breaches())
    return drawn_from(lottery, seed)


def drawn_from(lottery: Lottery, seed: str) -> Drawn:
    """Whom the seed draws from a lottery that was worked out before."""
    panel = _panel(lottery, seed)
    drawn = [
        person
        for kind, number in zip(lottery.kinds, panel, strict=True)
        for person in sorted(kind.people, key=lambda one: lot_number(seed, one))[:number]
    ]
    return Drawn(tuple(sorted(drawn)), chances(lottery), lottery, fingerprint(lottery))


def chances(lottery: Lottery) -> dict[str, Fraction]:
    """Everyone's chance, exactly as the lottery has it; together they are the panel's size."""
    found = {}
    for at, kind in enumerate(lottery.kinds):
        taken = sum(panel[at] * weight for panel, weight in lottery.panels)
        chance = Fraction(taken, TOTAL * len(kind.people))
        found.update(dict.fromkeys(kind.people, chance))
    return dict(sorted(found.items()))


def fingerprint(lottery: Lottery) -> str:
    """SHA-256 of the lottery: two who computed the same one have the same fingerprint."""
    kinds = [f"{list(kind.traits)!r} {list(kind.people)!r}" for kind in lottery.kinds]
    panels = [f"{weight} {list(panel)!r}" for panel, weight in lottery.panels]
    return hashlib.sha256("\n".join([*kinds, *panels]).encode()).hexdigest()


def _panel(lottery: Lottery, seed: str) -> Panel:
    number = int(hashlib.sha256(f"{seed}\npanel".encode()).hexdigest(), 16) % TOTAL
    for panel, weight in lottery.panels:
        if number < weight:
            return panel
        number -= weight
    raise AssertionError("the weights do not add up")
