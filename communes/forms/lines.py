"""What people type into agendas, read: pasted lists, and minutes."""

from collections.abc import Mapping
from typing import Any

LONGEST_ITEM = 600
"""Minutes that one item may be planned to take."""


def lines_of(text: str) -> list[str]:
    """One title a line; bullets, numbers and blank lines that a paste brings along are left out."""
    titles = (line.strip().lstrip("•-–*·\t ").strip() for line in text.splitlines())
    return [_without_number(title)[:300] for title in titles if title]


def _without_number(title: str) -> str:
    """The title without the number before it: "12. Well", "3) Well", "7\tWell"."""
    head, mark, rest = title.partition("\t")
    if mark and head.strip().rstrip(".)").isdigit():
        return rest.strip()
    digits = len(title) - len(title.lstrip("0123456789٠١٢٣٤٥٦٧٨٩"))
    if 0 < digits <= 3 and title[digits : digits + 2] in (". ", ") "):
        return title[digits + 2 :].strip()
    return title


def minutes_of(data: Mapping[str, Any]) -> dict[str, int | None]:
    """The planned minutes of a form with a field for each item, by the item's public id."""
    before = "minutes-"
    named = {name: str(value).strip() for name, value in data.items() if name.startswith(before)}
    return {
        name.removeprefix(before): minutes_typed(value)
        for name, value in named.items()
        if not value or minutes_typed(value) is not None
    }


def minutes_typed(text: str) -> int | None:
    """A number of minutes as typed; None where nothing was typed, or nothing that can be."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        return None
    return min(int(typed), LONGEST_ITEM)
