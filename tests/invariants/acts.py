"""Ways to lay hands on rows past every rule: the same act as plain SQL and through the ORM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection
from django.db.models import Model

from communes.randomness import new_public_id


class Act(Protocol):
    """One statement against the law."""

    @property
    def table(self) -> str:
        """The table it lays hands on."""

    def sql(self, table: str = "") -> int:
        """By a plain statement, on the table or another like it; the number of rows it touched."""

    def orm(self) -> int:
        """Through the model and none of its rules; the number of rows it touched."""


@dataclass(frozen=True)
class Insert:
    """A row like another, but for some columns (attribute names, e.g. `person_id`)."""

    like: Model
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.like._meta.db_table

    def sql(self, table: str = "") -> int:
        told = _prepared(self.like, {**_fresh(self.like), **self.changes})
        others = [one.column for one in _columns(self.like) if one.column not in told]
        names = ", ".join(f'"{name}"' for name in [*told, *others])
        values = ", ".join([*["%s"] * len(told), *(f'"{name}"' for name in others)])
        into = f"INSERT INTO {table or self.table} ({names})"
        like = f'SELECT {values} FROM {self.table} WHERE "{_key(self.like)}" = %s'
        return _execute(f"{into} {like}", [*told.values(), self.like.pk])

    def orm(self) -> int:
        row = type(self.like)()
        for one in _columns(self.like):
            setattr(row, one.attname, getattr(self.like, one.attname))
        for name, value in {**_fresh(self.like), **self.changes}.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        return 1


@dataclass(frozen=True)
class Change:
    """Another value in a row."""

    row: Model
    changes: Mapping[str, Any]

    @property
    def table(self) -> str:
        return self.row._meta.db_table

    def sql(self, table: str = "") -> int:
        told = _prepared(self.row, self.changes)
        values = ", ".join(f'"{name}" = %s' for name in told)
        statement = f'UPDATE {table or self.table} SET {values} WHERE "{_key(self.row)}" = %s'
        return _execute(statement, [*told.values(), self.row.pk])

    def orm(self) -> int:
        rows = type(self.row)._base_manager.filter(pk=self.row.pk)
        return rows.update(**self.changes)


@dataclass(frozen=True)
class Remove:
    """A row taken away."""

    row: Model

    @property
    def table(self) -> str:
        return self.row._meta.db_table

    def sql(self, table: str = "") -> int:
        return _execute(
            f'DELETE FROM {table or self.table} WHERE "{_key(self.row)}" = %s', [self.row.pk]
        )

    def orm(self) -> int:
        # Without the collector, which refuses by itself what other rows point at.
        rows = type(self.row)._base_manager.filter(pk=self.row.pk)
        return int(rows._raw_delete(connection.alias))


@dataclass(frozen=True)
class Empty:
    """A table emptied at a stroke; the ORM has no such act of its own."""

    table: str

    def sql(self, table: str = "") -> int:
        return abs(_execute(f"TRUNCATE {table or self.table} CASCADE", []))

    def orm(self) -> int:
        return self.sql()


def _columns(row: Model) -> list[Any]:
    return [one for one in row._meta.concrete_fields if one.column != "id"]


def _key(row: Model) -> str:
    return str(row._meta.pk.column)


def _fresh(row: Model) -> dict[str, Any]:
    has = any(one.attname == "public_id" for one in row._meta.concrete_fields)
    return {"public_id": new_public_id()} if has else {}


def _prepared(row: Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column, as the database takes them."""
    fields = {one.attname: one for one in row._meta.concrete_fields}
    return {
        str(fields[name].column): fields[name].get_db_prep_save(value, connection)
        for name, value in changes.items()
    }


def _execute(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
