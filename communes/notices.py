"""The words of notices: each app registers its codes; the text is made in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

CONFIRMING = "address_entered"
"""The code of the one letter that goes to an address nobody has confirmed yet."""

Words = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Letter:
    """A notice as a letter, in the language that is active: plain text."""

    subject: str
    text: str


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: its sentence from the figures, and whether it may wait for a digest.

    A notice to a body of a kind `to_members` is handed to each of its members who has an
    account; of a kind with a `letter`, by e-mail too. `letter` makes it from the
    figures; None where there is nothing to say any more.
    """

    code: str
    words: Words
    urgent: bool = False
    to_members: bool = False
    letter: Callable[[Mapping[str, Any]], Letter | None] | None = None


_kinds: dict[str, NoticeKind] = {}


def register(
    code: str,
    words: Words | str | Promise,
    *,
    urgent: bool = False,
    to_members: bool = False,
    letter: Callable[[Mapping[str, Any]], Letter | None] | None = None,
) -> None:
    """Declare a kind of notice; a plain text is filled with the figures by `%` formatting."""
    sentence = words if callable(words) and not isinstance(words, Promise) else _filled(words)
    _kinds[code] = NoticeKind(code, sentence, urgent, to_members, letter)


def to_members() -> list[str]:
    """The codes of notices that are handed to every member of the body that is told."""
    return [kind.code for kind in _kinds.values() if kind.to_members]


def kind(code: str) -> NoticeKind:
    """The kind registered under the code.

    Raises `KeyError` for a code that no app registered.
    """
    return _kinds[code]


def sentence(code: str, figures: Mapping[str, Any]) -> str:
    """The notice in words, in the language that is active."""
    return _kinds[code].words(figures)


def _filled(text: Any) -> Words:
    return lambda figures: str(text) % figures
