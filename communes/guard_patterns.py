"""Guards that many tables need alike: written once, kept for ever, kept for a time."""

from collections.abc import Iterable

from communes.guards import INSERT_UPDATE, AnyGuard, Guard, NoTruncate


def append_only(table: str, message: str) -> list[AnyGuard]:
    """Guards that let rows be written once and never changed or removed."""
    return [
        Guard(f"{table}_no_update", table, "UPDATE", "true", message),
        *undeleted(table, message),
    ]


def undeleted(table: str, message: str) -> list[AnyGuard]:
    """Guards that refuse to remove rows of a table: what is over is told by a column."""
    return [
        Guard(f"{table}_no_delete", table, "DELETE", "true", message),
        NoTruncate(f"{table}_no_truncate", table, message),
    ]


def kept_for_a_time(table: str, message: str) -> list[AnyGuard]:
    """Guards that refuse to remove rows of a personal list before their day `erase_on`."""
    return [
        Guard(f"{table}_kept", table, "DELETE", "OLD.erase_on > {today}", message),
        NoTruncate(f"{table}_no_truncate", table, message),
    ]


def both(name: str, table: str, condition: str, message: str) -> list[Guard]:
    """The same guard over rows that are written and rows that are changed."""
    return [
        Guard(f"{name}_{event.lower()}", table, event, condition, message)
        for event in INSERT_UPDATE
    ]


def unchanging(name: str, table: str, columns: Iterable[str], message: str) -> Guard:
    """A guard that keeps columns of a row as they were first written."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return Guard(name, table, "UPDATE", f"({changed})", message)
