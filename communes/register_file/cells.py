"""One row of a register: each cell judged on its own, then the resident they make."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from communes.arithmetic.genders import Gender
from communes.register_file.columns import gender_of
from communes.register_file.remarks import RowProblem

#: The most characters that the register keeps of each text.
LONGEST = {"household": 120, "address": 240, "name": 200, "parent_name": 200}

#: Nobody who was born earlier is alive.
EARLIEST_YEAR = 1890

# Invisible marks of direction, which could turn the text around them; joiners belong to words.
_DIRECTIONS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
_YEAR = re.compile(r"(\d{4})(?:[.,٫]0+)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class RegisterRow:
    """One resident as the file names them; `line` is the row that the spreadsheet shows.

    `gender` is a code of Gender; `birth_year` that of the birth date where one is given.
    """

    line: int
    household: str
    address: str
    name: str
    gender: str
    birth_year: int
    parent_name: str = ""
    birth_date: date | None = None


class Cells:
    """The cells of a row by column; reading one notes what is wrong with it."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line = line
        self.cells = cells
        self.problems: list[RowProblem] = []

    def resident(self, max_year: int) -> RegisterRow | None:
        """Return the resident whom the cells describe, or None if any of them is wrong."""
        born = self.day("birth_date", max_year)
        row = RegisterRow(
            line=self.line,
            household=self.text("household", required=True),
            address=self.text("address"),
            name=self.text("name", required=True),
            gender=self.gender("gender"),
            birth_year=self.year("birth_year", max_year, born),
            parent_name=self.text("parent_name"),
            birth_date=born,
        )
        return None if self.problems else row

    def text(self, column: str, *, required: bool = False) -> str:
        """Return a text with single spaces and without marks of direction."""
        raw = self.cells.get(column, "")
        found = without_directions(raw)
        if not raw.isprintable() and _has_control(raw):
            self._wrong(column, "control_character")
        elif "\ufffd" in raw:
            self._wrong(column, "unreadable_character")
        elif len(found) > LONGEST[column]:
            self._wrong(column, "too_long", limit=LONGEST[column])
        elif required and not found:
            self._wrong(column, "missing_value")
        return found

    def gender(self, column: str) -> str:
        """Return the code of the gender that a cell names."""
        found = gender_of(self.cells.get(column, ""))
        if found is None:
            self._wrong(column, "unknown_gender", text=_shown(self.cells[column]))
        return (found or Gender.UNDISCLOSED).value

    def year(self, column: str, max_year: int, born: date | None) -> int:
        """Return the year of birth; a birth date tells it too, and must not differ."""
        plain = _plain(self.cells.get(column, ""))
        match = _YEAR.fullmatch(plain)
        year = int(match[1]) if match else 0
        if not plain and _plain(self.cells.get("birth_date", "")):
            return born.year if born else 0
        if not plain:
            self._wrong(column, "missing_value")
        elif not match:
            self._wrong(column, "not_a_year", text=_shown(plain))
        elif self._within(column, year, max_year) and born is not None and born.year != year:
            self._wrong("birth_date", "dates_disagree", year=year)
        return year

    def day(self, column: str, max_year: int) -> date | None:
        """Return a birth date, None for a blank cell."""
        plain = _plain(self.cells.get(column, ""))
        if not plain:
            return None
        found = _date_of(plain)
        if found is None:
            self._wrong(column, "not_a_date", text=_shown(plain))
        else:
            self._within(column, found.year, max_year)
        return found

    def _within(self, column: str, year: int, max_year: int) -> bool:
        within = EARLIEST_YEAR <= year <= max_year
        if not within:
            self._wrong(column, "year_out_of_range", least=EARLIEST_YEAR, most=max_year)
        return within

    def _wrong(self, column: str, code: str, **figures: str | int) -> None:
        self.problems.append(RowProblem(self.line, column, code, figures))


def without_directions(text: str) -> str:
    """Return a text with single spaces and without marks of direction; "" for a blank one."""
    return " ".join(text.translate(_DIRECTIONS).split())


def _has_control(text: str) -> bool:
    return any(unicodedata.category(char) == "Cc" and char not in "\t\n\r" for char in text)


def _plain(text: str) -> str:
    """A number or a date without spaces around it and without invisible characters."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()


def _shown(text: str) -> str:
    """A cell as a message quotes it: printable, and not the whole of a long one."""
    printable = "".join(char if char.isprintable() else " " for char in without_directions(text))
    return " ".join(printable.split())[:40]


def _date_of(plain: str) -> date | None:
    iso, day_first = _ISO.fullmatch(plain), _DAY_FIRST.fullmatch(plain)
    try:
        if iso:
            return date(*(int(part) for part in iso.groups()))
        if day_first:
            return date(*(int(part) for part in reversed(day_first.groups())))
    except ValueError:
        pass
    return None
