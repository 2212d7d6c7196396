"""Catalogues are compiled when they are needed, and a broken one is named."""

import os
from pathlib import Path

import pytest

from config.catalogues import compile_catalogues

GOOD = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "commune"
msgstr "komîn"
"""


def catalogue(folder: Path, text: str) -> Path:
    """A catalogue of one language in the folder."""
    source = folder / "ku" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(text, encoding="utf-8")
    return source


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path) -> None:
    source = catalogue(tmp_path, GOOD)
    assert compile_catalogues(tmp_path) == ["ku"]
    assert compile_catalogues(tmp_path) == []
    os.utime(source, (source.stat().st_atime + 60, source.stat().st_mtime + 60))
    assert compile_catalogues(tmp_path) == ["ku"]


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    catalogue(tmp_path, GOOD + "\nnonsense here\n")
    with pytest.raises(ValueError, match="ku"):
        compile_catalogues(tmp_path)
