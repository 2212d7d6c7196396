"""Many rows in one stream: COPY on PostgreSQL, prepared inserts on SQLite.

For what is written by the ten thousand within a deed. Guards and constraints hold as for any
other row; nothing is read back, and no field fills a value of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

Row = Sequence[Any]
Column = Any
PART = 2000


def load(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> int:
    """Write rows whose values stand in the order of the attributes named; how many there were.

    Values are what the fields take, but JSON is text already, and public ids are
    UUIDs or their 32 digits.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [fields[name] for name in names]
    with transaction.atomic():
        write = _copied if connection.vendor == "postgresql" else _inserted
        return write(model._meta.db_table, columns, rows)


def _copied(table: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    listed = ", ".join(f'"{column.column}"' for column in columns)
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _inserted(table: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    listed = ", ".join(f'"{column.column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({listed}) VALUES ({places})"
    prepared, count = _prepared(columns, rows), 0
    with connection.cursor() as cursor:
        while part := list(islice(prepared, PART)):
            cursor.executemany(statement, part)
            count += len(part)
    return count


def _prepared(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[list[Any]]:
    """Values as SQLite keeps them: ids and instants are texts there."""
    kept = [_as_kept(column) for column in columns]
    for row in rows:
        yield [take(value) for take, value in zip(kept, row, strict=True)]


def _as_kept(column: Column) -> Callable[[Any], Any]:
    if isinstance(column, models.UUIDField):
        return lambda value: value.hex if isinstance(value, UUID) else value
    if isinstance(column, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(column, models.DateField):
        return connection.ops.adapt_datefield_value
    return lambda value: value
