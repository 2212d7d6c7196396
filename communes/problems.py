"""Reasons why an act may not happen, as small typed values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """One reason against an act.

    `code` is stable and meant for programs, `message` for people in their language;
    `figures` are the numbers and ids the message speaks of; `field` names the input that
    the reason belongs to, if one does.
    """

    code: str
    message: str | Promise
    figures: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None

    def __str__(self) -> str:
        return str(self.message)


class Refused(Exception):
    """A deed was asked for and may not happen; carries every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.code for problem in self.problems))


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise `Refused` when there is any problem; an empty list means yes."""
    found = list(problems)
    if found:
        raise Refused(found)
