"""An audit's findings as rows, levels and a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from communes.folding import fold
from communes.models import BodyKind
from quotas import wording
from quotas.domain import judging
from quotas.models import Audit, Finding

Row = TypeVar("Row", bound=Model)
VERDICTS = ("fail", "vacant", "undeterminable")


@dataclass(frozen=True)
class Filters:
    """Which findings are wanted; an empty word leaves all."""

    verdict: str = ""
    rule: str = ""
    level: str = ""
    kind: str = ""
    letters: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Filters":
        """The filters of an address; words that mean nothing are left out."""
        verdict, rule = str(told.get("verdict", "")), str(told.get("rule", ""))
        kind = str(told.get("kind", ""))
        return cls(
            verdict if verdict in VERDICTS else "",
            rule if rule in judging.RULES else "",
            str(told.get("level", ""))[:40].replace("\x00", ""),
            kind if kind in BodyKind.values else "",
            letters_of(told),
        )

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        return any((self.verdict, self.rule, self.level, self.kind, self.letters))

    def choices(self, levels: Sequence[str], rules_found: Sequence[str]) -> list[dict[str, Any]]:
        """Each filter with its choices, for the form; levels by the codes of the charter."""
        rules = [(rule, wording.rule_name(rule)) for rule in rules_found]
        verdicts = [("fail", _("fails")), ("vacant", _("vacant")), ("undeterminable", _("open"))]
        codes = [(code, code) for code in levels]
        return [
            {"name": "verdict", "label": _("Verdict"), "now": self.verdict, "all": verdicts},
            {"name": "rule", "label": _("Rule"), "now": self.rule, "all": rules},
            {"name": "level", "label": _("Level"), "now": self.level, "all": codes},
            {"name": "kind", "label": _("Kind"), "now": self.kind, "all": BodyKind.choices},
        ]


def letters_of(told: Mapping[str, Any]) -> str:
    """The letters by which bodies are looked for, as an address has them."""
    return str(told.get("q", "")).replace("\x00", "").strip()[:80]


def named(rows: "QuerySet[Row]", letters: str, column: str) -> "QuerySet[Row]":
    """The rows whose body's name, folded into the column, has the letters; all without any."""
    if not letters:
        return rows
    folded = fold(letters)
    return rows.filter(**{f"{column}__contains": folded}) if folded else rows.none()


def rows_of(audit: Audit, filters: Filters) -> QuerySet[Finding]:
    """The findings wanted, those that mend most easily first."""
    rows = audit.findings.select_related("body")
    if filters.verdict:
        rows = rows.filter(verdict=filters.verdict)
    if filters.rule:
        rows = rows.filter(rule=filters.rule)
    if filters.level:
        rows = rows.filter(body__level=filters.level)
    if filters.kind:
        rows = rows.filter(body__kind=filters.kind)
    if filters.letters:
        rows = named(rows, filters.letters, "body__folded")
    return rows.order_by(F("change").asc(nulls_last=True), "body__folded", "rule", "pk")


def levels_of(audit: Audit) -> list[dict[str, Any]]:
    """Each level taken together, in words; a level stands by its code of the charter."""
    kinds = dict(BodyKind.choices)
    return [
        {
            "level": "" if row.level == row.kind else row.level,
            "kind": kinds.get(row.kind, row.kind),
            "rule": "" if row.rule == judging.COMPOSITION else wording.rule_name(row.rule),
            "verdict": row.verdict,
            "bodies": row.bodies,
            "passed": row.passed,
            "seats": wording.seats(row.figures),
            "needed": wording.needed(row.figures),
            "change": wording.change(row.figures.get("steps", [])) or wording.untold(row.figures),
        }
        for row in audit.levels.order_by("level", "kind", "circle", "rule")
    ]


def codes_of(audit: Audit) -> list[str]:
    """The levels that were audited, by their codes."""
    rows = audit.levels.exclude(level="").order_by("level")
    return list(rows.values_list("level", flat=True).distinct())


def found_by(audit: Audit) -> list[str]:
    """The rules by which the audit found anything, in their order."""
    rules = set(audit.findings.order_by().values_list("rule", flat=True).distinct())
    return [one for one in judging.RULES if one in rules]
