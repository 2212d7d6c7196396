"""What a test committed is deleted after it, though the database forbids it.

Django empties and makes anew every table, and tells every app of it; only few tables hold rows.
"""

from typing import Any

from django.db import connection, transaction

from communes import guards

KEPT = ("django_migrations", "django_content_type", "auth_permission")
"""What the migrations wrote, and no test changes."""


def clear(*_args: Any) -> None:
    """Delete every row that was committed; afterwards every guard stands."""
    tables = sorted(set(connection.introspection.table_names()) - set(KEPT))
    if connection.vendor == "sqlite":
        guards.lift(connection)
        with transaction.atomic():
            delete(tables)
        guards.install(connection)
        return
    with transaction.atomic():
        lock_out(tables)
        delete(tables)
    if guards.missing(connection):
        guards.install(connection)


def lock_out(tables: list[str]) -> None:
    """Wait for everyone who writes and let nobody else in; no trigger is asked meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")


def delete(tables: list[str]) -> None:
    """Delete the rows of the tables that hold any."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")
