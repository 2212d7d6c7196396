"""Tables as any spreadsheet writes them: bytes in, rows under their headings or problems out.

UTF-8 or a Windows code page, separated by comma, semicolon, tab or bar, headings in small or
capital letters, in any order. Whoever reads a kind of table says which columns it must have.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import zip_longest

from communes.register_file.decoding import decode
from communes.register_file.remarks import RowProblem, of_file

DELIMITERS = (",", ";", "\t", "|")
MOST_ROWS = 1_000_000
MOST_PROBLEMS = 50

Row = tuple[int, list[str] | None]


@dataclass(frozen=True)
class Sheet:
    """The rows that hold anything, each with its line and its cells by heading, or problems."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[int, Mapping[str, str]], ...] = ()
    problems: tuple[RowProblem, ...] = field(default_factory=tuple)


def records(text: str) -> Iterator[Row]:
    """The rows with the numbers that a spreadsheet shows; None for cells where the file breaks.

    A line without any cell is one blank cell where the table has one column, else nothing;
    after the last row it is nothing.
    """
    lines = text.strip("\r\n")
    skipped = text[: len(text) - len(text.lstrip("\r\n"))].count("\n")
    first = lines.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    alone = first.count(delimiter) == 0
    rows = csv.reader(StringIO(lines, newline=""), delimiter=delimiter, strict=True)
    line = skipped
    try:
        for cells in rows:
            line += 1
            if cells or alone:
                yield line, [cell.strip() for cell in cells or [""]]
    except csv.Error:
        yield line + 1, None


def read_sheet(data: bytes, required: Sequence[str] = (), *, fold: bool = True) -> Sheet:
    """Read a table whose headings are all different; never raises.

    `fold` takes headings in small letters; `required` are such as must be there.
    """
    decoded = decode(data)
    if decoded.problem:
        return Sheet(problems=(decoded.problem,))
    found = list(records(decoded.text))
    if not any(any(cells or ()) for _line, cells in found[:1]):
        return Sheet(problems=(of_file("empty_file"),))
    line, first = found[0]
    headings = [heading.casefold() if fold else heading for heading in first or []]
    problem = _wrong_headings(line, headings, required)
    if problem:
        return Sheet(problems=(problem,))
    rows, problems = _rows(found[1:], headings)
    return Sheet(tuple(headings), tuple(rows), tuple(problems[:MOST_PROBLEMS]))


def _wrong_headings(
    line: int, headings: Sequence[str], required: Sequence[str]
) -> RowProblem | None:
    for name in required:
        if name not in headings:
            told = {"headings": ", ".join(headings)[:200]}
            return RowProblem(line, name, "missing_column", told)
    for name in headings:
        if name and headings.count(name) > 1:
            return RowProblem(line, name[:40], "column_twice")
    return None


def _rows(
    found: Iterable[Row], headings: Sequence[str]
) -> tuple[list[tuple[int, Mapping[str, str]]], list[RowProblem]]:
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[RowProblem] = []
    for line, cells in found:
        if len(rows) >= MOST_ROWS:
            return rows, [*problems, of_file("too_many_lines", limit=MOST_ROWS)]
        if cells is None:
            return rows, [*problems, RowProblem(line, "", "quote_unclosed")]
        beyond = " ".join(cells[len(headings) :]).strip()
        if beyond:
            problems.append(RowProblem(line, "", "too_many_columns", {"text": beyond[:40]}))
        elif any(cells):
            told = zip_longest(headings, cells[: len(headings)], fillvalue="")
            rows.append((line, dict(told)))
    return rows, problems
