"""Bodies as a table lists them, a row a seat: bytes in, seats by body or problems out.

Whoever audits a parliament, a party's board or the councils of a country has such tables:
a column `gender`, perhaps one that names the `body`. A blank gender is a vacant seat. A column
`component` may stand there; no rule asked of a file concerns it, so it is not read.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communes.arithmetic.genders import Gender
from communes.register_file.decoding import decode
from communes.register_file.remarks import RowProblem, of_file
from quotas.arithmetic.composition import Composition
from quotas.sheet_file import MOST_PROBLEMS, MOST_ROWS, Row, records

LONGEST = 200
GENDERS = {
    **{gender.value: gender for gender in Gender},
    "female": Gender.WOMAN,
    "f": Gender.WOMAN,
    "male": Gender.MAN,
    "m": Gender.MAN,
}
"""The words understood, in small letters."""

Seats = Counter[Gender | None]
"""How many seats by gender; None are the vacant ones."""


@dataclass(frozen=True)
class CompositionFile:
    """The seats of each body in the order of the file, or every reason why it cannot be read.

    `by_body` says whether the file names bodies; without names all seats are one body's.
    """

    bodies: tuple[tuple[str, Composition], ...] = ()
    by_body: bool = False
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class _Columns:
    gender: int
    body: int | None
    width: int


def read_composition(data: bytes) -> CompositionFile:
    """Read a table of seats from the bytes of a CSV file; never raises.

    Written as any spreadsheet writes it: UTF-8 or a Windows code page, separated by comma,
    semicolon, tab or bar, headings in small or capital letters, in any order.
    """
    decoded = decode(data)
    if decoded.problem:
        return CompositionFile(problems=(decoded.problem,))
    rows = list(records(decoded.text))
    if not any(any(cells or ()) for _line, cells in rows[:1]):
        return CompositionFile(problems=(of_file("empty_file"),))
    line, headings = rows[0]
    columns = _columns(line, headings or [])
    if isinstance(columns, RowProblem):
        return CompositionFile(problems=(columns,))
    seats, problems = _seats(rows[1:], columns)
    if problems:
        return CompositionFile(problems=tuple(problems[:MOST_PROBLEMS]))
    if not seats:
        return CompositionFile(problems=(of_file("no_seats"),))
    found = tuple((body, composition_of(told)) for body, told in seats.items())
    return CompositionFile(found, by_body=columns.body is not None)


def composition_of(seats: Seats) -> Composition:
    """Seats by gender as a composition; a file reserves no vacant seat for anyone."""
    return Composition(
        women=seats[Gender.WOMAN],
        men=seats[Gender.MAN],
        other=seats[Gender.OTHER],
        undisclosed=seats[Gender.UNDISCLOSED],
        vacant_open=seats[None],
    )


def _columns(line: int, headings: Sequence[str]) -> _Columns | RowProblem:
    names = [heading.casefold() for heading in headings]
    if "gender" not in names:
        return RowProblem(line, "gender", "missing_column", {"headings": ", ".join(headings)[:200]})
    for name in ("gender", "body"):
        if names.count(name) > 1:
            return RowProblem(line, name, "column_twice")
    body = names.index("body") if "body" in names else None
    return _Columns(names.index("gender"), body, len(names))


def _seats(records: Iterable[Row], columns: _Columns) -> tuple[dict[str, Seats], list[RowProblem]]:
    found: dict[str, Seats] = {}
    problems: list[RowProblem] = []
    for count, (line, cells) in enumerate(records, start=1):
        if count > MOST_ROWS:
            return found, [*problems, of_file("too_many_seats", limit=MOST_ROWS)]
        if cells is None:
            return found, [*problems, RowProblem(line, "", "quote_unclosed")]
        if columns.body is not None and not any(cells):
            continue  # below a table spreadsheets leave such rows
        problem = _broken(line, cells, columns)
        if problem is None:
            word = _cell(cells, columns.gender).casefold()
            body = _cell(cells, columns.body)
            found.setdefault(body, Counter())[GENDERS[word] if word else None] += 1
        elif len(problems) < MOST_PROBLEMS:
            problems.append(problem)
    return found, problems


def _broken(line: int, cells: Sequence[str], columns: _Columns) -> RowProblem | None:
    beyond = " ".join(cells[columns.width :]).strip()
    if beyond:
        return RowProblem(line, "", "too_many_columns", {"text": beyond[:40]})
    word, body = _cell(cells, columns.gender), _cell(cells, columns.body)
    if word and word.casefold() not in GENDERS:
        return RowProblem(line, "gender", "unknown_gender", {"text": word[:40]})
    if columns.body is not None and not body:
        return RowProblem(line, "body", "missing_value")
    if len(body) > LONGEST:
        return RowProblem(line, "body", "too_long", {"limit": LONGEST})
    return None


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""
