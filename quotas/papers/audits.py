"""An audit as a paper, and as data for programs."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from communes.dates import say_day
from communes.models import BodyKind
from communes.typesetting import Paper, isolated, legible
from quotas import wording
from quotas.domain import dating
from quotas.models import Audit, Finding
from quotas.papers import tables

MOST = 500
"""So many findings are printed; tables for spreadsheets hold all."""
Block = dict[str, Any]


def paper(audit: Audit, findings: QuerySet[Finding], language: str) -> Paper:
    """The audit in that language: one sentence, each level, the findings."""
    with override(language):
        scope = audit.scope.name if audit.scope else _("everything")
        day = say_day(audit.on, today=None, language=language)
        version = {"day": day, "version": audit.charter.version}
        return Paper(
            key=f"komin-audit {audit.key} {language}",
            title=f"{_('Audit')} · {legible(scope)}",
            language=language,
            blocks=[
                {"as": "title", "text": legible(scope)},
                {
                    "as": "lead",
                    "text": _("As of %(day)s, by version %(version)s of the charter.") % version,
                },
                {"as": "text", "text": _sentence(audit)},
                *_levels(audit),
                *_findings(audit, findings),
            ],
            running=(isolated(scope), _("Audit")),
            foot=day,
        )


def chunks(audit: Audit, findings: QuerySet[Finding]) -> Iterator[str]:
    """The audit as JSON, piece by piece: `audit`, `levels`, and every finding."""
    told = {
        "id": audit.key,
        "on": audit.on.isoformat(),
        "scope": {"id": audit.scope.key, "name": audit.scope.name} if audit.scope else None,
        "charter": audit.charter.version,
        "bodies": audit.bodies,
        "passed": audit.passed,
        "finished_at": audit.finished_at.isoformat() if audit.finished_at else None,
    }
    names = ("level", "kind", "circle", "rule", "bodies", "passed", "verdict", "figures")
    levels = list(audit.levels.order_by("level", "kind", "circle", "rule").values(*names))
    head = json.dumps(
        {"format": "komin-audit-1", "audit": told, "levels": levels}, ensure_ascii=False
    )
    yield f'{head[:-1]}, "findings": ['
    between = ""
    for part in tables.slices(findings):
        held, written = dating.held_since(audit, part), dating.written_for(audit, part)
        for one in part:
            told = _data(one, held.get((one.body_id, one.rule)), written.get(one.body_id))
            yield between + json.dumps(told, ensure_ascii=False)
            between = ",\n"
    yield "]}\n"


def _data(one: Finding, held: dating.Held | None, written: date | None) -> dict[str, Any]:
    body = one.body
    return {
        "body": {"id": body.key, "name": body.name, "kind": body.kind, "level": body.level},
        "rule": one.rule,
        "verdict": one.verdict,
        "change": one.change,
        "figures": one.figures,
        "since": held.since.isoformat() if held else None,
        "written": written.isoformat() if written else None,
    }


def _sentence(audit: Audit) -> str:
    failing = audit.findings.filter(verdict="fail").values("body").distinct().count()
    said = ngettext(
        "%(n)s of %(bodies)s audited fails.", "%(n)s of %(bodies)s audited fail.", failing
    )
    return said % {"n": failing, "bodies": audit.bodies}


def _levels(audit: Audit) -> Iterator[Block]:
    kinds = dict(BodyKind.choices)
    rows = [
        [
            f"{kinds.get(one.kind, one.kind)} {one.level if one.level != one.kind else ''}".strip(),
            wording.rule_name(one.rule),
            wording.verdict(one.verdict),
            f"{one.passed} / {one.bodies}",
        ]
        for one in audit.levels.order_by("level", "kind", "circle", "rule")
    ]
    if rows:
        yield {"as": "heading", "text": _("Each level taken together")}
        head = [_("Level"), _("Rule"), _("Verdict"), _("Bodies that pass")]
        yield {"as": "table", "head": head, "rows": rows, "shares": [3, 2, 2, 2]}


def _findings(audit: Audit, findings: QuerySet[Finding]) -> Iterator[Block]:
    part = list(islice(findings.iterator(chunk_size=MOST), MOST))
    if not part:
        yield {"as": "text", "text": _("Every body keeps every rule.")}
        return
    held, written = dating.held_since(audit, part), dating.written_for(audit, part)
    rows = [
        _printed(one, held.get((one.body_id, one.rule)), written.get(one.body_id)) for one in part
    ]
    yield {"as": "heading", "text": _("Findings, those that mend most easily first")}
    head = [_("Body"), _("Verdict"), _("Since"), _("Book last written"), _("What would mend it")]
    yield {"as": "table", "head": head, "rows": rows, "shares": [3, 2, 2, 2, 4]}
    left = findings.count() - len(part)
    if left:
        text = ngettext("%(n)s more is in the table.", "%(n)s more are in the table.", left)
        yield {"as": "small", "text": text % {"n": left}}


def _printed(one: Finding, held: dating.Held | None, written: date | None) -> list[str]:
    verdict = f"{wording.rule_name(one.rule)}: {wording.verdict(one.verdict)}"
    since = held.since.isoformat() if held else ""
    fresh = written.isoformat() if written else ""
    mends = wording.change(one.figures.get("steps", [])) or wording.untold(one.figures)
    return [legible(one.body.name), verdict, since, fresh, mends]
