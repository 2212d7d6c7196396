"""The councils floor's section of the charter (DOMAIN §7): levels, and how councils count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from communes.charter import contradiction
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


COMMUNES = "commune"
"""The code of the communes' own level."""
LONGEST_CODE, LONGEST_NAME, MOST = 40, 80, 20


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
    rows = read.tables("levels", _DEFAULT)
    levels = tuple(
        LevelTerms(str(row.get("code", "")), order, _names(row)) for order, row in enumerate(rows)
    )
    counted_by = read.choice("counted_by", "unit", WAYS)
    problems = read.finish()
    return CouncilsParameters(levels, counted_by), problems + _level_problems(levels)


def contradictions(sections: Mapping[str, Any]) -> list[Problem]:
    """Seats that a charter gives to councils of levels that it has not."""
    known = {one.code for one in sections["councils"].levels}
    quotas, found = sections["quotas"], []
    wanted = {
        "component_levels": quotas.components.levels,
        "nominated_levels": quotas.nominated_levels,
    }
    for key, levels in wanted.items():
        if set(levels) - known:
            message = _("There is no level “%(level)s” in this charter.")
            told = {"level": ", ".join(sorted(set(levels) - known))}
            found.append(contradiction(f"quotas.{key}", message % told))
    return found


def _level_problems(levels: Sequence[LevelTerms]) -> list[Problem]:
    """Why these can be no levels: the communes' comes first, each has a code and a name."""
    codes = [level.code for level in levels]
    messages = []
    if codes[:1] != [COMMUNES]:
        messages.append(_("The first level is that of the communes."))
    if not all(codes) or len(set(codes)) != len(codes):
        messages.append(_("Each level of the charter needs a code of its own."))
    if any(len(code) > LONGEST_CODE for code in codes):
        messages.append(_("The code of a level is at most %(n)s letters.") % {"n": LONGEST_CODE})
    if not all(any(one.names.values()) for one in levels):
        messages.append(_("Each level needs a name in some language."))
    if any(len(name) > LONGEST_NAME for one in levels for name in one.names.values()):
        messages.append(_("The name of a level is at most %(n)s letters.") % {"n": LONGEST_NAME})
    if len(levels) > MOST:
        messages.append(_("There are at most %(n)s levels.") % {"n": MOST})
    place = {"place": "councils.levels", "codes": codes}
    return [Problem("charter_levels", message, place, "text") for message in messages]


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    names = row.get("names", {})
    if not isinstance(names, dict):
        return {}
    return {str(language): str(name) for language, name in names.items()}
