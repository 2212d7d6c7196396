"""An audit as a workbook: its findings, and each level taken together."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from quotas.models import Audit, Finding
from quotas.papers import tables
from quotas.papers.tables import Cell

PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(audit: Audit, findings: QuerySet[Finding]) -> bytes:
    """The workbook; its sheets are written row by row, not held in memory."""
    import xlsxwriter  # only whoever carries a workbook away loads it

    file = BytesIO()
    book = xlsxwriter.Workbook(file, PLAIN)
    levels = list(audit.levels.order_by("level", "kind", "circle", "rule"))
    _sheet(book, _("Findings"), tables.head(), tables.rows(audit, findings))
    _sheet(book, _("Levels"), tables.level_head(), tables.level_rows(levels))
    book.close()
    return file.getvalue()


def _sheet(book: Any, name: str, head: list[str], rows: Iterable[list[Cell]]) -> None:
    sheet = book.add_worksheet(name[:31])
    if get_language_bidi():
        sheet.right_to_left()
    bold, text = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:  # a text is a text, whatever it begins with
                sheet.write_string(number, column, cell, text)
