"""The charter as data: a TOML text with a section per app, each typed and judged by its app."""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communes.problems import Problem, refuse_if
from communes.reading import Asked, Listening

T = TypeVar("T")
Parse = Callable[[Mapping[str, Any]], tuple[Any, list[Problem]]]

SHIPPED = Path(__file__).parent / "charters"

_sections: dict[str, Parse] = {}
_words: dict[str, "Mapping[str, Described]"] = {}


@dataclass(frozen=True)
class Rulebook:
    """A charter's text made into typed values, one per section."""

    title: str
    sections: Mapping[str, Any]


def register(section: str, parse: Parse, words: "Mapping[str, Described] | None" = None) -> None:
    """Declare a section; `parse(table)` returns its typed value and the problems found.

    `words` says what people call its parameters.
    """
    _sections[section] = parse
    _words[section] = words or {}


@dataclass(frozen=True)
class Described:
    """What people call a parameter, whence its default comes, and its choices in words.

    `mark` is "borrowed" (from statutes elsewhere), "ours" (from no source) or "".
    """

    label: str | Promise
    mark: str = ""
    choices: "Mapping[str, str | Promise]" = field(default_factory=dict)


def described(section: str, key: str) -> Described:
    """What people call a parameter; its own name where nobody said."""
    return _words.get(section, {}).get(key) or Described(key)


def asked(section: str, table: Mapping[str, Any] | None = None) -> list[Asked]:
    """The parameters that a section asks for, in its order, with defaults and bounds."""
    listening = Listening(table)
    _sections[section](listening)
    return listening.asked


def said(section: str, key: str, kind: str, value: Any) -> str:
    """A value as people say it: shares in per cent where they are whole, choices in words."""
    words = described(section, key)
    if kind == "flag":
        return gettext("yes") if value else gettext("no")
    if kind == "choice":
        return str(words.choices.get(value, value))
    if kind == "share":
        percent = Fraction(value) * 100
        return f"{percent} %" if percent.denominator == 1 else str(value)
    if kind in ("words", "tables"):
        told = [str(one.get("code", "…")) if isinstance(one, dict) else str(one) for one in value]
        return ", ".join(told) or gettext("none")
    return str(value)


def problems_of(section: str, table: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the parameters of one section."""
    return _sections[section](table)[1]


def sections() -> list[str]:
    """The names of the sections that the installed apps understand."""
    return list(_sections)


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


def _unknown(name: str) -> Problem:
    return Problem(
        "charter_section_unknown",
        _("The charter has a section “%(name)s” that no part of the program understands.")
        % {"name": name},
        {"name": name},
        "text",
    )
