"""What the law forbids, the database forbids too; and each guard is the one that does."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from communes import guards
from communes.guards import NoTruncate
from tests.invariants.acts import Act, Empty
from tests.invariants.attempting import Attempt
from tests.invariants.attempts import ATTEMPTS
from tests.invariants.ground import Ground
from tests.invariants.lifting import constraints, guard, truncations, without

pytestmark = pytest.mark.django_db

ELSEWHERE = {"agenda_position_once"} if connection.vendor == "sqlite" else set()
"""SQLite has no constraint that waits for the end of a transaction, as moving items needs."""
HERE = [
    one
    for one in ATTEMPTS
    if one.guard not in ELSEWHERE
    and (connection.vendor == "postgresql" or not isinstance(guard(one.guard), NoTruncate))
]
"""Nor has it a statement that empties a table past the guards of its rows."""

BY: dict[str, Callable[[Act], int]] = {"SQL": lambda act: act.sql(), "ORM": lambda act: act.orm()}


def commit(act: Act, by: str) -> None:
    """Do it, as far as the end of a transaction, where PostgreSQL asks what has waited."""
    with transaction.atomic():
        BY[by](act)
        if connection.vendor == "postgresql":
            connection.check_constraints()


def prepared(attempt: Attempt, ground: Ground) -> Act:
    """The act, on a ground on which no other guard stands against it."""
    attempt.prepare(ground)
    act = attempt.act(ground)
    if connection.vendor == "postgresql":
        connection.check_constraints()
    if isinstance(act, Empty):  # emptying one table empties those that point at it
        guards.lift(connection, [one for one in truncations() if one.name != attempt.guard])
    return act


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("attempt", HERE, ids=str)
def test_the_database_refuses(attempt: Attempt, by: str, ground: Ground) -> None:
    act = prepared(attempt, ground)
    with pytest.raises(IntegrityError):
        commit(act, by)


@pytest.mark.parametrize("attempt", HERE, ids=str)
def test_without_its_guard_it_would_have_happened(attempt: Attempt, ground: Ground) -> None:
    act = prepared(attempt, ground)
    with without(attempt.guard) as table, transaction.atomic():
        assert act.sql(table) == 1
        transaction.set_rollback(True)


def test_every_guard_and_constraint_is_tried() -> None:
    declared = {one.name for one in guards.registered()} | set(constraints())
    assert {one.guard for one in ATTEMPTS} == declared


def test_no_attempt_is_told_twice() -> None:
    assert len({str(one) for one in ATTEMPTS}) == len(ATTEMPTS)
