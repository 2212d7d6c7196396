"""The two tables of a sortition, as the Sortition Foundation's tools use them.

`features.csv` has a row for each value of each feature with the fewest and the most people who
may be drawn: feature, value, min, max (or category, name, min, max). `people.csv` has a row for
each person: `nationbuilder_id`, `id` or else the first column names the person, and there is a
column for each feature. Small and capital letters are the same in features and values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communes.register_file.remarks import RowProblem, of_file
from quotas.arithmetic.traits import Quota, Traits
from quotas.sheet_file import MOST_PROBLEMS, Sheet, read_sheet

NAMES = (("feature", "value"), ("category", "name"))
IDS = ("nationbuilder_id", "id")
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class FeatureFile:
    """The quotas in the order of the file, or what is wrong."""

    quotas: tuple[Quota, ...] = ()
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class PeopleFile:
    """The people with their traits, or what is wrong."""

    people: Mapping[str, Traits] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()


def read_features(data: bytes) -> FeatureFile:
    """Read the quotas; never raises."""
    sheet = read_sheet(data)
    if sheet.problems:
        return FeatureFile(problems=sheet.problems)
    pair = next((names for names in NAMES if names[0] in sheet.headings), NAMES[0])
    for name in (*pair, "min", "max"):
        if name not in sheet.headings:
            told = {"headings": ", ".join(sheet.headings)[:200]}
            return FeatureFile(problems=(RowProblem(1, name, "missing_column", told),))
    quotas: dict[tuple[str, str], Quota] = {}
    problems: list[RowProblem] = []
    for line, cells in sheet.rows:
        read = _quota(line, cells, pair)
        if isinstance(read, RowProblem):
            problems.append(read)
        elif (read.trait, read.value) in quotas:
            problems.append(RowProblem(line, pair[1], "row_twice", {"text": read.value[:40]}))
        else:
            quotas[read.trait, read.value] = read
    if not quotas and not problems:
        problems.append(of_file("no_quotas"))
    found = () if problems else tuple(quotas.values())
    return FeatureFile(found, tuple(problems[:MOST_PROBLEMS]))


def _quota(line: int, cells: Mapping[str, str], pair: tuple[str, str]) -> Quota | RowProblem:
    trait, value = (cells[name].casefold() for name in pair)
    for name, said in zip(pair, (trait, value), strict=True):
        if not said:
            return RowProblem(line, name, "missing_value")
    for name in ("min", "max"):
        if not NUMBER.fullmatch(cells[name]):
            return RowProblem(line, name, "not_a_number", {"text": cells[name][:40]})
    least, most = int(cells["min"]), int(cells["max"])
    if least > most:
        return RowProblem(line, "max", "most_below_least", {"least": least, "most": most})
    return Quota(trait, value, least, most)


def read_people(data: bytes, quotas: Sequence[Quota]) -> PeopleFile:
    """Read the people and their values for the features of these quotas; never raises."""
    sheet = read_sheet(data)
    problems = list(sheet.problems)
    values: dict[str, set[str]] = {}
    for quota in quotas:
        values.setdefault(quota.trait, set()).add(quota.value)
    told = {"headings": ", ".join(sheet.headings)[:200]}
    if not problems:
        absent = (name for name in values if name not in sheet.headings)
        problems += [RowProblem(1, name[:40], "missing_column", told) for name in absent]
    if problems:
        return PeopleFile(problems=tuple(problems[:MOST_PROBLEMS]))
    return _people(sheet, values)


def _people(sheet: Sheet, values: Mapping[str, set[str]]) -> PeopleFile:
    key = next((name for name in IDS if name in sheet.headings), sheet.headings[0])
    people: dict[str, Traits] = {}
    problems: list[RowProblem] = []
    for line, cells in sheet.rows:
        traits = {name: cells[name].casefold() for name in values}
        wrong = next((name for name, one in traits.items() if one not in values[name]), None)
        if not cells[key]:
            problems.append(RowProblem(line, key, "missing_value"))
        elif cells[key] in people:
            problems.append(RowProblem(line, key, "row_twice", {"text": cells[key][:40]}))
        elif wrong is not None:
            told = {"text": cells[wrong][:40]}
            problems.append(RowProblem(line, wrong[:40], "no_such_value", told))
        else:
            people[cells[key]] = traits
        if len(problems) >= MOST_PROBLEMS:
            break
    if not people and not problems:
        problems.append(of_file("no_people"))
    return PeopleFile({} if problems else people, tuple(problems))
