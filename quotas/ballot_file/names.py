"""The end of a BLT file: the candidates' names and the title, in quotation marks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communes.register_file.remarks import RowProblem, of_file

LONGEST = 200
QUOTED = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True)
class Named:
    """All names and the title, or none; or what is wrong."""

    names: tuple[str, ...] = ()
    title: str = ""
    problems: tuple[RowProblem, ...] = ()


def read_names(lines: Iterable[tuple[int, str]], candidates: int) -> Named:
    """Read as many names as there are candidates, and a title if one follows.

    Names may stand several on a line; one without quotation marks is a line of its own. A file
    without any name is as good: the numbers stand.
    """
    found: list[str] = []
    for number, line in lines:
        texts = [line] if line[0] != '"' else _texts(line)
        if texts is None:
            return Named(problems=(RowProblem(number, "", "blt_quote", {"text": line[:40]}),))
        if len(found) + len(texts) > candidates + 1:
            told: dict[str, str | int] = {"text": texts[-1][:40], "candidates": candidates}
            return Named(problems=(RowProblem(number, "", "blt_names_over", told),))
        if any(len(text) > LONGEST for text in texts):
            return Named(problems=(RowProblem(number, "", "too_long", {"limit": LONGEST}),))
        found += texts
    if found and len(found) < candidates:
        missing = of_file("blt_names_missing", names=len(found), candidates=candidates)
        return Named(problems=(missing,))
    return Named(tuple(found[:candidates]), "".join(found[candidates:]))


def _texts(line: str) -> list[str] | None:
    """The quoted texts of a line, None where something else stands between them."""
    if QUOTED.sub("", line).strip():
        return None
    return [text.replace('""', '"').strip() for text in QUOTED.findall(line)]
