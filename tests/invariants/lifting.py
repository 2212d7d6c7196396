"""Taking one guard away for the length of a block, to see that it is the one that refuses."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, Model, UniqueConstraint

from communes import guards
from communes.guards import AnyGuard, NoTruncate

FLOORS = ("communes", "mandates", "quotas", "councils")


def constraints() -> dict[str, type[Model]]:
    """Every named check and unique constraint of ours, and its model."""
    return {
        constraint.name: model
        for floor in FLOORS
        for model in apps.get_app_config(floor).get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    }


def guard(name: str) -> AnyGuard | None:
    """The declared guard of that name; None for a constraint of a model."""
    return {one.name: one for one in guards.registered()}.get(name)


def truncations() -> list[AnyGuard]:
    """The guards against emptying tables."""
    return [one for one in guards.registered() if isinstance(one, NoTruncate)]


@contextmanager
def without(name: str) -> Iterator[str]:
    """The law without one guard; yields the table to act on instead, if it is not the same."""
    found = guard(name)
    if found is not None:
        guards.lift(connection, [found])
        yield ""
    elif connection.vendor == "sqlite":
        yield _copy_without(name)
    else:
        _drop(name)
        yield ""


def _drop(name: str) -> None:
    """Take a constraint, or the index that stands for it, away; the test's end brings it back."""
    table = constraints()[name]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
        if cursor.fetchone():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        else:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _copy_without(name: str) -> str:
    """SQLite drops no constraint: the same table beside it, without this one and its triggers."""
    table = constraints()[name]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        made = str(cursor.fetchone()[0])
        less = _strike(made, name)
        copy = f"{table}_without"
        cursor.execute(re.sub(rf'^CREATE TABLE "{table}"', f'CREATE TABLE "{copy}"', less))
        cursor.execute(f'INSERT INTO "{copy}" SELECT * FROM "{table}"')
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s "
            "AND sql IS NOT NULL AND name <> %s",
            [table, name],
        )
        for number, (index,) in enumerate(cursor.fetchall()):
            renamed = re.sub(r'INDEX "[^"]+"', f'INDEX "{copy}_{number}"', index, count=1)
            cursor.execute(renamed.replace(f'ON "{table}"', f'ON "{copy}"'))
    return copy


def _strike(made: str, name: str) -> str:
    """The statement without the clause of that constraint."""
    start = made.find(f', CONSTRAINT "{name}"')
    if start < 0:
        return made
    opening = made.index("(", start)
    depth, end = 0, opening
    for end in range(opening, len(made)):
        depth += {"(": 1, ")": -1}.get(made[end], 0)
        if depth == 0:
            break
    return made[:start] + made[end + 1 :]
