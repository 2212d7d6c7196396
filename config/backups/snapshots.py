"""One instant of the database, read while others go on writing."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from config.backups.shapes import TYPES, Shape

Rows = Iterable[Sequence[Any]]
Snapshot = Callable[[Shape], Rows]
APPLIED = Shape("django_migrations", ("app", "name"), ("text", "text"), "id")
"""What has been migrated, read like any table."""


def snapshot() -> AbstractContextManager[Snapshot]:
    """Reads the rows of any table as they all were at one instant."""
    return _sqlite() if connection.vendor == "sqlite" else _postgres()


def selection(shape: Shape) -> str:
    """The SQL that reads a table in the order of its key."""
    columns = ", ".join(f'"{column}"' for column in shape.columns)
    return f'SELECT {columns} FROM "{shape.table}" ORDER BY "{shape.key}"'


@contextmanager
def _sqlite() -> Iterator[Snapshot]:
    """A read transaction on a connection of its own; in WAL mode it hinders no writer.

    SQLite's backup functions would leave a copy of everything on the disk, unsealed, and would
    begin again whenever another process writes.
    """
    path = Path(str(connection.settings_dict["NAME"])).resolve()
    address = f"{path.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=20)) as line:
        line.execute("BEGIN")
        line.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the instant is now
        yield lambda shape: line.execute(selection(shape))


@contextmanager
def _postgres() -> Iterator[Snapshot]:
    """One repeatable-read transaction; rows come by COPY."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT 1")  # the instant is now

        def rows(shape: Shape) -> Iterator[Sequence[Any]]:
            with cursor.copy(f"COPY ({selection(shape)}) TO STDOUT") as copy:
                copy.set_types([TYPES[kind] for kind in shape.kinds])
                yield from copy.rows()

        yield rows
