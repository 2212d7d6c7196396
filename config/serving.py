"""What `up` does before anybody can be served: its steps, each safe to repeat."""

import fcntl
import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError

Say = Callable[[str], object]
ACCOUNTS = "demo-accounts.txt"
SEED = 2014
"""The demonstration's seed: the same people and meetings at everybody's."""
STATES = ("komin.sqlite3", "komin.sqlite3-wal", "komin.sqlite3-shm", ACCOUNTS)
"""What an unfinished demonstration leaves behind."""


def demand_port(host: str, port: int) -> None:
    """Raise `CommandError` when the port cannot be listened to."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used ({getattr(error, 'strerror', error)}). "
            "Is Komîn running already? Another port: --port 8001."
        ) from error


def hold(data: Path) -> TextIO:
    """Hold the data folder for this process; two beats on one queue would do all twice.

    Raises `CommandError` when another `up` holds it. The hold ends with the process.
    """
    file = (data / "up.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise CommandError(f"Komîn is already running on {data}.") from error
    return file


def clear_unfinished(data: Path, say: Say) -> None:
    """Remove a demonstration that was interrupted while it was made; it begins again.

    The mark is set only while there is no body in the database, so nobody's work is lost.
    """
    mark = data / "seeding"
    if mark.exists():
        say("The demonstration was left unfinished last time; beginning it again.")
        for name in STATES:
            (data / name).unlink(missing_ok=True)
        mark.unlink()


def collect_static(folder: Path, say: Say) -> None:
    """Copy and compress the pages' files, when they changed since the last time."""
    wanted = fingerprint()
    stamp = folder.with_name("static-made-from")
    if folder.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    say("Preparing the pages' files ...")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def fingerprint() -> str:
    """The state of all files that the pages use."""
    lines = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = os.stat(storage.path(path))  # noqa: PTH116 - storages know strings
            lines.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def demonstrate(data: Path, say: Say) -> None:
    """Fill an empty database with the demonstration confederation and its accounts."""
    from communes.models import Body

    if Body.objects.exists():
        return
    say("Making the demonstration: a district of about 40 communes with their past year ...")
    mark = data / "seeding"
    mark.touch()
    call_command("seed", size="district", seed=SEED, accounts=str(data / ACCOUNTS))
    mark.unlink()


def addresses(host: str, port: int, own: list[str], *, scheme: str = "http") -> list[str]:
    """Where a browser finds the pages; all of the machine's addresses when it listens to all."""
    names = ["localhost", *own] if host in {"0.0.0.0", "::"} else [host]  # noqa: S104
    shown = [f"[{name}]" if ":" in name else name for name in names]
    return [f"{scheme}://{name.replace('127.0.0.1', 'localhost')}:{port}/" for name in shown]


def accounts(data: Path) -> list[tuple[str, str]]:
    """The demonstration's accounts and their password, when there is a demonstration."""
    path = data / ACCOUNTS
    lines = path.read_text().splitlines() if path.exists() else []
    return [(name, password) for name, _, password in (line.partition(" ") for line in lines)]
