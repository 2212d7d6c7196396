"""What the law forbids, the database forbids too: triggers, declared once for both engines.

A `Guard` refuses an act on a row when its condition is true. Conditions are written in the
SQL that SQLite and PostgreSQL share; `{today}` and `{now}` stand for the database's own day and
instant, and `IS DISTINCT FROM` is translated. `install` puts all guards in place again (SQLite's
table rebuilds drop triggers silently), `missing` compares them with the catalogue, `lift` takes
them away: before a migration rebuilds SQLite's tables, and in the teardown of tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE"]
INSERT_UPDATE: tuple[Event, ...] = ("INSERT", "UPDATE")


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on `table` when `condition` holds (NEW and OLD name the row)."""

    name: str
    table: str
    event: Event
    condition: str
    message: str

    def statements(self, vendor: str) -> list[str]:
        """The SQL that installs the guard on the engine."""
        return _sqlite(self) if vendor == "sqlite" else _postgres(self)

    def removal(self, vendor: str) -> list[str]:
        """The SQL that takes the guard away."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return _postgres_removal(self.name, self.table)

    def names(self, vendor: str) -> list[str]:
        """The names under which the engine's catalogue holds the guard."""
        return [self.name]


@dataclass(frozen=True)
class NoTruncate:
    """A table is never emptied at a stroke: TRUNCATE on PostgreSQL passes by the rows' guards.

    SQLite has no such statement, and a DELETE without a condition meets the rows' guards there.
    """

    name: str
    table: str
    message: str

    def statements(self, vendor: str) -> list[str]:
        """The SQL that installs the guard on the engine; none on SQLite."""
        if vendor == "sqlite":
            return []
        trigger = f"CREATE TRIGGER {self.name} BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
        return [
            f"{_function(self.name)} AS $$ BEGIN {_raise(self.message)}; END $$",
            f"{trigger} EXECUTE FUNCTION {self.name}()",
        ]

    def removal(self, vendor: str) -> list[str]:
        """The SQL that takes the guard away."""
        return [] if vendor == "sqlite" else _postgres_removal(self.name, self.table)

    def names(self, vendor: str) -> list[str]:
        """The names under which the engine's catalogue holds the guard."""
        return [] if vendor == "sqlite" else [self.name]


@dataclass(frozen=True)
class NoOverlap:
    """Periods of rows that agree in all `columns` never overlap.

    An exclusion constraint on PostgreSQL; on SQLite two triggers with the same meaning. Rows
    for which `where` is false, or a column is null, do not count. Empty periods overlap nothing.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    message: str
    where: str = "true"
    since: str = "since"
    until: str = "until"

    def statements(self, vendor: str) -> list[str]:
        """The SQL that installs the guard on the engine."""
        if vendor != "sqlite":
            where = self.where.replace("{row}", "")
            same = ", ".join(f"{column} WITH =" for column in self.columns)
            periods = f"tstzrange({self.since}, {self.until}) WITH &&"
            rule = f"EXCLUDE USING gist ({same}, {periods}) WHERE ({where})"
            return [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                f"ALTER TABLE {self.table} DROP CONSTRAINT IF EXISTS {self.name}",
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} {rule}",
            ]
        return [line for part in self._triggers() for line in part.statements(vendor)]

    def removal(self, vendor: str) -> list[str]:
        """The SQL that takes the guard away."""
        if vendor != "sqlite":
            return [f"ALTER TABLE {self.table} DROP CONSTRAINT IF EXISTS {self.name}"]
        return [line for part in self._triggers() for line in part.removal(vendor)]

    def names(self, vendor: str) -> list[str]:
        """The names under which the engine's catalogue holds the guard."""
        return [part.name for part in self._triggers()] if vendor == "sqlite" else [self.name]

    def _triggers(self) -> list[Guard]:
        begin, end = self.since, self.until
        same = " AND ".join(f"other.{column} = NEW.{column}" for column in self.columns)
        condition = (
            f"({self.where.replace('{row}', 'NEW.')}) "
            f"AND (NEW.{end} IS NULL OR NEW.{end} > NEW.{begin}) AND EXISTS ("
            f"SELECT 1 FROM {self.table} AS other WHERE {same} "
            f"AND other.id <> NEW.id AND ({self.where.replace('{row}', 'other.')}) "
            f"AND (other.{end} IS NULL OR other.{end} > other.{begin}) "
            f"AND (other.{end} IS NULL OR other.{end} > NEW.{begin}) "
            f"AND (NEW.{end} IS NULL OR NEW.{end} > other.{begin}))"
        )
        return [
            Guard(f"{self.name}_{event.lower()}", self.table, event, condition, self.message)
            for event in INSERT_UPDATE
        ]


AnyGuard = Guard | NoOverlap | NoTruncate

_guards: dict[str, AnyGuard] = {}


def register(*guards: AnyGuard) -> None:
    """Declare guards; each app does so once, when it is ready."""
    for guard in guards:
        _guards[guard.name] = guard


def registered() -> list[AnyGuard]:
    """Every guard declared."""
    return list(_guards.values())


def install(connection: BaseDatabaseWrapper, guards: Iterable[AnyGuard] | None = None) -> list[str]:
    """Put guards in place (all, unless some are named); returns the names installed.

    Guards of tables that do not exist yet are left for the next migration.
    """
    tables = set(connection.introspection.table_names())
    chosen = [g for g in (registered() if guards is None else guards) if g.table in tables]
    _run(connection, [line for g in chosen for line in g.removal(connection.vendor)])
    _run(connection, [line for g in chosen for line in g.statements(connection.vendor)])
    return [guard.name for guard in chosen]


def lift(connection: BaseDatabaseWrapper, guards: Iterable[AnyGuard] | None = None) -> None:
    """Take guards away; only the teardown of tests and controls of tests do this."""
    tables = set(connection.introspection.table_names())
    chosen = [g for g in (registered() if guards is None else guards) if g.table in tables]
    _run(connection, [line for g in chosen for line in g.removal(connection.vendor)])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of declared guards that the database's catalogue does not hold in force."""
    present = _catalogue(connection)
    wanted = [name for guard in registered() for name in guard.names(connection.vendor)]
    return [name for name in wanted if name not in present]


def _catalogue(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
                "UNION SELECT conname FROM pg_constraint"
            )
        return {row[0] for row in cursor.fetchall()}


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    if connection.vendor != "sqlite":  # a table with unchecked keys cannot be altered
        statements = ["SET CONSTRAINTS ALL IMMEDIATE", *statements, "SET CONSTRAINTS ALL DEFERRED"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(guard: Guard) -> list[str]:
    condition = guard.condition.replace("{today}", "date('now')")
    condition = condition.replace("{now}", "strftime('%Y-%m-%d %H:%M:%f', 'now')")
    condition = condition.replace("IS NOT DISTINCT FROM", "IS")
    condition = condition.replace("IS DISTINCT FROM", "IS NOT")
    begin = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
    return [f"{begin} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"]


def _postgres(guard: Guard) -> list[str]:
    condition = guard.condition.replace("{today}", "(now() AT TIME ZONE 'utc')::date")
    condition = condition.replace("{now}", "now()")
    row = "OLD" if guard.event == "DELETE" else "NEW"
    body = f"BEGIN IF {condition} THEN {_raise(guard.message)}; END IF; RETURN {row}; END"
    trigger = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
    return [
        f"{_function(guard.name)} AS $$ {body} $$",
        f"{trigger} FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


def _function(name: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'"


def _postgres_removal(name: str, table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"]
