"""An audit's findings as rows of a table, and as CSV; no cell is taken for a formula."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quotas import wording
from quotas.domain import dating
from quotas.domain.dating import Held
from quotas.models import Audit, Finding, LevelResult

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would reckon instead of showing it."""
SLICE = 500
Cell = str | int | None


class Written(Protocol):
    """Whatever text is written to."""

    def write(self, text: str, /) -> object:
        """Take some text."""


def head() -> list[str]:
    """The names of the columns."""
    told = [_("as of"), _("id"), _("body"), _("kind"), _("level"), _("circle")]
    counts = [_("seats"), _("women"), _("men"), _("other"), _("undisclosed"), _("vacant")]
    needed = [_("women needed"), _("men needed")]
    change = [_("seats to change"), _("what would mend it")]
    since = [_("not kept since"), _("days"), _("book last written")]
    room = [_("meeting"), _("held on"), _("decisions"), _("in the room"), _("women in the room")]
    return [*told, _("rule"), _("verdict"), *counts, *needed, *change, *since, *room]


def rows(audit: Audit, findings: QuerySet[Finding]) -> Iterator[list[Cell]]:
    """A row for each finding; some hundred at a time, however many there are."""
    for part in slices(findings):
        held, written = dating.held_since(audit, part), dating.written_for(audit, part)
        for one in part:
            fresh = written.get(one.body_id)
            yield _row(audit, one, held.get((one.body_id, one.rule)), fresh)


def slices(findings: QuerySet[Finding]) -> Iterator[list[Finding]]:
    """The findings, some hundred at a time, so that memory stays flat."""
    rows = findings.iterator(chunk_size=SLICE)
    while part := list(islice(rows, SLICE)):
        yield part


def level_head() -> list[str]:
    """The names of the columns of levels."""
    counts = [_("seats"), _("women"), _("men"), _("other"), _("undisclosed")]
    told = [_("level"), _("kind"), _("circle"), _("rule"), _("verdict")]
    return [*told, _("bodies"), _("bodies that pass"), *counts]


def level_rows(levels: Sequence[LevelResult]) -> Iterator[list[Cell]]:
    """A row for each level taken together."""
    for one in levels:
        counts = [number(one.figures, name) for name in ("seats", *wording.HOLDERS)]
        told = [one.level, one.kind, one.circle, one.rule, one.verdict]
        yield [*told, one.bodies, one.passed, *counts]


def write_csv(audit: Audit, findings: QuerySet[Finding], out: Written) -> None:
    """Write the findings as CSV."""
    out.write("\ufeff")  # spreadsheets tell UTF-8 by it
    table = csv.writer(out)
    table.writerow(head())
    for row in rows(audit, findings):
        table.writerow([guarded(cell) for cell in row])


def guarded(cell: Cell) -> str:
    """The cell as text that no spreadsheet reckons."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def number(figures: dict[str, Any], name: str) -> int:
    """A figure as it may be told; what is not there counts as nothing."""
    return int(figures.get(name) or 0)


def _row(audit: Audit, one: Finding, held: Held | None, written: date | None) -> list[Cell]:
    figures, body = one.figures, one.body
    counts = [number(figures, name) for name in ("seats", *wording.HOLDERS)]
    vacant = sum(number(figures, f"vacant_{kept}") for kept in wording.KEPT)
    least = [number(figures, "least_women"), number(figures, "least_men")]
    told = [audit.on.isoformat(), body.key, body.name, body.kind, body.level, body.circle]
    change = wording.change(figures.get("steps", []))
    since = [held.since.isoformat(), held.days(audit.on)] if held else [None, None]
    fresh = written.isoformat() if written else None
    seated = [*told, one.rule, one.verdict, *counts, vacant, *least, one.change, change, *since]
    return [*seated, fresh, *_room(figures.get("own", {}))]


def _room(own: dict[str, Any]) -> list[Cell]:
    """Of a meeting that was judged: which, when, its decisions, the room that lacked most."""
    return [own.get(name) for name in ("number", "on", "decisions", "present", "women")]
