"""The quotas floor's section of the charter (DOMAIN §6), typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from communes.charter import contradiction
from communes.models import BodyKind
from communes.problems import Problem
from communes.reading import Section
from quotas.arithmetic.components import Component, ComponentRule, Sharing, shared_out
from quotas.arithmetic.composition import CompositionRule, Rounding
from quotas.arithmetic.seat_plans import SeatPlan, plan
from quotas.arithmetic.tie_rules import TieRule

ROUNDINGS = tuple(Rounding)
SHARINGS = tuple(Sharing)
TIES = tuple(TieRule)
TEMPLATES: dict[str, dict[str, Any]] = {
    "2014": {
        "template": "symmetric",
        "share": "2/5",
        "rounding": "up",
        "nominated_share": "0",
        "nominated_levels": [],
    },
    "2023": {
        "template": "women_only",
        "share": "1/2",
        "rounding": "up",
        "nominated_share": "2/5",
        "nominated_levels": ["people"],
    },
}
"""Values that a charter can start from: 40 % of either; half of the seats for women, and in the
people's council 60 % by territory, 40 % nominated by components and organisations (DOMAIN §6)."""
VACANT, RELEASED = "vacant", "women_release"
"""What becomes of a seat kept for women that nobody fills: it stays vacant and is advertised
again, or the women present may open it (DOMAIN §6)."""
KINDS = ["council"]
"""Kinds of bodies that component seats are for, where the charter says nothing else *(ours)*."""
RHYTHMS = ("off", "monthly", "quarterly")
"""How often whole trees are audited without anybody asking for it."""


class ElectedBy(StrEnum):
    """Who elects the woman among the co-chairs of a body of everyone (DOMAIN §6)."""

    ALL = "all"
    WOMEN = "women"
    PRIMARY = "womens_primary"


@dataclass(frozen=True)
class QuotasParameters:
    """The composition rule, youth and component seats, and with what bodies are made.

    `youth_share` is a part of all seats; `nominated_share` that part of the seats of a council of
    `nominated_levels` which no unit fills but components and organisations do. Whole trees are
    audited by `audit_rhythm`, from `audit_day` of the month or of the quarter's first month on.
    `primary_names` is how many a primary of the women names for each seat.
    """

    composition: CompositionRule
    deputies: int
    committee_seats: int
    youth_share: Fraction
    components: ComponentRule
    nominated_share: Fraction
    nominated_levels: tuple[str, ...]
    tie: TieRule
    womens_co_chair: ElectedBy
    primary_names: int
    audit_rhythm: str
    audit_day: int
    unfilled_seats: str = VACANT


def plan_of(asked: QuotasParameters, size: int, *, kind: str, level: str) -> SeatPlan:
    """For whom the seats of a body of that kind, level and size are kept."""
    rule = asked.components
    components = shared_out(rule, size) if rule.concerns(kind, level) else {}
    return plan(asked.composition, size, youth=asked.youth_share, components=components)


def parse(table: Mapping[str, Any]) -> tuple[QuotasParameters, list[Problem]]:
    """Read the section `quotas`; absent parameters take the domain's defaults."""
    read = Section("quotas", table)
    value = QuotasParameters(
        composition=_composition(read),
        deputies=read.whole("deputies", 0, 0, 2),
        committee_seats=read.whole("committee_seats", 5, 2, 40),
        youth_share=read.share("youth_share", "0"),
        components=_components(read),
        nominated_share=read.share("nominated_share", "0"),
        nominated_levels=read.words("nominated_levels", []),
        tie=TieRule(read.choice("tie", TieRule.WOMAN_FIRST, TIES)),
        womens_co_chair=ElectedBy(read.choice("womens_co_chair", "all", tuple(ElectedBy))),
        primary_names=read.whole("primary_names", 1, 1, 5),
        audit_rhythm=read.choice("audit_rhythm", "monthly", RHYTHMS),
        audit_day=read.whole("audit_day", 1, 1, LAST_DAY),
        unfilled_seats=read.choice("unfilled_seats", VACANT, (VACANT, RELEASED)),
    )
    return value, read.finish()


def contradictions(sections: Mapping[str, Any]) -> list[Problem]:
    """Seats that a charter keeps for people whom there cannot be, or that no body has room for."""
    rules: QuotasParameters = sections["quotas"]
    ages, found = sections["communes"], []
    if rules.youth_share and ages.youth_until < ages.election_age:
        told = {"until": ages.youth_until, "age": ages.election_age}
        message = _(
            "Nobody could hold such a seat: youth ends at %(until)s, one stands from %(age)s."
        )
        found.append(contradiction("quotas.youth_share", message % told))
    on = rules.components.sharing is not Sharing.OFF
    if on and not shared_out(rules.components, LARGEST):
        message = _("No body of up to %(size)s seats has room for these seats of components.")
        found.append(contradiction("quotas.component_seats", message % {"size": LARGEST}))
    if rules.nominated_share == 1 and rules.nominated_levels:
        message = _("No seat would be left for the delegates whom the units send.")
        found.append(contradiction("quotas.nominated_share", message))
    return found


def without_room(rules: QuotasParameters, size: int) -> int | None:
    """From how many seats on a body has room for its component seats, where `size` has none.

    None where that size has room, where there are no such seats, or where no size has room.
    """
    if rules.components.sharing is Sharing.OFF or shared_out(rules.components, size):
        return None
    sizes = range(size + 1, LARGEST + 1)
    return next((one for one in sizes if shared_out(rules.components, one)), None)


def _composition(read: Section) -> CompositionRule:
    template = read.choice("template", "symmetric", ("symmetric", "women_only"))
    share = read.share("share", "2/5" if template == "symmetric" else "1/2")
    rounding = read.choice("rounding", "up", ROUNDINGS)
    if template == "symmetric" and share > Fraction(1, 2):
        read.wrong("share", share, "0–1/2")
        share = Fraction(2, 5)
    if template == "women_only" and rounding == Rounding.TABLE:
        read.wrong("rounding", rounding, ", ".join(one for one in ROUNDINGS if one != rounding))
        rounding = Rounding.UP
    men = share if template == "symmetric" else None
    return CompositionRule(share_women=share, share_men=men, rounding=Rounding(rounding))


def _components(read: Section) -> ComponentRule:
    sharing = Sharing(read.choice("component_seats", "off", SHARINGS))
    rows = tuple(_component(read, row) for row in read.tables("components"))
    codes = [one.code for one in rows]
    if not all(codes) or len(set(codes)) < len(codes):
        read.wrong("components", ", ".join(codes), _("a code of its own for each component"))
    if sharing is not Sharing.OFF and not rows:
        read.wrong("component_seats", sharing, _("“off”, while no component is listed"))
    if sharing is Sharing.FIXED and not any(one.seats for one in rows):
        read.wrong("components", ", ".join(codes), _("seats for each component"))
    if sharing is Sharing.PROPORTIONAL and not any(one.weight for one in rows):
        read.wrong("components", ", ".join(codes), _("a weight for each component"))
    return ComponentRule(
        sharing=sharing,
        components=rows,
        share=read.share("component_share", "1"),
        floor=read.whole("component_floor", 0, 0, 1000),
        kinds=read.words("component_kinds", KINDS, BodyKind.values),
        levels=read.words("component_levels", []),
    )


def _component(read: Section, row: Mapping[str, Any]) -> Component:
    names, organisations = row.get("names", {}), row.get("organisations", [])
    numbers = [row.get(name, 0) for name in ("seats", "weight")]
    fits = isinstance(names, dict) and isinstance(organisations, list)
    fits = fits and all(isinstance(one, str) for one in [*names.values(), *organisations])
    code = row.get("code", "")
    fits = fits and isinstance(code, str) and len(code) <= LONGEST_CODE
    if not fits or any(type(one) is not int or not 0 <= one <= MOST for one in numbers):
        read.wrong(
            "components", row.get("code", ""), _("code, names, organisations, seats, weight")
        )
        return Component(str(row.get("code", "")))
    return Component(
        code=str(row.get("code", "")),
        names={str(language): str(name) for language, name in names.items()},
        organisations=tuple(str(one) for one in organisations),
        seats=numbers[0],
        weight=numbers[1],
    )


LAST_DAY = 28
"""The last day that every month has."""
LONGEST_CODE = 40
MOST = 100_000_000
LARGEST = 1000
"""The seats of the largest body that a charter is tried on *(ours)*."""
