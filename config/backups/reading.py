"""Reading a backup: every line of it proven to be as it was written."""

import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.backups.sealing import Chunks, NotSealedError, opened


def lines(path: Path, passphrase: str) -> Iterator[Any]:
    """The lines of a backup. Raises `NotSealedError` where it is not as it was written."""
    with path.open("rb") as file:
        plain = io.BufferedReader(Chunks(_inflated(opened(file, passphrase))), 1 << 16)
        for line in plain:
            yield json.loads(line.decode("utf-8", "surrogatepass"))


def proven(path: Path, passphrase: str) -> dict[str, Any]:
    """Read the whole file, and give its first line. Raises `NotSealedError`.

    Nothing else is kept: a restore begins only once the last byte is known to be right.
    """
    with path.open("rb") as file:
        for _chunk in _inflated(opened(file, passphrase)):
            pass
    head = next(lines(path, passphrase))
    if not isinstance(head, dict) or "migrations" not in head:
        raise NotSealedError("This is not a backup of Komîn.")
    return head


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    press = zlib.decompressobj()
    try:
        for chunk in chunks:
            yield press.decompress(chunk)
    except zlib.error as error:
        raise NotSealedError("This is not a backup of Komîn.") from error
    yield press.flush()
    if not press.eof or press.unused_data:
        raise NotSealedError("The backup does not end where it should.")
