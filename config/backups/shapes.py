"""How values are spelled in a backup, the same from either engine."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model

Turn = Callable[[Any], Any]

KINDS = {
    "AutoField": "number",
    "BigAutoField": "number",
    "BigIntegerField": "number",
    "BinaryField": "bytes",
    "BooleanField": "truth",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "instant",
    "EmailField": "text",
    "FileField": "text",
    "FloatField": "real",
    "GenericIPAddressField": "text",
    "IntegerField": "number",
    "JSONField": "json",
    "PositiveBigIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "SlugField": "text",
    "SmallIntegerField": "number",
    "TextField": "text",
    "URLField": "text",
    "UUIDField": "uuid",
}
"""Django's fields, by what they hold."""
TYPES = {
    "number": "int8",
    "real": "float8",
    "bytes": "bytea",
    "truth": "bool",
    "text": "text",
    "day": "date",
    "instant": "timestamptz",
    "json": "text",
    "uuid": "uuid",
}
"""As which of PostgreSQL's types columns are read; JSON as the text that it is."""
LEFT_OUT = {"django_session", "communes_signin"}
"""Tables that a backup leaves empty: whoever was signed in signs in again."""


@dataclass(frozen=True)
class Shape:
    """A table, its columns, and what each holds."""

    table: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    key: str

    def told(self) -> dict[str, Any]:
        """The line that begins the table."""
        return {"table": self.table, "columns": list(self.columns), "kinds": list(self.kinds)}


def shapes() -> list[Shape]:
    """Every table of the program that a backup holds, in the order of the models."""
    models = [row for row in apps.get_models(include_auto_created=True) if row._meta.managed]
    ours = [row for row in models if not row._meta.proxy and row._meta.db_table not in LEFT_OUT]
    return [_shape(model) for model in ours]


def emptied() -> list[str]:
    """Every table that a restore empties first: those of the backup, and those left out."""
    return [*LEFT_OUT, *(shape.table for shape in shapes())]


def _shape(model: type[Model]) -> Shape:
    fields = model._meta.local_concrete_fields
    columns = tuple(str(field.column) for field in fields)
    kinds = tuple(KINDS[_plain(field).get_internal_type()] for field in fields)
    return Shape(model._meta.db_table, columns, kinds, str(model._meta.pk.column))


def _plain(field: "Field[Any, Any]") -> "Field[Any, Any]":
    """The field that says what is stored: a key holds what the key it names holds."""
    while field.remote_field is not None:
        field = field.target_field  # type: ignore[attr-defined]
    return field


def _instant(value: datetime | str) -> str:
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    plain = read if read.tzinfo else read.replace(tzinfo=UTC)
    return plain.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _sqlite_instant(value: str) -> str:
    """As Django writes it: no zone, microseconds only where there are some."""
    return str(datetime.fromisoformat(value).replace(tzinfo=None))


_SPELLED: Mapping[str, Turn] = {
    "bytes": lambda value: b64encode(value).decode(),
    "truth": bool,
    "day": str,
    "instant": _instant,
    "uuid": lambda value: str(value if isinstance(value, UUID) else UUID(value)),
}
_STORED: Mapping[str, Turn] = {"bytes": b64decode}
_STORED_BY: Mapping[str, Mapping[str, Turn]] = {
    "postgresql": _STORED,
    "sqlite": {**_STORED, "uuid": lambda v: v.replace("-", ""), "instant": _sqlite_instant},
}


def spelled(shape: Shape, rows: Iterable[Sequence[Any]]) -> Iterable[list[Any]]:
    """Rows of either engine as a backup spells them."""
    return _turned(rows, [_SPELLED.get(kind) for kind in shape.kinds])


def stored(shape: Shape, rows: Iterable[Sequence[Any]], vendor: str) -> Iterable[list[Any]]:
    """Rows of a backup as the engine takes them."""
    return _turned(rows, [_STORED_BY[vendor].get(kind) for kind in shape.kinds])


def _turned(rows: Iterable[Sequence[Any]], turns: Sequence[Turn | None]) -> Iterable[list[Any]]:
    for row in rows:
        yield [
            value if turn is None or value is None else turn(value)
            for value, turn in zip(row, turns, strict=True)
        ]
