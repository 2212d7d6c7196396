"""A whole confederation's seats and mandates, filled by a handful of statements of SQL."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from communes import guards
from communes.models import Entry
from mandates.models import Mandate, OfficeCode, Seat
from tests.factories import world
from tests.factories.world import NOW

EACH = 5
"""Seats of a body: two co-chairs, three members."""
DUE = 2
"""Of a body whose terms run out, so many do: those of its co-chairs."""


def run(statement: str, *values: Any) -> int:
    """One statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def multiply(like: Model, count: int, **columns: str) -> None:
    """So many rows like one, but for some columns: SQL in which `n` counts from 1."""
    names = [str(one.column) for one in like._meta.concrete_fields if one.column != "id"]
    told: Mapping[str, str] = {"public_id": "gen_random_uuid()", **columns}
    values = ", ".join(told.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    run(
        f"INSERT INTO {like._meta.db_table} ({listed}) SELECT {values} "
        f"FROM {like._meta.db_table} t, generate_series(1, %s) n WHERE t.id = %s",
        count,
        like.pk,
    )


def fill(mandates: int, due: int) -> datetime:
    """So many mandates in force, of which `due` end within the hour; the instant after."""
    town = world.settled_town(pairs=8)
    chair = world.holder(world.seat(town.body, OfficeCode.CO_CHAIR, "woman"), NOW)
    assert chair is not None
    guards.lift(connection)
    first = _last("communes_body") + 1
    bodies = mandates // EACH
    multiply(town.body, bodies, name="'Body ' || n", folded="'body ' || n")
    founded = Entry.objects.filter(body=town.body, number=1).get()
    multiply(founded, bodies, body_id=f"{first} + n - 1")  # no book is empty
    people = _last("communes_person") + 1
    multiply(town.women[0], mandates, name="'Woman ' || n")
    account = world.account("reader", town.women[0])
    every = f"{people} + n * 10"
    multiply(account, mandates // 10 - 1, username="'reader ' || n", person_id=every)
    seats = _last("mandates_seat") + 1
    number = f"((n - 1) %% {EACH})"
    office = f"CASE WHEN {number} < {DUE} THEN '{OfficeCode.CO_CHAIR}' ELSE 'member' END"
    shape = {"body_id": f"{first} + (n - 1) / {EACH}", "number": f"{number} + 1", "office": office}
    multiply(Seat.objects.get(pk=chair.seat_id), mandates, **shape)
    end = NOW + timedelta(days=100)
    over = f"n <= {due // DUE * EACH} AND {number} < {DUE}"
    until = f"CASE WHEN {over} THEN '{end}'::timestamptz ELSE '{end + timedelta(days=200)}' END"
    whose = {"seat_id": f"{seats} + n - 1", "person_id": f"{people} + n - 1"}
    multiply(chair, mandates, until=until, term_until=until, **whose)
    Mandate.objects.filter(seat__body=town.body).exclude(pk=chair.pk).update(end_reason="resigned")
    Mandate.objects.filter(pk=chair.pk).update(end_reason="resigned")
    guards.install(connection)
    return end


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])
