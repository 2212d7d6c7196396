"""The start-up check reads a live connection; each weaker setting is a control that it fails."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import SystemCheckError
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from config import checks
from config.environment import embedded_database


def live(folder: Path, **options: Any) -> DatabaseWrapper:
    """A connection as the settings describe it, with some options changed."""
    found = embedded_database(folder)
    found["OPTIONS"] = {**found["OPTIONS"], **options}
    defaults = {"TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
    return DatabaseWrapper({**defaults, **found}, alias="trial")


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """These connections lead to files of their own."""
    with django_db_blocker.unblock():
        yield


def test_the_settings_that_ship_pass(tmp_path: Path) -> None:
    connection = live(tmp_path)
    assert checks.weaknesses(connection) == []
    connection.close()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}, "synchronous=1"),
        ({"init_command": "PRAGMA synchronous=FULL;"}, "journal_mode=delete"),
        (
            {"init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=OFF;"},
            "foreign_keys=0",
        ),
        ({"transaction_mode": "DEFERRED"}, "begin DEFERRED"),
        ({"transaction_mode": None}, "begin DEFERRED"),
    ],
)
def test_anything_weaker_is_refused(tmp_path: Path, options: dict[str, Any], word: str) -> None:
    connection = live(tmp_path, **options)
    found = checks.weaknesses(connection)
    connection.close()
    assert any(word in problem.msg for problem in found)


@pytest.mark.django_db
def test_the_start_is_refused_when_the_live_connection_is_weak() -> None:
    connection = connections["default"]
    checks.refuse_if_unsafe()
    if connection.vendor != "sqlite":
        return
    mode = connection.settings_dict["OPTIONS"].pop("transaction_mode")
    try:
        with pytest.raises(SystemCheckError, match=r"komin\.E002"):
            checks.refuse_if_unsafe()
    finally:
        connection.settings_dict["OPTIONS"]["transaction_mode"] = mode
