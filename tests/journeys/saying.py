"""The journeys are written in English words; in another language each is said in it.

What a journey looks for or expects is looked up in the catalogue: whole sentences with what the
program fills in, or a part of one. Names of people and things stay as they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from playwright.sync_api import Locator, Page
from playwright.sync_api._generated import LocatorAssertions

HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
STOP = re.compile(r"\s·\s|[,،;؛:.]\s")
MARK = re.compile(r"<[^>]*>")
FEWEST = 3
"""Letters that a sentence must have besides what is filled in, to be known again by them."""

Wanted = str | re.Pattern[str]
Sentence = tuple[re.Pattern[str], str, tuple[str, ...]]


@cache
def sentences(language: str) -> list[Sentence]:
    """Of each entry: the pattern of its English, the English, and every form it may take."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    found: list[Sentence] = []
    with path.open("rb") as reading:
        for message in read_po(reading):
            forms, wordings = plain(message.string), plain(message.id)
            for english, told in pieces(wordings, forms):
                if told and telling(english):
                    found.append((re.compile(filled(english), re.DOTALL), english, told))
    return found


def pieces(wordings: Sequence[str], forms: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each wording with its forms, and its parts between stops where all have as many."""
    for english in wordings:
        yield english, tuple(forms)
        parts = STOP.split(english)
        told = [split for form in forms if len(split := STOP.split(form)) == len(parts)]
        if len(parts) > 1 and told:
            columns = zip(*told, strict=True)
            yield from zip(parts, map(tuple, columns), strict=True)


def plain(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a text, as they are read: without marks for the page."""
    forms = (text,) if isinstance(text, str) else text or ()
    return tuple(MARK.sub("", form) for form in forms if form)


def telling(english: str) -> bool:
    """Whether a sentence is known again by its own letters."""
    return len(re.findall(r"[^\W\d_]", HOLE.sub("", english))) >= FEWEST


def literal(text: str) -> str:
    """A pattern of the text, however its blanks are set."""
    return re.escape(text).replace("\\ ", r"\s+")


def filled(text: str, given: dict[str, str] | None = None) -> str:
    """A pattern of a sentence with anything, or what is given, where something is filled in."""
    parts: list[str] = []
    end, seen = 0, set[str]()
    for hole in HOLE.finditer(text):
        name = hole[1] or hole[2]
        parts.append(literal(text[end : hole.start()]))
        if given is not None:
            parts.append(f"(?:{given.get(name, '.*?')})")
        else:
            parts.append(".*?" if name in seen else f"(?P<{name}>.*?)")
        seen.add(name)
        end = hole.end()
    return "".join(parts) + literal(text[end:])


def ways(language: str, text: str, *, whole: bool) -> Iterator[str]:
    """The patterns in which the words may stand on a page in the language."""
    yield literal(text)
    for pattern, english, forms in sentences(language):
        match = pattern.fullmatch(text) or (not whole and pattern.fullmatch(f"{text} "))
        if match:
            parts = match.groupdict().items()
            given = {name: alternatives(language, part) for name, part in parts if part}
            yield from (filled(form, given) for form in forms)
        elif not HOLE.search(english) and text.startswith(f"{english} "):
            rest = literal(text[len(english) :].strip())
            yield from (f"{literal(form)}.*{rest}" for form in forms)
        elif not whole and text in english:
            yield from (filled(form, {}) for form in forms)


def alternatives(language: str, text: str) -> str:
    """What is filled into a sentence: a name as it is, or words of the program too."""
    said = [literal(text)]
    for _pattern, english, forms in sentences(language):
        if english == text:
            said += [literal(form) for form in forms]
    return "|".join(said)


def said(language: str, words: Wanted, *, whole: bool) -> Wanted:
    """What to look for on a page in the language."""
    if language == "en" or isinstance(words, re.Pattern):
        return words
    told = "|".join(f"(?:{way})" for way in ways(language, words, whole=whole))
    return re.compile(rf"^\s*(?:{told})\s*$" if whole else told, re.DOTALL)


def speak(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the browser's finders and expectations take English words in the language."""

    def named(original: Callable[..., Any], key: str, whole: bool) -> Callable[..., Any]:
        def find(self: Any, *told: Any, **options: Any) -> Any:
            exact = bool(options.get("exact")) or whole
            if key in options and isinstance(options[key], str):
                options[key] = said(language, options[key], whole=exact)
            elif key == "words" and told and isinstance(told[0], str):
                told = (said(language, told[0], whole=exact), *told[1:])
            return original(self, *told, **options)

        return find

    for kind in (Page, Locator):
        for method, key in (
            ("get_by_role", "name"),
            ("get_by_text", "words"),
            ("get_by_label", "words"),
            ("locator", "has_text"),
            ("filter", "has_text"),
        ):
            if hasattr(kind, method):
                monkeypatch.setattr(kind, method, named(getattr(kind, method), key, False))
    for method, whole in (("to_contain_text", False), ("to_have_text", True)):
        original = getattr(LocatorAssertions, method)
        monkeypatch.setattr(LocatorAssertions, method, named(original, "words", whole))
