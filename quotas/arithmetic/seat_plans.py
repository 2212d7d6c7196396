"""Seat plans: for a body of so many seats, which are kept for whom, and why so many.

DOMAIN §6: shares for women and men by the composition rule; youth seats a share of all, among
the seats of either gender; component seats as fixed numbers, as equal shares whatever the size,
or in proportion with a floor. A person may hold a seat of each kind at once, so the kinds are
planned apart; an election keeps them together (`optimum`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from communes.arithmetic.genders import Gender
from quotas.arithmetic.composition import TABLE, CompositionRule, Reserved, Rounding, reserved
from quotas.arithmetic.traits import Quota

OFF = Fraction(0)


class Reason(StrEnum):
    """Why so many seats are kept."""

    TOO_FEW = "too_few_seats"  # below two seats there is no rule
    PAIR = "pair"  # two seats are one and one
    EXACT = "exact"
    UP = "rounded_up"
    DOWN = "rounded_down"
    NEAREST = "nearest"
    TABLE = "table"
    NO_ROOM = "no_room"  # rounded up, both shares would take more seats than there are


@dataclass(frozen=True)
class Part:
    """Seats kept for one kind of people: what the share comes to exactly, and what is kept."""

    share: Fraction
    asked: Fraction
    seats: int
    reason: Reason


@dataclass(frozen=True)
class SeatPlan:
    """A body's seats: by gender they add up, youth and components lie across them.

    `men` is None under a rule for women alone, `youth` where there are no youth seats.
    """

    size: int
    women: Part
    men: Part | None
    open: int
    youth: Part | None = None
    components: Mapping[str, int] = field(default_factory=dict)

    def quotas(self) -> tuple[Quota, ...]:
        """What an election has to keep: traits gender, youth ("yes") and component."""
        found = [Quota("gender", Gender.WOMAN.value, self.women.seats)]
        if self.men:
            found.append(Quota("gender", Gender.MAN.value, self.men.seats))
        if self.youth:
            found.append(Quota("youth", "yes", self.youth.seats))
        found += [Quota("component", name, seats) for name, seats in self.components.items()]
        return tuple(one for one in found if one.least)


def plan(
    rule: CompositionRule,
    size: int,
    *,
    youth: Fraction = OFF,
    components: Mapping[str, int] | None = None,
) -> SeatPlan:
    """The plan of a body of that size; ValueError below zero or for too many component seats."""
    kept = reserved(rule, size)
    named = dict(components or {})
    if sum(named.values()) > size:
        raise ValueError(f"{sum(named.values())} component seats of {size}")
    men = None if rule.share_men is None else _part(rule, rule.share_men, size, kept.men)
    for_youth = _part(CompositionRule(youth), youth, size, reserved_youth(youth, size))
    return SeatPlan(
        size,
        _part(rule, rule.share_women, size, kept.women),
        men,
        kept.open,
        for_youth if youth else None,
        named,
    )


def reserved_youth(share: Fraction, size: int) -> int:
    """Youth seats: the share rounded up; one seat is no one's *(as for the genders)*."""
    return reserved(CompositionRule(share), size).women


def changes(before: SeatPlan, after: SeatPlan) -> dict[str, int]:
    """By how many seats each kind grows or shrinks from one size to another; only what does."""
    names = dict.fromkeys([*before.components, *after.components])
    found = {
        "women": after.women.seats - before.women.seats,
        "men": _seats(after.men) - _seats(before.men),
        "open": after.open - before.open,
        "youth": _seats(after.youth) - _seats(before.youth),
        **{
            f"component:{name}": after.components.get(name, 0) - before.components.get(name, 0)
            for name in names
        },
    }
    return {kind: by for kind, by in found.items() if by}


def equal_shares(components: Sequence[str], seats: int) -> dict[str, int]:
    """As many seats for each component, whatever the size of any; what is left over stays open."""
    return dict.fromkeys(components, seats // len(components)) if components else {}


def in_proportion(weights: Mapping[str, int], seats: int, floor: int = 0) -> dict[str, int]:
    """Seats in proportion to the weights, none below the floor; the largest remainders first.

    The weights are figures that the charter states: there is no register of components (§2.9).
    Raises ValueError where the floors take more seats than there are, or nothing has weight.
    """
    if floor * len(weights) > seats or min(weights.values(), default=1) < 0:
        raise ValueError(f"{len(weights)} times {floor} of {seats} seats")
    found: dict[str, int] = {}
    rest = dict(weights)
    while rest:
        left, total = seats - sum(found.values()), sum(rest.values())
        if not total:
            raise ValueError("nothing has weight")
        below = [name for name in rest if Fraction(rest[name] * left, total) < floor]
        if not below:
            return {**found, **_largest_remainders(rest, left, total)}
        for name in below:
            found[name] = floor
            del rest[name]
    return found


def _largest_remainders(weights: Mapping[str, int], seats: int, total: int) -> dict[str, int]:
    exact = {name: Fraction(weight * seats, total) for name, weight in weights.items()}
    found = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (found[name] - exact[name], name))
    for name in by_remainder[: seats - sum(found.values())]:
        found[name] += 1
    return found


def _part(rule: CompositionRule, share: Fraction, size: int, seats: int) -> Part:
    asked = share * size
    return Part(share, asked, seats, _reason(rule, asked, size, seats))


def _reason(rule: CompositionRule, asked: Fraction, size: int, seats: int) -> Reason:
    if size < 2:
        return Reason.TOO_FEW
    if size == 2 and rule.share_men and rule.share_women:
        return Reason.PAIR
    if rule.rounding is Rounding.TABLE and size in TABLE:
        return Reason.TABLE
    if asked == seats:
        return Reason.EXACT
    if rule.rounding is Rounding.NEAREST_BELOW_HALF:
        return Reason.NEAREST
    if seats > asked:
        return Reason.UP
    return Reason.DOWN if rule.rounding is Rounding.DOWN else Reason.NO_ROOM


def _seats(part: Part | None) -> int:
    return part.seats if part else 0


def as_reserved(found: SeatPlan) -> Reserved:
    """The plan by gender alone."""
    return Reserved(found.women.seats, _seats(found.men), found.open)
