"""The charter as data: a TOML text with a section per app, each typed and judged by its app."""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from communes.problems import Problem, refuse_if
from communes.reading import Asked, Listening

T = TypeVar("T")
Contradictions = Callable[[Mapping[str, Any]], list[Problem]]
Parse = Callable[[Mapping[str, Any]], tuple[Any, list[Problem]]]

SHIPPED = Path(__file__).parent / "charters"

Word = str | Promise
Tables = Mapping[str, Mapping[str, Any]]

_sections: dict[str, Parse] = {}
_words: dict[str, "Mapping[str, Described]"] = {}
_titles: dict[str, Word] = {}
_contradictions: "list[Contradictions]" = []


@dataclass(frozen=True)
class Rulebook:
    """A charter's text made into typed values, one per section."""

    title: str
    sections: Mapping[str, Any]


def register(
    section: str,
    parse: Parse,
    words: "Mapping[str, Described] | None" = None,
    title: Word = "",
) -> None:
    """Declare a section; `parse(table)` returns its typed value and the problems found.

    `words` says what people call its parameters, `title` what they call the section.
    """
    _sections[section] = parse
    _words[section] = words or {}
    _titles[section] = title or section


def forbid(contradictions: Contradictions) -> None:
    """Declare what no new charter may rule at once; asked with the typed sections that there are.

    A charter in force is read all the same: what it says holds until it is changed.
    """
    _contradictions.append(contradictions)


def contradiction(place: str, message: str) -> Problem:
    """That a parameter, as `"quotas.youth_share"`, cannot be kept beside others."""
    return Problem("charter_contradiction", message, {"place": place}, "text")


def contradictions(text: str) -> list[Problem]:
    """What a text rules that cannot be kept together; nothing where it cannot be read."""
    book, problems = read(text)
    return [] if problems else [one for found in _contradictions for one in found(book.sections)]


@dataclass(frozen=True)
class Described:
    """What people call a parameter, whence its default comes, and its choices in words.

    `mark` is "borrowed" (from statutes elsewhere), "ours" (from no source) or ""; `about` says in a
    line what the parameter does; `zero` what nought means. `choices` words each choice, or each
    word of a list; with `closed` a list may hold no others. `known` words what only the charter
    itself can name, such as its levels; `row` tells one row of a table, `cells` are what a row has
    beside code and names, `ranked` says that its rows stand in an order.
    """

    label: Word
    mark: str = ""
    choices: Mapping[str, Word] = field(default_factory=dict)
    about: Word = ""
    zero: Word = ""
    closed: bool = False
    known: Callable[[Tables], Mapping[str, Word]] | None = None
    row: Callable[[Mapping[str, Any]], str] | None = None
    cells: tuple[str, ...] = ()
    ranked: bool = False

    def worded(self, tables: Tables) -> Mapping[str, Word]:
        """The words for choices, in a charter of these tables."""
        return self.known(tables) if self.known else self.choices


def described(section: str, key: str) -> Described:
    """What people call a parameter; its own name where nobody said."""
    return _words.get(section, {}).get(key) or Described(key)


def title(section: str) -> Word:
    """What people call a section."""
    return _titles.get(section, section)


def asked(section: str, table: Mapping[str, Any] | None = None) -> list[Asked]:
    """The parameters that a section asks for, in its order, with defaults and bounds."""
    listening = Listening(table)
    _sections[section](listening)
    return listening.asked


def said(section: str, key: str, kind: str, value: Any, tables: Tables) -> str:
    """A value as people say it: shares in per cent where they are whole, choices in words."""
    words = described(section, key)
    if kind == "flag":
        return gettext("yes") if value else gettext("no")
    if kind == "choice":
        return str(words.worded(tables).get(value, value))
    if kind == "tables":
        return "; ".join((words.row or named_row)(one) for one in value) or gettext("none")
    if kind == "words":
        worded = words.worded(tables)
        told = [str(worded.get(one, one)) for one in value]
        return ("; " if any("," in one for one in told) else ", ").join(told) or gettext("none")
    if words.zero and _none(value):
        return str(words.zero)
    return said_share(value) if kind == "share" else str(value)


def said_share(value: str) -> str:
    """A share in per cent where that is whole, else as the fraction that it is."""
    percent = Fraction(value) * 100
    return f"{percent} %" if percent.denominator == 1 else str(value)


def named_row(row: Mapping[str, Any]) -> str:
    """What the charter calls a row of a table in the language of the reader; else its code."""
    names = row.get("names")
    names = names if isinstance(names, Mapping) else {}
    language = get_language() or "en"
    found = [names.get(language), names.get(language.split("-")[0]), names.get("en")]
    return next((str(one) for one in [*found, *names.values()] if one), str(row.get("code", "…")))


def _none(value: Any) -> bool:
    return value == 0 if isinstance(value, int) else Fraction(value) == 0


def problems_of(section: str, table: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the parameters of one section."""
    return _sections[section](table)[1]


def sections() -> list[str]:
    """The sections that the installed apps understand, in the order of the first charter."""
    order = _order()
    return sorted(_sections, key=lambda name: order.get(name, len(order)))


def read(text: str) -> tuple[Rulebook, list[Problem]]:
    """Parse a charter's text; the rulebook is only fit for use when no problem is found."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        unreadable = Problem("charter_unreadable", str(error), {"error": str(error)}, "text")
        return Rulebook("", {}), [unreadable]
    problems = [_unknown(name) for name in table if name not in _sections and name != "title"]
    values: dict[str, Any] = {}
    for name, parse in _sections.items():
        section = table.get(name, {})
        values[name], found = parse(section if isinstance(section, dict) else {})
        problems += found
    return Rulebook(str(table.get("title", "")), values), problems


@lru_cache(maxsize=512)
def section(text: str, name: str, own: tuple[tuple[str, str], ...] = ()) -> Any:
    """One section of a charter in force, with a body's own values laid over it.

    `own` pairs parameter names with values as JSON. Raises `Refused` when they do not fit.
    """
    if not own:
        return rulebook(text).sections[name]
    table = dict(tomllib.loads(text).get(name, {}))
    table.update({key: json.loads(value) for key, value in own})
    value, problems = _sections[name](table)
    refuse_if(problems)
    return value


@lru_cache(maxsize=32)
def rulebook(text: str) -> Rulebook:
    """The typed charter of a text that is in force. Raises `Refused` when it has problems."""
    book, problems = read(text)
    refuse_if(problems)
    return book


def shipped(name: str) -> str:
    """The text of a charter that ships with the program, e.g. `confederal-2014`."""
    return (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


def shipped_names() -> list[str]:
    """Names of the charters that ship, in alphabetical order."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


@cache
def _order() -> dict[str, int]:
    told = tomllib.loads(shipped("confederal-2014"))
    return {name: place for place, name in enumerate(told)}


def _unknown(name: str) -> Problem:
    return Problem(
        "charter_section_unknown",
        _("The charter has a section “%(name)s” that no part of the program understands.")
        % {"name": name},
        {"name": name},
        "text",
    )
