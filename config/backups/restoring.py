"""Restoring a backup: all of it and as it was, or nothing."""

import os
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from communes import guards
from communes.domain import booking
from communes.domain.vouching import Break
from communes.models import Account, Body, Person
from config.backups.reading import lines
from config.backups.shapes import Shape, emptied, shapes, stored
from config.backups.taking import BELONGING, Progress, Say


class NotRestoredError(Exception):
    """The backup was not restored; nothing has changed."""


class FilesLeftError(Exception):
    """The rows are restored, but not all files are where they belong."""


class BrokenBooksError(NotRestoredError):
    """Books in the backup do not hold."""

    def __init__(self, broken: list[Break]) -> None:
        super().__init__(f"Books in the backup that do not hold: {len(broken)}.")
        self.broken = broken


def demand_same_tables(head: Mapping[str, Any]) -> None:
    """Raise `NotRestoredError` unless the backup was made with the migrations that we have."""
    known = {(app, name) for app, name in MigrationLoader(None).disk_migrations}
    kept = {(app, name) for app, name in head["migrations"]}
    homes = {app for app, _name in known}
    if more := sorted(one for one in kept - known if one[0] in homes):
        raise NotRestoredError(f"The backup is of a newer program: it has {'.'.join(more[0])}.")
    if less := sorted(known - kept):
        raise NotRestoredError(
            f"The backup is of an older program, without {'.'.join(less[0])}: "
            "restore it with that one, then bring it up to date."
        )


def inhabited() -> bool:
    """Whether the database holds anybody or anything."""
    if Body._meta.db_table not in connection.introspection.table_names():
        return False
    return any(model._default_manager.exists() for model in (Account, Person, Body))


def restore(
    path: Path, passphrase: str, folder: Path, say: Say, *, even_broken: bool = False
) -> tuple[dict[str, int], list[Break]]:
    """Replace all rows by those of the backup, verify every book, then put its files in place.

    One transaction: whoever reads meanwhile sees the old state or the new one. Guards are lifted
    within it and stand again before it ends. Returns the numbers of what was restored and the
    books that do not hold; those raise `BrokenBooksError` unless `even_broken`.
    """
    with _stage(folder) as stage:
        with transaction.atomic():
            guards.lift(connection)
            _empty()
            totals = _load(path, passphrase, stage, Progress(say))
            _count_on()
            guards.install(connection)
            connection.check_constraints()
            ContentType.objects.clear_cache()
            broken = _broken(say)
            if broken and not even_broken:
                raise BrokenBooksError(broken)
        _place(stage, folder)
    return totals, broken


def _load(path: Path, passphrase: str, stage: Path, progress: Progress) -> dict[str, int]:
    known = {shape.table: shape for shape in shapes()}
    read = lines(path, passphrase)
    next(read)
    found = {"tables": 0, "rows": 0, "files": 0}
    for line in read:
        if "table" in line:
            shape = known.get(line["table"])
            if shape is None or shape.told() != line:
                raise NotRestoredError(f"The table {line['table']} has another form here.")
            found["tables"] += 1
            found["rows"] += _table(shape, read, progress)
        elif "path" in line:
            found["files"] += 1
            _file(stage, line["path"], read)
        elif line != found:
            raise NotRestoredError(f"The backup should hold {line}, and holds {found}.")
    return found


class _Rows:
    """The rows of one table: all lines until the one that tells their number."""

    def __init__(self, read: Iterator[Any]) -> None:
        self.read, self.number = read, 0
        self.end: dict[str, int] = {}

    def __iter__(self) -> Iterator[Any]:
        for line in self.read:
            if isinstance(line, dict):
                self.end = line
                return
            self.number += 1
            yield line


def _table(shape: Shape, read: Iterator[Any], progress: Progress) -> int:
    rows = _Rows(read)
    _insert(shape, _counted(stored(shape, rows, connection.vendor), shape, progress))
    if rows.end != {"rows": rows.number}:
        raise NotRestoredError(f"The table {shape.table} is not whole.")
    return rows.number


def _counted(rows: Iterable[list[Any]], shape: Shape, progress: Progress) -> Iterator[list[Any]]:
    for number, row in enumerate(rows, 1):
        progress.count(shape.table, number)
        yield row


def _insert(shape: Shape, rows: Iterator[list[Any]]) -> None:
    columns = ", ".join(f'"{column}"' for column in shape.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join("?" for _column in shape.columns)
            statement = f'INSERT INTO "{shape.table}" ({columns}) VALUES ({places})'
            cursor.connection.executemany(statement, rows)
            return
        with cursor.copy(f'COPY "{shape.table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def _empty() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in emptied():
                cursor.execute(f'DELETE FROM "{table}"')
        else:
            cursor.execute(f"TRUNCATE {', '.join(emptied())}")


def _count_on() -> None:
    """New rows get keys after those restored."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _broken(say: Say) -> list[Break]:
    rows = Body.objects.order_by("pk")
    say(f"Verifying {rows.count():,} books ...")
    return [found for body in rows.iterator() if (found := booking.verify(body))]


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A folder beside those that files are for."""
    stage = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage)


def _file(stage: Path, name: str, read: Iterator[Any]) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in BELONGING:
        raise NotRestoredError(f"The backup holds a file that does not belong to it: {name}")
    place = stage / path
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    size = 0
    with os.fdopen(descriptor, "wb") as file:
        for line in read:
            if isinstance(line, dict):
                break
            size += file.write(b64decode(line))
    if line != {"size": size}:
        raise NotRestoredError(f"The file {name} is not whole.")


def _place(stage: Path, folder: Path) -> None:
    """Put the files where they belong, each at a stroke."""
    for path in sorted(stage.rglob("*")):
        place = folder / path.relative_to(stage)
        try:
            if path.is_dir():
                place.mkdir(mode=0o700, exist_ok=True)
            else:
                path.replace(place)
        except OSError as error:
            raise FilesLeftError(f"The rows are restored, but not {place}: {error}") from error
