"""What the law forbids, the database forbids too: triggers, declared once for both engines.

A `Guard` refuses an act on a row when its condition is true. Conditions are written in the
SQL that SQLite and PostgreSQL share; `{today}` stands for the database's own day, and
`IS DISTINCT FROM` is translated. `install` puts all guards in place again (SQLite's table
rebuilds drop triggers silently), `missing` compares them with the catalogue, `lift` takes
them away and is for the teardown of tests alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE"]


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
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"DROP FUNCTION IF EXISTS {self.name}()",
        ]


@dataclass(frozen=True)
class NoOverlap:
    """Periods (since, until) of rows with the same `column` never overlap.

    An exclusion constraint on PostgreSQL; on SQLite two triggers with the same meaning. Rows
    for which `where` is false do not count. Empty periods overlap nothing.
    """

    name: str
    table: str
    column: str
    message: str
    where: str = "true"

    def statements(self, vendor: str) -> list[str]:
        """The SQL that installs the guard on the engine."""
        if vendor != "sqlite":
            where = self.where.replace("{row}", "")
            periods = f"{self.column} WITH =, tstzrange(since, until) WITH &&"
            rule = f"EXCLUDE USING gist ({periods}) WHERE ({where})"
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

    def _triggers(self) -> list[Guard]:
        where_new = self.where.replace("{row}", "NEW.")
        where_other = self.where.replace("{row}", "other.")
        condition = (
            f"({where_new}) AND (NEW.until IS NULL OR NEW.until > NEW.since) AND EXISTS ("
            f"SELECT 1 FROM {self.table} AS other WHERE other.{self.column} = NEW.{self.column} "
            f"AND other.id <> NEW.id AND ({where_other}) "
            "AND (other.until IS NULL OR other.until > other.since) "
            "AND (other.until IS NULL OR other.until > NEW.since) "
            "AND (NEW.until IS NULL OR NEW.until > other.since))"
        )
        return [
            Guard(f"{self.name}_{event.lower()}", self.table, event, condition, self.message)
            for event in ("INSERT", "UPDATE")
        ]


AnyGuard = Guard | NoOverlap

_guards: dict[str, AnyGuard] = {}


def register(*guards: AnyGuard) -> None:
    """Declare guards; each app does so once, when it is ready."""
    for guard in guards:
        _guards[guard.name] = guard


def registered() -> list[AnyGuard]:
    """Every guard declared."""
    return list(_guards.values())


def append_only(table: str, message: str) -> list[Guard]:
    """Guards that let rows be written once and never changed or removed."""
    return [
        Guard(f"{table}_no_update", table, "UPDATE", "true", message),
        Guard(f"{table}_no_delete", table, "DELETE", "true", message),
    ]


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
    """Names of declared guards that the database's catalogue does not hold."""
    present = _catalogue(connection)
    wanted: list[str] = []
    for guard in registered():
        if isinstance(guard, NoOverlap) and connection.vendor == "sqlite":
            wanted += [f"{guard.name}_insert", f"{guard.name}_update"]
        else:
            wanted.append(guard.name)
    return [name for name in wanted if name not in present]


def _catalogue(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
                "UNION SELECT conname FROM pg_constraint"
            )
        return {row[0] for row in cursor.fetchall()}


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(guard: Guard) -> list[str]:
    condition = guard.condition.replace("{today}", "date('now')")
    condition = condition.replace("IS NOT DISTINCT FROM", "IS")
    condition = condition.replace("IS DISTINCT FROM", "IS NOT")
    begin = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
    return [f"{begin} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"]


def _postgres(guard: Guard) -> list[str]:
    condition = guard.condition.replace("{today}", "(now() AT TIME ZONE 'utc')::date")
    row = "OLD" if guard.event == "DELETE" else "NEW"
    refusal = f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {condition} THEN {refusal}; END IF; RETURN {row}; END"
    function = f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql"
    trigger = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
    return [
        f"{function} AS $$ {body} $$",
        f"{trigger} FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
