"""What the program refuses to start with."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PRAGMAS = {"journal_mode": ("wal",), "synchronous": (2, 3), "foreign_keys": (1,)}
"""What SQLite must really run with. WAL with synchronous=NORMAL, the common advice, loses writes
that were acknowledged when the power fails; FULL (2) and EXTRA (3) lose none."""


def weaknesses(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """The settings of a live SQLite connection that could lose or corrupt what was written."""
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            value = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if value not in wanted:
                found.append(
                    Error(
                        f"SQLite runs with {name}={value}; it must be {wanted[0]}.",
                        hint="See DATABASES in config/settings.py: init_command.",
                        id="komin.E001",
                    )
                )
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
    if mode != "IMMEDIATE":
        found.append(
            Error(
                f"SQLite transactions begin {mode or 'DEFERRED'}; they must begin IMMEDIATE.",
                hint="See DATABASES in config/settings.py: transaction_mode.",
                id="komin.E002",
            )
        )
    return found


@register(Tags.database)
def sqlite_keeps_its_word(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Ask each live SQLite connection how it is set, rather than believing the settings."""
    chosen = [connections[alias] for alias in databases or ()]
    return [
        problem
        for connection in chosen
        if connection.vendor == "sqlite"
        for problem in weaknesses(connection)
    ]


def refuse_if_unsafe() -> None:
    """Run every check on this program and its database. Raises `SystemCheckError`."""
    BaseCommand().check(databases=["default"])
