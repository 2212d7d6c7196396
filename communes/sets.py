"""Many rows into one table by one statement, many keys in one question: sweeps work in sets.

An object for each row, as `bulk_create` asks for, costs more than the database does, and so does
a placeholder for each key. Here rows are plain mappings and keys one value: PostgreSQL unpacks
them from JSON and an array, SQLite takes rows as they are and keys from JSON.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, CharField, F, Field, Func, Model, TextField
from django.db.models.functions import Substr

from communes.randomness import new_public_ids

Row = Mapping[str, Any]
MANY = 1000
"""So many keys are told one by one."""


class among(Func):  # noqa: N801 - it reads as a condition: filter(among("pk", keys))
    """Whether a column of whole numbers is one of many keys.

    Of very many that lie close together, as those of a whole tree do, only the first, the last
    and the keys that are missing between them are told: a list of all is slow to plan with.
    """

    output_field = BooleanField()

    def __init__(self, column: str, keys: Iterable[int]) -> None:
        told = set(keys)
        self.ends: tuple[int, int] | None = None
        if len(told) > MANY and max(told) - min(told) < 2 * len(told):
            self.ends = min(told), max(told)
            told = set(range(self.ends[0], self.ends[1] + 1)) - told
        self.keys = sorted(told)
        super().__init__(F(column))

    def as_sql(self, compiler: Any, connection: Any, *_how: Any, **_context: Any) -> Any:
        """As PostgreSQL asks it: the keys in an array."""
        return self._asked(compiler, "{0} = ANY(%s)", self.keys)

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        """SQLite knows no arrays."""
        listed = "{0} IN (SELECT value FROM json_each(%s))"
        return self._asked(compiler, listed, json.dumps(self.keys))

    def _asked(self, compiler: Any, one_of: str, keys: Any) -> tuple[str, list[Any]]:
        column, values = compiler.compile(*self.get_source_expressions())
        listed = one_of.format(column)
        if self.ends is None:
            return f"({listed})", [*values, keys]
        between, told = f"{column} BETWEEN %s AND %s", [*values, *self.ends]
        if not self.keys:
            return f"({between})", told
        return f"({between} AND NOT ({listed}))", [*told, *values, keys]


class key_of(Func):  # noqa: N801 - it reads as a column: annotate(key=key_of("public_id"))
    """A public id as the text that entries and URLs hold, made by the database."""

    output_field = TextField()
    template, arg_joiner = "CAST(%(expressions)s AS text)", ""

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        """SQLite keeps 32 digits without the four hyphens."""
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        [column] = self.get_source_expressions()
        told = [Substr(column, start, length) for start, length in parts]
        joined = Func(*told, template="(%(expressions)s)", arg_joiner=" || '-' || ")
        return joined.as_sql(compiler, connection, **extra_context)


@contextmanager
def at_one_go() -> Iterator[None]:
    """Python does not look for cycles meanwhile: where thousands of rows come and go at once, it
    would walk through everything the program holds, again and again, and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def pour(
    model: type[Model], rows: Sequence[Row], same: Row | None = None, *, once: bool = False
) -> None:
    """Insert the rows, all with the same columns; `same` holds what stands alike in each.

    Columns are named as attributes of the model (`body_id`). Those not named get their default,
    public ids each their own. `once` leaves out what a unique constraint already holds; every
    other constraint speaks as always. Nothing is told of the keys the rows were given.
    """
    if not rows:
        return
    alike = dict(same or {})
    if "public_id" not in rows[0] and any(one.attname == "public_id" for one in _columns(model)):
        ids = new_public_ids(len(rows))
        rows = [{**row, "public_id": key} for row, key in zip(rows, ids, strict=True)]
    for one in _columns(model):
        if one.attname not in rows[0]:
            alike.setdefault(one.attname, one.get_default())
    each = [one for one in _columns(model) if one.attname in rows[0]]
    shared = [(one, alike[one.attname]) for one in _columns(model) if one.attname in alike]
    write = _unpacked if connection.vendor == "postgresql" else _one_by_one
    write(model, rows, each, shared, once)


def _columns(model: type[Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not one.primary_key]


def _insert(model: type[Model], columns: Sequence[Any], values: str, once: bool) -> str:
    quote = connection.ops.quote_name
    listed = ", ".join(quote(one.column) for one in columns)
    kept = " ON CONFLICT DO NOTHING" if once else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({listed}) {values}{kept}"


def _unpacked(
    model: type[Model],
    rows: Sequence[Row],
    each: Sequence[Any],
    shared: Sequence[tuple[Any, Any]],
    once: bool,
) -> None:
    quote = connection.ops.quote_name
    typed = ", ".join(f"{quote(one.attname)} {_type(one)}" for one in each)
    shown = ", ".join([*(quote(one.attname) for one in each), *("%s" for _one in shared)])
    values = f"SELECT {shown} FROM json_to_recordset(%s::json) AS told({typed})"
    packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_plain)
    alike = [one.get_db_prep_save(value, connection) for one, value in shared]
    with connection.cursor() as cursor:
        columns = [*each, *(one for one, _value in shared)]
        cursor.execute(_insert(model, columns, values, once), [*alike, packed])


def _one_by_one(
    model: type[Model],
    rows: Sequence[Row],
    each: Sequence[Any],
    shared: Sequence[tuple[Any, Any]],
    once: bool,
) -> None:
    """SQLite takes one prepared statement for all rows."""
    alike = [one.get_db_prep_save(value, connection) for one, value in shared]
    told = [
        [*(one.get_db_prep_save(row[one.attname], connection) for one in each), *alike]
        for row in rows
    ]
    columns = [*each, *(one for one, _value in shared)]
    values = f"VALUES ({', '.join('%s' for _one in columns)})"
    with connection.cursor() as cursor:
        cursor.executemany(_insert(model, columns, values, once), told)


def _type(column: "Field[Any, Any]") -> str:
    """As what a column is unpacked; text whole, so that one too long is refused, not cut."""
    if isinstance(column, CharField | TextField):
        return "text"
    return str(column.rel_db_type(connection) if column.is_relation else column.db_type(connection))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written in sets")
