"""Component seats: how many of a body's seats are kept for each community that the charter lists.

DOMAIN §6: fixed numbers, equal shares whatever the size of a community, or proportional with a
floor. There is no register of communities (§2.9): their weights are figures that the charter
states. A component seat that nobody holds stays empty; who holds one says so alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from quotas.arithmetic.seat_plans import equal_shares, in_proportion
from quotas.arithmetic.verdicts import Verdict


class Sharing(StrEnum):
    """How component seats are shared out."""

    OFF = "off"
    FIXED = "fixed"  # the charter says how many each has
    EQUAL = "equal"  # as many for each, whatever the size of any
    PROPORTIONAL = "proportional"  # by the weights that the charter states, none below the floor


@dataclass(frozen=True)
class Component:
    """A community with reserved places, and the organisations that may nominate for it.

    `seats` counts under fixed numbers, `weight` under proportional ones.
    """

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    organisations: tuple[str, ...] = ()
    seats: int = 0
    weight: int = 0

    def __hash__(self) -> int:
        return hash(self.code)

    def name(self, language: str) -> str:
        """What the charter calls it in a language; else in the first that it names, else its code.

        "ar-sy" is looked for as "ar" too.
        """
        known = [self.names.get(language), self.names.get(language.split("-")[0])]
        return next((one for one in [*known, *self.names.values()] if one), self.code)


@dataclass(frozen=True)
class ComponentRule:
    """So many seats for each component, in bodies of these kinds and levels (none: any level).

    `share` is that part of a body's seats, rounded down, that equal or proportional shares share
    out among the components; `floor` the least that any has under proportional ones.
    """

    sharing: Sharing = Sharing.OFF
    components: tuple[Component, ...] = ()
    share: Fraction = Fraction(1)
    floor: int = 0
    kinds: tuple[str, ...] = ("council",)
    levels: tuple[str, ...] = ()

    def concerns(self, kind: str, level: str) -> bool:
        """Whether it holds for bodies of that kind and level."""
        if self.sharing is Sharing.OFF or not self.components or kind not in self.kinds:
            return False
        return not self.levels or level in self.levels

    def component(self, code: str) -> Component | None:
        """The component of that code."""
        return next((one for one in self.components if one.code == code), None)

    def may_nominate(self, code: str, organisation: str) -> bool:
        """Whether the charter names the organisation for that component."""
        found = self.component(code)
        return found is not None and organisation in found.organisations


def shared_out(rule: ComponentRule, size: int) -> dict[str, int]:
    """How many of `size` seats each component has, in the charter's order; only those with any.

    Nothing where the seats do not suffice for what the charter asks: so few seats are not shared
    out *(ours, as with one seat for the genders)*.
    """
    pool = int(rule.share * size)
    if rule.sharing is Sharing.FIXED:
        found = {one.code: one.seats for one in rule.components}
    elif rule.sharing is Sharing.EQUAL:
        found = equal_shares([one.code for one in rule.components], pool)
    elif rule.sharing is Sharing.PROPORTIONAL:
        found = _proportional(rule, pool)
    else:
        found = {}
    if sum(found.values()) > size:
        return {}
    return {code: seats for code, seats in found.items() if seats}


def _proportional(rule: ComponentRule, pool: int) -> dict[str, int]:
    weights = {one.code: one.weight for one in rule.components}
    if rule.floor * len(weights) > pool or not sum(weights.values()):
        return {}
    return in_proportion(weights, pool, rule.floor)


@dataclass(frozen=True)
class ComponentSeats:
    """Who holds component seats, by component, and the seats that nobody holds.

    `vacant_kept` are empty seats kept for a component, `vacant_open` those that anyone may take;
    `filled` are the seats that anybody holds.
    """

    size: int
    held: Mapping[str, int] = field(default_factory=dict)
    vacant_kept: int = 0
    vacant_open: int = 0
    filled: int = 0

    def __post_init__(self) -> None:
        numbers = [*self.held.values(), self.vacant_kept, self.vacant_open]
        if min(numbers) < 0 or sum(numbers) > self.size:
            raise ValueError(f"component seats do not add up: {self}")


def lacking(needed: Mapping[str, int], have: ComponentSeats) -> dict[str, int]:
    """How many are missing of each component that lacks any."""
    short = {code: seats - have.held.get(code, 0) for code, seats in needed.items()}
    return {code: number for code, number in short.items() if number > 0}


def component_verdict(needed: Mapping[str, int], have: ComponentSeats) -> Verdict:
    """The verdict on a body, or on a level's seats taken together.

    Vacant: filling empty seats rightly would make it pass. Never undeterminable: who declares no
    component stands for none.
    """
    short = sum(lacking(needed, have).values())
    if not short:
        return Verdict.PASS
    return Verdict.VACANT if short <= have.vacant_kept + have.vacant_open else Verdict.FAIL


def component_change(needed: Mapping[str, int], have: ComponentSeats) -> tuple[int, int, int]:
    """The fewest seats to fill or to hand over: kept ones, open ones, those held by others.

    Each who is missing takes exactly one seat, so that their sum is the smallest change.
    """
    short = sum(lacking(needed, have).values())
    kept = min(short, have.vacant_kept)
    filled = min(short - kept, have.vacant_open)
    return kept, filled, short - kept - filled
