"""Two acts at the same time, each in a thread with its own connection.

Both are held where the one is about to write what the other has not yet seen. Where a lock keeps
them apart they never meet there: the first waits in vain for a moment, and goes on.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Model, QuerySet

from communes import guards
from communes.problems import Refused

Act = Callable[[], object]
PATIENCE = 0.6
"""Seconds that one act waits for the other; a lock held meanwhile keeps the other away."""
LONGEST = 30.0
"""Seconds after which a race is stuck."""


@dataclass
class Outcome:
    """What came of the two acts, and whether both stood before their writing at once."""

    met: bool
    answers: list[object] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """The codes for which acts were refused."""
        return [
            problem.code
            for failure in self.failures
            if isinstance(failure, Refused)
            for problem in failure.problems
        ]

    @property
    def kinds(self) -> list[str]:
        """The names of the failures."""
        return sorted(type(failure).__name__ for failure in self.failures)


class _Place:
    """Where both acts wait for each other, once each: before the statement that matches."""

    def __init__(self, statement: str) -> None:
        self.pattern = re.compile(statement)
        self.barrier = threading.Barrier(2)
        self.met = False
        self.been: set[int] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        me = threading.get_ident()
        if me not in self.been and self.pattern.search(sql):
            self.been.add(me)
            try:
                self.barrier.wait(PATIENCE)
                self.met = True
            except threading.BrokenBarrierError:
                pass
        return execute(sql, params, many, context)


def race(one: Act, other: Act, *, before: str) -> Outcome:
    """Run both acts at once, held before the statement of each that matches `before`."""
    place = _Place(before)
    outcome = Outcome(met=False)

    def run(act: Act) -> None:
        try:
            with connection.execute_wrapper(place):
                outcome.answers.append(act())
        except Exception as failure:  # noqa: BLE001 - it is what the test asks for
            outcome.failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,), daemon=True) for act in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
        assert not thread.is_alive(), "the race is stuck"
    outcome.met = place.met
    return outcome


@contextmanager
def unlocked(*models: type[Model]) -> Iterator[None]:
    """The program without its locks on rows: of these models, or of all."""
    lock = QuerySet.select_for_update

    def leave(rows: Any, *args: Any, **kwargs: Any) -> Any:
        if models and rows.model not in models:
            return lock(rows, *args, **kwargs)
        return rows.all()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", leave)
        yield


TAKEN: list[str] = []
"""What puts back the constraints that a test dropped, once its rows are gone."""


@contextmanager
def lifted(*names: str) -> Iterator[None]:
    """The database without some of its guards and constraints, until the test's teardown."""
    chosen = [one for one in guards.registered() if one.name in names]
    guards.lift(connection, chosen)
    TAKEN.extend(_drop(name) for name in set(names) - {one.name for one in chosen})
    yield


def _drop(name: str) -> str:
    """Drop a unique constraint or its index; returns the statement that puts it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef, tablename FROM pg_indexes WHERE indexname = %s", [name])
        made, table = cursor.fetchone()
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
        if cursor.fetchone():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            return f"{made}; ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}"
        cursor.execute(f'DROP INDEX "{name}"')
    return str(made)


def put_back() -> None:
    """Put back what tests dropped."""
    while TAKEN:
        with connection.cursor() as cursor:
            cursor.execute(TAKEN.pop())
