"""The words of entries in minute books: each app registers its kinds, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise

Words = Callable[[Mapping[str, Any]], str]

_words: dict[str, Words] = {}


def register(kind: str, words: Words | str | Promise) -> None:
    """Declare how entries of a kind read; a plain text is filled with the facts by `%`."""
    if callable(words) and not isinstance(words, Promise):
        _words[kind] = words
    else:
        _words[kind] = _filled(words)


def kinds() -> list[str]:
    """The kinds that have words, in the order of registration."""
    return list(_words)


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """The entry in words; the kind itself where nobody has words for it or a fact is missing."""
    words = _words.get(kind)
    if words is None:
        return kind
    try:
        return words(facts)
    except (KeyError, TypeError, ValueError):
        return kind


def _filled(text: Any) -> Words:
    return lambda facts: str(text % facts)
