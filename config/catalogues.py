"""Translations: written as .po files, made into what gettext reads when the program starts.

The compiled files are not kept in the repository, so that they can never lag behind.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder: Path) -> list[str]:
    """Compile each catalogue whose compiled file is absent or older; returns their languages.

    A catalogue that cannot be read raises `ValueError` naming it.
    """
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        language = source.parent.parent.name
        draft = target.with_suffix(f".{os.getpid()}")
        try:
            with source.open("rb") as reading, draft.open("wb") as writing:
                write_mo(writing, read_po(reading, abort_invalid=True))
        except Exception as error:
            draft.unlink(missing_ok=True)
            raise ValueError(f"The catalogue {source} cannot be read: {error}") from error
        draft.replace(target)
        compiled.append(language)
    return compiled
