"""The words of notices: each app registers its codes; the text is made in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: its sentence from the figures, and whether it may wait for a digest."""

    code: str
    words: Words
    urgent: bool = False


_kinds: dict[str, NoticeKind] = {}


def register(code: str, words: Words | str | Promise, *, urgent: bool = False) -> None:
    """Declare a kind of notice; a plain text is filled with the figures by `%` formatting."""
    sentence = words if callable(words) and not isinstance(words, Promise) else _filled(words)
    _kinds[code] = NoticeKind(code, sentence, urgent)


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
