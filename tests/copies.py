"""The test database on SQLite: migrated once into a file, and copied for every further process.

Drawing up every table from its migrations takes more time than most tests. The file is known by
what it is made of; Django still migrates each copy, which finds nothing to do, and puts the guards
of the program as it is now in place.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from config.environment import ROOT

MADE_OF = ("*/migrations/*.py", "*/guarded/*.py", "*/guard*.py", "*/models/*.py")


def fingerprint() -> str:
    """What stands for everything a migrated database is made of."""
    found = hashlib.sha256(django.__version__.encode())
    for pattern in MADE_OF:
        for path in sorted(ROOT.glob(pattern)):
            found.update(str(path.relative_to(ROOT)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def copied() -> Iterator[None]:
    """The test database of this process lies ready as a copy; it is removed afterwards."""
    own = Path(connection.settings_dict["TEST"]["NAME"])
    shutil.copyfile(migrated(own.parent), own)
    try:
        yield
    finally:
        connection.close()
        for path in own.parent.glob(f"{own.name}*"):
            path.unlink()


def migrated(folder: Path) -> Path:
    """The file all copies are made of; made by the first process that asks."""
    path = folder / f"test-migrated-{fingerprint()}.sqlite3"
    with (folder / "test-migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in folder.glob("test-migrated-*"):
                old.unlink()
            draft = path.with_suffix(".draft")
            migrate(draft)
            draft.rename(path)
    return path


def migrate(draft: Path) -> None:
    """Draw up every table in a new file."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = draft
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
