"""The councils floor's section of the charter (DOMAIN §7): levels, and how councils count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from communes.problems import Problem
from communes.reading import Section

WAYS = ("unit", "banded", "votes")
"""In a council's roll call, delegation by delegation (DOMAIN §4), a body has one vote (§5): `unit`,
or as many as the band of its members gives. That single votes decide is *ours*."""
_DEFAULT: list[Mapping[str, Any]] = [
    {"code": "commune", "names": {"en": "commune"}},
    {"code": "neighbourhood", "names": {"en": "neighbourhood"}},
    {"code": "district", "names": {"en": "district"}},
    {"code": "region", "names": {"en": "region"}},
    {"code": "people", "names": {"en": "people's council"}},
]


@dataclass(frozen=True)
class LevelTerms:
    """One level: its code, its rank from below, and its name by language."""

    code: str
    order: int
    names: Mapping[str, str]


@dataclass(frozen=True)
class CouncilsParameters:
    """The levels from the communes upward, and which way of counting decides in a council."""

    levels: tuple[LevelTerms, ...]
    counted_by: str


def parse(table: Mapping[str, Any]) -> tuple[CouncilsParameters, list[Problem]]:
    """Read the section `councils`; the first level is that of the communes."""
    read = Section("councils", table)
    rows = read.tables("levels") or _DEFAULT
    levels = tuple(
        LevelTerms(str(row.get("code", "")), order, _names(row)) for order, row in enumerate(rows)
    )
    counted_by = read.choice("counted_by", "unit", WAYS)
    problems = read.finish()
    codes = [level.code for level in levels]
    if not all(codes) or len(set(codes)) != len(codes):
        message = _("Each level of the charter needs a code of its own.")
        problems.append(Problem("charter_levels", message, {"codes": codes}, "text"))
    return CouncilsParameters(levels, counted_by), problems


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    names = row.get("names", {})
    if not isinstance(names, dict):
        return {}
    return {str(language): str(name) for language, name in names.items()}
