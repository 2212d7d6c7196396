"""A commune's register as a spreadsheet exports it: bytes in, residents and problems out.

DOMAIN §3: registers are kept by people with spreadsheets, in several scripts. Reading never
raises, whatever the bytes; whoever imports decides that any problem refuses the whole.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from communes.folding import fold
from communes.register_file.cells import Cells, RegisterRow, without_directions
from communes.register_file.columns import Header, known_columns, read_header
from communes.register_file.decoding import decode
from communes.register_file.remarks import RowProblem, of_file

__all__ = ["RegisterFile", "RegisterRow", "RowProblem", "read_register"]

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class RegisterFile:
    """The rows that could be read, what is wrong with the others, and what was assumed.

    `notes` need no mending: an encoding that was guessed, columns that are not used.
    """

    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()


def read_register(data: bytes, *, max_year: int, max_rows: int = 50_000) -> RegisterFile:
    """Read a register from the bytes of a CSV file.

    UTF-8, UTF-16 or a Windows code page; separated by comma, semicolon, tab or bar; columns
    in any order under English, Kurmanji, Turkish, Arabic or Sorani headings; rows without
    any text are passed over. `max_year` is the latest year of birth, `max_rows` the most
    residents. An address left blank is the one that the file gives for that household, if
    it gives exactly one.
    """
    decoded = decode(data)
    if decoded.problem:
        return RegisterFile(problems=(decoded.problem,))
    notes = [of_file("encoding_assumed", encoding=decoded.assumed)] if decoded.assumed else []
    if not any(map(str.isalnum, decoded.text)):
        return RegisterFile(problems=(of_file("empty_file"),))
    delimiter, text = _delimiter(decoded.text)
    records = _records(text, delimiter)
    line, cells = next(records, (1, []))
    header = read_header(line, cells)
    if header.ignored:
        notes.append(of_file("columns_ignored", columns=", ".join(header.ignored)[:200]))
    if header.problems:
        return RegisterFile(problems=header.problems, notes=tuple(notes))
    rows, problems = _residents(records, header, delimiter, max_year, max_rows)
    return RegisterFile(tuple(_with_addresses(rows)), tuple(problems), tuple(notes))


def _delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter under which most headings are known, and the text to read with it.

    Some spreadsheets name it in a line before the table, which they then do not show.
    """
    named, _end, rest = text.partition("\n")
    if named.rstrip("\r").lower() in {f"sep={delimiter}" for delimiter in DELIMITERS}:
        return named[4], rest

    def known(delimiter: str) -> int:
        _line, cells = next(_records(text, delimiter), (0, []))
        return known_columns(cells)

    return max(DELIMITERS, key=known), text


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold any text, each with the number that a spreadsheet shows.

    The last is a row of no cells where the file cannot be taken apart any further.
    """
    line = 0
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            line += 1
            if any(map(without_directions, cells)):
                yield line, cells
    except csv.Error:
        yield line + 1, []


def _residents(
    records: Iterable[tuple[int, list[str]]],
    header: Header,
    delimiter: str,
    max_year: int,
    max_rows: int,
) -> tuple[list[RegisterRow], list[RowProblem]]:
    rows: list[RegisterRow] = []
    problems: list[RowProblem] = []
    for count, (line, cells) in enumerate(records, start=1):
        if count > max_rows:
            problems.append(of_file("too_many_rows", limit=max_rows))
            break
        broken = _broken(line, cells, header, delimiter)
        if broken:
            problems.append(broken)
            continue
        named = {column: cells[at] for column, at in header.places.items() if at < len(cells)}
        read = Cells(line, named)
        resident = read.resident(max_year)
        problems += read.problems
        if resident:
            rows.append(resident)
    return rows, problems


def _broken(line: int, cells: Sequence[str], header: Header, delimiter: str) -> RowProblem | None:
    """Return why a row cannot be told apart into its cells, if it cannot."""
    several = (cell for cell in cells if "\n" in cell or "\r" in cell)
    if not cells or any(cell.count(delimiter) >= header.width - 1 for cell in several):
        return RowProblem(line, "", "quote_unclosed")
    beyond = without_directions(" ".join(cells[header.width :]))
    return RowProblem(line, "", "too_many_columns", {"text": beyond[:40]}) if beyond else None


def _with_addresses(rows: Iterable[RegisterRow]) -> list[RegisterRow]:
    """Give rows without an address the one of their household, where the file has just one."""
    given: dict[str, dict[str, str]] = defaultdict(dict)
    rows = list(rows)
    for row in rows:
        if row.address:
            given[fold(row.household)].setdefault(fold(row.address), row.address)
    return [row if row.address else replace(row, address=_only(given, row)) for row in rows]


def _only(given: dict[str, dict[str, str]], row: RegisterRow) -> str:
    addresses = given.get(fold(row.household), {})
    return next(iter(addresses.values())) if len(addresses) == 1 else ""
