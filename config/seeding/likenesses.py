"""Likenesses: communes that lived through what a model commune did, with people of their own.

A model's rows are read once; a likeness is the same rows under keys, public ids and names of its
own. Lists are vouched for anew, minutes and books hashed anew, link by link, and all of it goes
in by streams, with every guard of the database in force: what the law forbids for the model it
forbids for its likenesses.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import JSONField, Max, Model, UUIDField

from communes.domain import loading
from communes.folding import fold
from communes.randomness import new_public_id

FLOORS = ("communes", "mandates", "quotas", "councils")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
DIGESTS = re.compile(r"[0-9a-f]{64}")
Row = list[Any]


def tables() -> list[type[Model]]:
    """The tables of all floors, each after those that its keys name."""
    left = [one for floor in FLOORS for one in apps.get_app_config(floor).get_models()]
    placed: list[type[Model]] = []
    while left:
        waits = {one: _named(one) & (set(left) - {one}) for one in left}
        ready = next((one for one in left if not waits[one]), None)
        if ready is None:  # keys in a ring: one that may be empty is checked at the end
            ready = next(one for one in left if not waits[one] & _named(one, ever=True))
        placed.append(ready)
        left.remove(ready)
    return placed


def _named(model: type[Model], *, ever: bool = False) -> set[type[Model]]:
    """The tables that its keys name; `ever`: those that may not be empty."""
    keys = (
        column.related_model
        for column in model._meta.concrete_fields
        if column.is_relation and not (ever and column.null)
    )
    return {one for one in keys if isinstance(one, type)}


def counters() -> dict[type[Model], int]:
    """The last key of each table that counts its own."""
    return {
        one: one._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for one in tables()
        if not one._meta.pk.is_relation
    }


@dataclass
class Table:
    """The rows of a model commune in one table, and which columns a likeness has otherwise."""

    model: type[Model]
    names: list[str]
    rows: list[Row]
    keys: dict[int, type[Model]]
    ids: list[int]
    texts: dict[int, list[int]] = field(default_factory=dict)
    """For each column of text the rows in which it names somebody or something of the commune."""

    def column(self, name: str) -> int:
        """Where a column stands in a row."""
        return self.names.index(name)


@dataclass
class Template:
    """All rows that a model commune left, by table."""

    name: str
    begin: Mapping[type[Model], int]
    end: Mapping[type[Model], int]
    tables: dict[type[Model], Table] = field(default_factory=dict)

    def spread(self, model: type[Model]) -> int:
        """How many keys of a table a likeness takes up."""
        return self.end[model] - self.begin[model]


def template(name: str, begin: Mapping[type[Model], int]) -> Template:
    """What was written since the counters stood there: the rows of one model commune."""
    found = Template(name, begin, counters())
    for model in tables():
        counted = _counting(model)
        rows = model._default_manager.filter(pk__gt=begin[counted], pk__lte=found.end[counted])
        table = _read(model, list(rows.order_by("pk").values_list()), name)
        if table.rows:
            found.tables[model] = table
    return found


def _speaks(text: str, name: str) -> bool:
    """Whether a text names a row or the commune, as written or as it is searched."""
    return bool(IDS.search(text)) or name in text or fold(name) in text


def _counting(model: type[Model]) -> type[Model]:
    """The table whose keys this one's are: its own, or those of what it specialises."""
    while model._meta.pk.is_relation:
        target = model._meta.pk.related_model
        assert isinstance(target, type)
        model = target
    return model


def _read(model: type[Model], rows: Sequence[Sequence[Any]], name: str) -> Table:
    columns = list(model._meta.concrete_fields)
    table = Table(model, [one.attname for one in columns], [list(row) for row in rows], {}, [])
    for place, column in enumerate(columns):
        if column.is_relation or column.primary_key:
            target = column.related_model if column.is_relation else model
            assert isinstance(target, type)
            table.keys[place] = _counting(target)
        elif isinstance(column, UUIDField):
            table.ids.append(place)
        elif isinstance(column, JSONField):
            for row in table.rows:
                row[place] = json.dumps(row[place], ensure_ascii=False)
        table.texts[place] = [
            number
            for number, row in enumerate(table.rows)
            if isinstance(row[place], str) and _speaks(row[place], name)
        ]
    table.texts = {place: found for place, found in table.texts.items() if found}
    return table


@dataclass
class Likeness:
    """One likeness of a template: its keys, its ids, its names, what is vouched for anew."""

    of: Template
    name: str
    offsets: Mapping[type[Model], int]
    ids: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def draw_ids(self) -> None:
        """A public id for each that the template gave."""
        for table in self.of.tables.values():
            if "public_id" in table.names:
                place = table.column("public_id")
                self.ids |= {str(row[place]): str(new_public_id()) for row in table.rows}

    def text(self, said: str) -> str:
        """A text of the template's as the likeness says it."""
        told = IDS.sub(lambda found: self.ids.get(found[0], found[0]), said)
        told = DIGESTS.sub(lambda found: self.digests.get(found[0], found[0]), told)
        told = told.replace(self.of.name, self.name)
        return told.replace(fold(self.of.name), fold(self.name))

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of one table under the likeness's keys and ids; names are another's matter."""
        begin, end = self.of.begin, self.of.end
        moves = [
            (place, begin[model], end[model], self.offsets[model])
            for place, model in table.keys.items()
        ]
        marked = {number for numbers in table.texts.values() for number in numbers}
        for number, row in enumerate(table.rows):
            fresh = list(row)
            for place, low, high, offset in moves:
                if fresh[place] is not None and low < fresh[place] <= high:
                    fresh[place] += offset
            for place in table.ids:
                fresh[place] = self._id(fresh[place])
            if number in marked:
                for place in table.texts:
                    if isinstance(fresh[place], str):
                        fresh[place] = self.text(fresh[place])
            yield fresh

    def _id(self, value: Any) -> Any:
        return UUID(self.ids[str(value)]) if str(value) in self.ids else value


def write(table: Table, rows: Iterable[Row]) -> None:
    """Into the database, in one stream."""
    loading.load(table.model, table.names, rows)


def set_counters() -> None:
    """Let the tables count on from the last key that was written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
