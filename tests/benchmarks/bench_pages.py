"""The pages that everybody opens, at full scale: alone, and while another process audits.

Besides the time it is said how many questions a page puts, and which big tables one of them goes
through from end to end: on a busy machine these two are what a reader waits for.
"""

import logging
import multiprocessing
import re
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes import guards
from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import Body, Person
from mandates.models import Mandate
from quotas.domain import auditing, establishing, judging
from quotas.models import Audit
from tests.benchmarks import filling_people, filling_tree
from tests.benchmarks.bench_audit_scale import timed
from tests.benchmarks.filling_tree import FULL
from tests.factories import world
from tests.factories.gathering import client_of
from tests.factories.world import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

TIMES = 30
BIG = 20_000
"""A table of more rows than this is no longer gone through for a page."""
Page = tuple[str, Client, Callable[[Client], Any]]


def test_the_pages_at_full_scale() -> None:
    logging.getLogger("config.requests").setLevel(logging.WARNING)
    now = timezone.now()
    took, top = timed(lambda: filling_tree.fill(FULL, now))
    filling_people.settle(Body.objects.order_by("pk")[0], FULL.people)
    print(f"\nfilled in {took:.0f} s")
    audit = audited(top, now)
    listed = list(pages(top, reverse("audit_result", args=[audit.public_id]), now))
    for name, client, get in listed:
        told(name, client, get)
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=audits, args=(top, now))
    worker.start()
    print("while another process audits:")
    for name, client, get in listed:
        told(name, client, get, alone=False)
    assert worker.is_alive()
    worker.terminate()
    worker.join()


def audited(top: Body, now: datetime) -> Audit:
    """An audit of everything below the uppermost council, as an auditor asks for it."""
    by = Actor(basis="measurement")
    ordered = auditing.order(judging.day_of(now), scope=top, account=None, by=by, at=now)
    return auditing.run(ordered, at=now)


def audits(top: Body, now: datetime) -> None:
    """What a worker does, again and again until it is stopped."""
    while True:
        audited(top, now)


def pages(top: Body, audit: str, now: datetime) -> Iterator[Page]:
    """Each page with its reader: a co-chair, a delegate, an auditor of all, a recorder."""
    commune = Body.objects.filter(kind="commune").order_by("pk")[2000]
    chair = client_of("chair", holder(commune, now))
    auditor = client_of("auditor", of_everything(top, now))
    town = world.settled_town("Rimman", pairs=40, at=now - timedelta(days=60))
    items = [PlannedItem(f"Matter {number}") for number in range(12)]
    item = world.assembly(town, items, at=now).items.order_by("position")[0]
    recorder = client_of("recorder", town.women[1])

    def at(url: str, told: dict[str, str] | None = None) -> Callable[[Client], Any]:
        return lambda client: client.get(url, told)

    yield "home", chair, at("/")
    yield "a commune", chair, at(f"/bodies/{commune.public_id}/")
    yield "the top council", chair, at(f"/bodies/{top.public_id}/")
    yield "the tree", chair, at(reverse("confederation"))
    yield "search", chair, at(reverse("search"), {"q": "commune 20"})
    yield "my mandates", chair, at(reverse("my_mandates"))
    yield "the room", recorder, at(reverse("item", args=[item.public_id]))
    yield "audits", auditor, at(reverse("audit"))
    yield "an audit", auditor, at(audit)
    yield "open findings", auditor, at(reverse("open_findings"))


def holder(body: Body, now: datetime) -> Person:
    """Somebody with a seat in the body."""
    return Mandate.objects.in_force(now).filter(seat__body=body).order_by("pk")[0].person


def of_everything(top: Body, now: datetime) -> Person:
    """An auditor of the whole tree."""
    seat = establishing.add_auditor(top, by=SYSTEM, at=now - timedelta(days=9))
    like = Mandate.objects.in_force(now).filter(seat__body=top).order_by("pk")[0]
    like.pk, like.public_id, like.seat, like.reserved_gender = None, seat.public_id, seat, ""
    with lifted():
        like.save(force_insert=True)
    return like.person


@contextmanager
def lifted() -> Iterator[None]:
    """Without the guards: what is filled here no meeting has decided."""
    guards.lift(connection)
    yield
    guards.install(connection)


def told(name: str, client: Client, get: Callable[[Client], Any], *, alone: bool = True) -> None:
    """Its times in milliseconds, its questions, and what of them goes through a big table."""
    times = []
    for _time in range(TIMES):
        took, answer = timed(lambda: get(client))
        assert answer.status_code == 200, (name, answer.status_code)
        times.append(took * 1000)
    slow = sorted(times)[int(TIMES * 0.95)]
    line = f"  {name:16} median {statistics.median(times):5.0f} ms, p95 {slow:5.0f} ms"
    if alone:
        asked, passed = questions(lambda: get(client))
        line += f", {asked:3} queries, {len(answer.content) / 1000:4.0f} kB {passed or ''}"
    print(line, flush=True)


def questions(act: Callable[[], Any]) -> tuple[int, list[str]]:
    """How many queries, and the big tables that one of them reads from end to end."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        act()
    plans = "\n".join(plan(sql, values) for sql, values in asked if sql.startswith("SELECT"))
    found = set(re.findall(r"Seq Scan on (\w+)", plans))
    return len(asked), sorted(one for one in found if rows_of(one) > BIG)


def plan(sql: str, values: Any) -> str:
    """How PostgreSQL would answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def rows_of(table: str) -> int:
    """How many rows PostgreSQL believes the table to have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])
