"""The catalogues of the languages: whole, faithful to their placeholders, and honest."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from config.environment import ROOT

FOLDER = Path(settings.LOCALE_PATHS[0])
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
# Arabic has forms of its own for none, one and two: they may say the number in the noun.
SAID_BY_THE_NOUN = {"ar": {0, 1, 2}, "ku": set[int](), "ckb": set[int]()}


def source(language: str) -> Path:
    """The catalogue of one language, as it is written."""
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """The catalogue of one language, read; a line that cannot be read is an error."""
    with source(language).open("rb") as reading:
        return read_po(reading, locale=None, abort_invalid=True)


def translated(language: str) -> Iterator[Message]:
    """The entries that somebody has translated."""
    for message in catalogue(language):
        if message.id and any(forms(message)):
            yield message


def forms(message: Message) -> list[str]:
    """The translation of an entry, in each of its forms."""
    if message.string is None or isinstance(message.string, str):
        return [message.string or ""]
    return list(message.string)


def placeholders(text: str) -> list[str]:
    """What the program fills in, in no particular order."""
    return sorted(PLACEHOLDER.findall(text))


def faults(language: str, message: Message) -> list[str]:
    """The forms of one entry that lose or invent a placeholder."""
    if isinstance(message.id, str):
        return [] if placeholders(message.id) == placeholders(forms(message)[0]) else [message.id]
    one, many = (placeholders(text) for text in message.id)
    found = []
    for number, form in enumerate(forms(message)):
        here = placeholders(form)
        by_noun = number in SAID_BY_THE_NOUN[language] and len(many) - len(here) == 1
        if here == many or (number == 0 and here == one) or (by_noun and set(here) < set(many)):
            continue
        found.append(f"{message.id[0]} [{number}]: {form}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_compiles(language: str, tmp_path: Path) -> None:
    target = tmp_path / "django.mo"
    with target.open("wb") as writing:
        write_mo(writing, catalogue(language))
    assert target.stat().st_size > 0
    subprocess.run(
        ["msgfmt", "--check-format", "-o", str(tmp_path / "checked.mo"), str(source(language))],
        check=True,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_its_placeholders(language: str) -> None:
    entries = list(translated(language))
    assert entries
    assert [fault for message in entries for fault in faults(language, message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_plural_is_there(language: str) -> None:
    wanted = catalogue(language).num_plurals
    short = [
        message.id[0]
        for message in translated(language)
        if isinstance(message.id, tuple)
        and (len(forms(message)) != wanted or not all(forms(message)))
    ]
    assert short == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_fuzzy(language: str) -> None:
    assert [message.id for message in catalogue(language) if message.fuzzy] == []
    assert "#, fuzzy" not in source(language).read_text(encoding="utf-8")


def test_every_string_of_the_program_is_translated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("communes", "mandates", "quotas", "councils", "config", "templates"):
        leave = shutil.ignore_patterns("__pycache__", "locale", "migrations")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=leave)
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    with override_settings(LOCALE_PATHS=[tmp_path / "locale"]):
        call_command("makemessages", locale=["ar"], no_location=True, verbosity=0)
    with (tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po").open("rb") as reading:
        wanted = {(message.context, message.id) for message in read_po(reading) if message.id}
    assert len(wanted) > 1000
    for language in LANGUAGES:
        known = {(message.context, message.id) for message in translated(language)}
        assert sorted(str(one) for one in wanted - known) == [], language
