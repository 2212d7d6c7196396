"""Passphrases: asked without an echo or read from a file; never an argument that others see."""

import sys
import unicodedata
from getpass import getpass
from pathlib import Path

from django.core.management.base import CommandError

SHORTEST = 12
"""Signs of a passphrase for something new; a guess costs half a second (ours)."""


def passphrase(file: str | None, *, new: bool) -> str:
    """The passphrase from the file, or from the person at the keyboard; twice when it is new.

    Raises `CommandError` when there is none, it is too short, or the two differ.
    """
    found = _read(file) if file else _asked(new=new)
    if new and len(unicodedata.normalize("NFKC", found)) < SHORTEST:
        raise CommandError(f"The passphrase is too short: at least {SHORTEST} signs.")
    return found


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--passphrase-file: cannot be read: {file}") from error


def _asked(*, new: bool) -> str:
    if not sys.stdin.isatty():
        raise CommandError("Nobody is there to ask: name a file with --passphrase-file.")
    found = getpass("Passphrase: ")
    if new and getpass("The same again: ") != found:
        raise CommandError("The two differ.")
    return found
