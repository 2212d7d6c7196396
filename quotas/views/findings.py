"""An audit's findings as rows, levels, a tree and a table."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from communes.domain import federating
from communes.folding import fold
from communes.models import Body, BodyKind, Relation
from quotas import wording
from quotas.domain import judging
from quotas.models import Audit, Finding

FORMULA = ("=", "+", "-", "@", "\t", "\r")
VERDICTS = ("fail", "vacant", "undeterminable")
DEEP = 3000
"""Of more bodies than this no tree is drawn."""


@dataclass(frozen=True)
class Filters:
    """Which findings are wanted; an empty word leaves all."""

    verdict: str = ""
    rule: str = ""
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
            kind if kind in BodyKind.values else "",
            str(told.get("q", "")).strip()[:80],
        )

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        return bool(self.verdict or self.rule or self.kind or self.letters)

    def choices(self) -> list[dict[str, Any]]:
        """Each filter with its choices, for the form."""
        rules = [(rule, wording.rule_name(rule)) for rule in judging.RULES]
        verdicts = [("fail", _("fails")), ("vacant", _("vacant")), ("undeterminable", _("open"))]
        return [
            {"name": "verdict", "label": _("Verdict"), "now": self.verdict, "all": verdicts},
            {"name": "rule", "label": _("Rule"), "now": self.rule, "all": rules},
            {"name": "kind", "label": _("Kind"), "now": self.kind, "all": BodyKind.choices},
        ]


def rows_of(audit: Audit, filters: Filters) -> QuerySet[Finding]:
    """The findings wanted, those that mend most easily first."""
    rows = audit.findings.select_related("body")
    if filters.verdict:
        rows = rows.filter(verdict=filters.verdict)
    if filters.rule:
        rows = rows.filter(rule=filters.rule)
    if filters.kind:
        rows = rows.filter(body__kind=filters.kind)
    if filters.letters:
        rows = rows.filter(body__folded__contains=fold(filters.letters) or "\x00")
    return rows.order_by(F("change").asc(nulls_last=True), "body__folded", "rule", "pk")


def levels_of(audit: Audit) -> list[dict[str, Any]]:
    """Each level taken together, in words."""
    kinds = dict(BodyKind.choices)
    return [
        {
            "name": _level_name(row.level, str(kinds.get(row.kind, row.kind)), row.kind),
            "verdict": row.verdict,
            "bodies": row.bodies,
            "passed": row.passed,
            "seats": wording.seats(row.figures),
            "needed": wording.needed(row.figures),
            "change": wording.change(row.figures.get("steps", [])),
        }
        for row in audit.levels.order_by("level", "kind", "circle")
    ]


def _level_name(level: str, kind: str, code: str) -> str:
    """A level's bodies of one kind; communes of the level of communes are just communes."""
    return kind if level in ("", code) else f"{kind} · {level}"


def tree_of(audit: Audit) -> list[dict[str, Any]]:
    """The branch as it stood on the day, each body with its verdict."""
    at = judging.instant_of(audit.on)
    if audit.scope is None or audit.bodies > DEEP:
        return []
    bodies = judging.bodies_of(audit.scope, at)
    relations = (Relation.FEDERATES_INTO, Relation.FORMED_BY, Relation.BESIDE)
    children = federating.children_by_parent(at, relations)
    worst: dict[int, list[str]] = {}
    for body, verdict in audit.findings.values_list("body", "verdict"):
        worst.setdefault(body, []).append(verdict)
    verdicts = {pk: judging.worst(found) for pk, found in worst.items()}

    def node(body: Body, depth: int) -> dict[str, Any]:
        below = [bodies[pk] for pk, _relation in children.get(body.pk, []) if pk in bodies]
        below.sort(key=lambda one: (one.kind != "council", one.folded))
        return {
            "name": body.name,
            "url": reverse("body", args=[body.public_id]),
            "verdict": verdicts.get(body.pk, "pass"),
            "note": body.get_kind_display(),
            "children": [node(one, depth + 1) for one in below],
            "open": depth < 1,
        }

    return [node(audit.scope, 0)]


def csv_of(audit: Audit, filters: Filters, out: HttpResponse) -> None:
    """Write the findings as CSV; no cell is taken for a formula."""
    out.write("\ufeff")  # spreadsheets tell UTF-8 by it
    table = csv.writer(out)
    told = [_("body"), _("kind"), _("level"), _("rule"), _("verdict"), _("smallest change")]
    table.writerow([*told, _("seats"), _("women"), _("men"), _("what would mend it")])
    for row in rows_of(audit, filters).iterator(chunk_size=1000):
        figures = row.figures
        cells = [row.body.name, row.body.kind, row.body.level, row.rule, row.verdict, row.change]
        cells += [figures.get("seats"), figures.get("women"), figures.get("men")]
        table.writerow([_cell(cell) for cell in [*cells, wording.change(figures["steps"])]])


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
