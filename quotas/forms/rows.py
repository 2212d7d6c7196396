"""A table of the charter as rows to fill in: names by language, figures, an order; no codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.charter import Described, Word
from communes.folding import fold

BLANK = 2
"""Empty rows that are offered."""
MOST_ROWS = 60
LONGEST_CELL = 400
MOST = 100_000_000
FIGURES = ("seats", "weight")
CELLS: dict[str, Word] = {
    "organisations": gettext_lazy("Organisations that may nominate, with commas"),
    "seats": gettext_lazy("Seats, where numbers are fixed"),
    "weight": gettext_lazy("Weight, where in proportion"),
}
Row = dict[str, Any]


class RowsWidget(forms.Widget):
    """Each row a group of inputs named after its number; two empty rows at the end."""

    template_name = "quotas/rows_widget.html"
    use_fieldset = True

    def __init__(self, words: Described) -> None:
        super().__init__()
        self.words = words

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row] | None:
        """The rows as typed, in their order; None where the form had none of it."""
        told = str(data.get(f"{name}-rows", ""))
        if not told.isdecimal() or len(told) > 4:
            return None
        rows = [self._typed(data, f"{name}-{at}", at) for at in range(min(int(told), MOST_ROWS))]
        return sorted(rows, key=lambda row: row["at"])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had none of it."""
        return f"{name}-rows" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template shows."""
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or [] if _filled(row) or row.get("code")]
        rows += [{"names": {}} for _row in range(BLANK)]
        shown = [self._shown(f"{name}-{at}", at, row) for at, row in enumerate(rows)]
        context["widget"] |= {"rows": shown, "count": len(rows), "ranked": self.words.ranked}
        return context

    def _typed(self, data: Any, prefix: str, number: int) -> Row:
        def cell(key: str) -> str:
            return str(data.get(f"{prefix}-{key}", "")).replace("\x00", "").strip()[:LONGEST_CELL]

        at = cell("at")
        return {
            "code": cell("code"),
            "names": {code: cell(code) for code, _name in settings.LANGUAGES},
            "gone": bool(cell("gone")),
            "at": int(at) if at.isdecimal() and len(at) < 6 else MOST_ROWS + number,
            **{key: cell(key) for key in self.words.cells},
        }

    def _shown(self, prefix: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
        names = row.get("names", {})
        names = names if isinstance(names, Mapping) else {}
        return {
            "prefix": prefix,
            "number": number + 1,
            "code": row.get("code", ""),
            "gone": row.get("gone", False),
            "names": [
                (code, language, names.get(code, "")) for code, language in settings.LANGUAGES
            ],
            "cells": [
                (key, CELLS[key], key in FIGURES, _cell(row, key)) for key in self.words.cells
            ],
        }


class RowsField(forms.Field):
    """Rows as the charter has them: code, names, and what else a row holds."""

    def __init__(self, *, words: Described, **options: Any) -> None:
        super().__init__(widget=RowsWidget(words), **options)
        self.words = words

    def clean(self, value: Any) -> Any:
        """The rows; None where the form had none of it. Raises `ValidationError` for a row."""
        if value is None:
            return None
        kept = [row for row in value if _filled(row) and not row["gone"]]
        return list(self._rows(kept))

    def _rows(self, kept: Sequence[Row]) -> Iterator[Row]:
        taken = {row["code"] for row in kept if row["code"]}
        for number, row in enumerate(kept, 1):
            names = {code: name for code, name in row["names"].items() if name}
            if not names:
                message = _("Row %(number)s needs a name.") % {"number": number}
                raise forms.ValidationError(message)
            code = row["code"] or _code(names, taken)
            taken.add(code)
            yield {"code": code, "names": names, **self._cells(row, number)}

    def _cells(self, row: Row, number: int) -> Row:
        found: Row = {}
        for key in self.words.cells:
            typed = row.get(key, "")
            if key not in FIGURES:
                found[key] = [one.strip() for one in typed.split(",") if one.strip()]
            elif typed and not (typed.isdecimal() and int(typed) <= MOST):
                message = _("Row %(number)s: “%(what)s” is a whole number.")
                raise forms.ValidationError(message % {"number": number, "what": CELLS[key]})
            else:
                found[key] = int(typed or 0)
        return found


def _filled(row: Mapping[str, Any]) -> bool:
    """Whether anything was typed into the row."""
    names = row.get("names")
    told = [*(names.values() if isinstance(names, Mapping) else ())]
    return any([*told, *(row.get(key) for key in CELLS)])


def _cell(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value or "")


def _code(names: Mapping[str, str], taken: set[str]) -> str:
    """A code of its own for a new row, from its name where that has Latin letters."""
    first = names.get("en") or next(iter(names.values()))
    plain = re.sub(r"[^a-z0-9]+", "_", fold(first)).strip("_")[:30] or "row"
    return next(
        code
        for code in (plain, *(f"{plain}_{number}" for number in range(2, MOST_ROWS + 3)))
        if code not in taken
    )
