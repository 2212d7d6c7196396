"""Taking a backup: one instant of the database and the files that belong to it, sealed."""

import json
import os
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

from config.backups.sealing import COST, FORMAT, Sealing
from config.backups.shapes import Shape, shapes, spelled
from config.backups.snapshots import APPLIED, Snapshot, snapshot

Say = Callable[[str], object]
BELONGING = ("secret-key", "demo-accounts.txt", "tls", "media")
"""What of the data folder belongs to the data; the rest is made anew, or is the queue and logs."""
PIECE = 48 * 1024
"""Bytes of a file on one line."""
LATER = 2.0
"""Seconds between two words on how far it is."""


@dataclass
class Progress:
    """Tells how far a longer run is, not more often than people read."""

    say: Say
    rows: int = 0
    told: float = field(default_factory=time.monotonic)

    def count(self, what: str, total: int) -> None:
        """One more row or piece."""
        self.rows += 1
        if self.rows % 1000 == 0 and time.monotonic() - self.told > LATER:
            self.told = time.monotonic()
            self.say(f"  {what}: {total:,} ({self.rows:,} in all) ...")


@dataclass(frozen=True)
class Backup:
    """What a backup is taken of, and when."""

    folder: Path
    at: datetime
    passphrase: str
    cost: int = COST


class Lines:
    """Writes lines of JSON, compressed, into a sealed file."""

    def __init__(self, sealing: Sealing) -> None:
        self.sealing, self.press = sealing, zlib.compressobj(4)

    def write(self, value: Any) -> None:
        """One line."""
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        self.sealing.write(self.press.compress(line.encode("utf-8", "surrogatepass")))

    def close(self) -> None:
        """Nothing follows."""
        self.sealing.write(self.press.flush())
        self.sealing.close()


def take(path: Path, backup: Backup, say: Say) -> dict[str, int]:
    """Write the backup beside `path`, then in its place; the numbers of what it holds.

    Whatever was there before stays until the new one is whole on the disk.
    """
    with _beside(path) as file, snapshot() as read:
        lines = Lines(Sealing(file, backup.passphrase, cost=backup.cost))
        lines.write(_head(backup, read))
        progress = Progress(say)
        wanted = shapes()
        rows = sum(_table(lines, shape, read, progress) for shape in wanted)
        files = [found for name in BELONGING for found in _files(backup.folder / name)]
        for found in files:
            _file(lines, found, backup.folder, progress)
        totals = {"tables": len(wanted), "rows": rows, "files": len(files)}
        lines.write(totals)
        lines.close()
    return totals


def _head(backup: Backup, read: Snapshot) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": backup.at.isoformat(),
        "engine": connection.vendor,
        "migrations": sorted([str(app), str(name)] for app, name in read(APPLIED)),
    }


def _table(lines: Lines, shape: Shape, read: Snapshot, progress: Progress) -> int:
    lines.write(shape.told())
    number = 0
    for number, row in enumerate(spelled(shape, read(shape)), 1):
        lines.write(row)
        progress.count(shape.table, number)
    lines.write({"rows": number})
    return number


def _files(path: Path) -> list[Path]:
    """The file, or all those under the folder; what is a link stays out."""
    if path.is_symlink():
        return []
    if path.is_file():
        return [path]
    found = sorted(path.rglob("*")) if path.is_dir() else []
    return [one for one in found if one.is_file() and not one.is_symlink()]


def _file(lines: Lines, path: Path, folder: Path, progress: Progress) -> None:
    name = path.relative_to(folder).as_posix()
    lines.write({"path": name})
    size = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            lines.write(b64encode(piece).decode())
            size += len(piece)
            progress.count(name, size)
    lines.write({"size": size})


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    """A new file for its owner only that takes the place of `path` once it is whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    above = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(above)  # the name, too, is on the disk
    finally:
        os.close(above)
