"""Reads one section of a charter, value by value, and collects what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from communes.problems import Problem

MOST_WORDS = 100
LONGEST_WORD = 300
"""So long is what stands on an agenda."""
UNWRITTEN = "\x00"
"""The sign that no database keeps in a text."""


@dataclass(frozen=True)
class Asked:
    """A parameter that a section asks for: its kind, its default, what it may be.

    `kind` is whole, share, choice, words, flag or tables.
    """

    key: str
    kind: str
    default: Any
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()


class Listening(dict[str, Any]):
    """A table that notes for which parameters it is asked."""

    def __init__(self, table: Mapping[str, Any] | None = None) -> None:
        super().__init__(table or {})
        self.asked: list[Asked] = []


class Section:
    """A table of parameters being read; every getter has the domain's default."""

    def __init__(self, name: str, table: Mapping[str, Any]) -> None:
        self.name = name
        self.table = table
        self.problems: list[Problem] = []
        self.known: set[str] = set()

    def whole(self, key: str, default: int, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number within bounds."""
        value = self._take(Asked(key, "whole", default, least, most))
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.wrong(key, value, f"{least}–{most}")
        return default

    def share(self, key: str, default: str) -> Fraction:
        """A share between 0 and 1, written as a text such as `"2/5"` or `"0.4"`."""
        value = self._take(Asked(key, "share", default))
        try:
            found = Fraction(value) if isinstance(value, str) else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            found = Fraction(-1)
        if 0 <= found <= 1:
            return found
        self.wrong(key, value, "0–1")
        return Fraction(default)

    def choice(self, key: str, default: str, choices: tuple[str, ...]) -> str:
        """One of several words."""
        value = self._take(Asked(key, "choice", default, choices=choices))
        if value in choices:
            return str(value)
        self.wrong(key, value, ", ".join(choices))
        return default

    def words(self, key: str, default: list[str], among: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of words, each a line of its own: any, or of certain ones only."""
        value = self._take(Asked(key, "words", default))
        fits = isinstance(value, list) and len(value) <= MOST_WORDS and all(map(_is_line, value))
        if fits and (not among or set(value) <= set(among)):
            return tuple(value)
        self.wrong(key, value, ", ".join(among) or _("a list of words"))
        return tuple(default)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(Asked(key, "flag", default))
        if isinstance(value, bool):
            return value
        self.wrong(key, value, "true, false")
        return default

    def tables(
        self, key: str, default: Sequence[Mapping[str, Any]] = ()
    ) -> list[Mapping[str, Any]]:
        """A list of tables, the default's when absent."""
        value = self._take(Asked(key, "tables", list(default)))
        fits = isinstance(value, list) and all(isinstance(row, dict) for row in value)
        if fits and _legible(value):
            return list(value)
        self.wrong(key, value, _("a list of tables"))
        return list(default)

    def finish(self) -> list[Problem]:
        """All problems, with one for each parameter that nobody asked for."""
        unknown = [key for key in self.table if key not in self.known]
        return self.problems + [self._problem("charter_parameter_unknown", key) for key in unknown]

    def _take(self, asked: Asked) -> Any:
        self.known.add(asked.key)
        if isinstance(self.table, Listening):
            self.table.asked.append(asked)
        return self.table.get(asked.key, asked.default)

    def wrong(self, key: str, value: Any, allowed: str) -> None:
        """Note that the parameter may not have this value, and which it may have."""
        self.problems.append(self._problem("charter_value", key, value=value, allowed=allowed))

    def _problem(self, code: str, key: str, **figures: Any) -> Problem:
        place = f"{self.name}.{key}"
        if code == "charter_parameter_unknown":
            message = _("No part of the program understands “%(place)s”.") % {"place": place}
        else:
            message = _("“%(place)s” is %(value)s; allowed: %(allowed)s.") % {
                "place": place,
                "value": figures["value"],
                "allowed": figures["allowed"],
            }
        return Problem(code, message, {"place": place, **figures}, "text")


def _is_line(word: object) -> bool:
    """Whether it is a word as somebody writes it on a line: not empty, and nothing around it."""
    if not isinstance(word, str) or not 0 < len(word) <= LONGEST_WORD:
        return False
    return word.strip().splitlines() == [word] and UNWRITTEN not in word


def _legible(value: object) -> bool:
    """Whether all text in it can be kept."""
    if isinstance(value, str):
        return UNWRITTEN not in value
    if isinstance(value, Mapping):
        return all(_legible(one) for pair in value.items() for one in pair)
    return not isinstance(value, list) or all(map(_legible, value))
