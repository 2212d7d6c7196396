"""The quotas floor's section of the charter (DOMAIN §6), typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communes.problems import Problem
from communes.reading import Section
from quotas.arithmetic.composition import CompositionRule, Rounding


@dataclass(frozen=True)
class QuotasParameters:
    """The composition rule, and the deputies and seats with which bodies are made."""

    composition: CompositionRule
    deputies: int
    committee_seats: int


def parse(table: Mapping[str, Any]) -> tuple[QuotasParameters, list[Problem]]:
    """Read the section `quotas`; absent parameters take the domain's defaults."""
    read = Section("quotas", table)
    template = read.choice("template", "symmetric", ("symmetric", "women_only"))
    share = read.share("share", "2/5" if template == "symmetric" else "1/2")
    rounding = read.choice("rounding", "up", ("up", "table", "nearest_below_half", "down"))
    value = QuotasParameters(
        composition=CompositionRule(
            share_women=share,
            share_men=share if template == "symmetric" else None,
            rounding=Rounding(rounding),
        ),
        deputies=read.whole("deputies", 0, 0, 2),
        committee_seats=read.whole("committee_seats", 5, 2, 40),
    )
    return value, read.finish()
