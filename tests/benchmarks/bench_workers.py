"""60 terms run out while workers are killed and the broker forgets all: each is written once.

Real workers (`celery worker`, by their own process ids) and a real broker. Of every task 20 are
sent twice, 8 workers are killed at random moments, the broker is flushed once; a last sweep then
writes what was lost. Meanwhile who holds what is read all the time, and must be right each time.
"""

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from django.db import connection, connections

from communes import guards
from communes.models import Body, Entry, Notice, OpenPoint, Person
from config.celery import app
from config.children import Child
from config.sweeping import sweep
from mandates.models import Mandate, Said, Seat
from tests.benchmarks.bench_sweep import whole
from tests.benchmarks.filling import multiply, run
from tests.factories import world
from tests.factories.world import Town
from tests.servers import valkey

TERMS, TWICE, KILLS, WORKERS = 60, 20, 8, 2
SPREAD = timedelta(seconds=60)
"""How long it takes until all terms are over."""
LONGEST = 300.0
"""Seconds after which the killing hangs."""
TASK = "mandates.tasks.expire"

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def fill(town: Town) -> list[int]:
    """Sixty seats of members with a holder each, beside the town's own three mandates."""
    like = Mandate.objects.filter(seat__body=town.body, seat__office="secretary").get()
    seats = Seat.objects.order_by("pk").last()
    people = Person.objects.order_by("pk").last()
    assert seats is not None
    assert people is not None
    guards.lift(connection)
    multiply(town.women[0], TERMS, name="'Member ' || n")
    multiply(like.seat, TERMS, number="n + 1")
    holders = {"seat_id": f"{seats.pk} + n", "person_id": f"{people.pk} + n"}
    multiply(like, TERMS, **holders)
    guards.install(connection)
    found = Mandate.objects.filter(person__name__startswith="Member ").order_by("pk")
    return list(found.values_list("pk", flat=True))


def plan(ids: list[int], begins: datetime) -> dict[int, datetime]:
    """When each term is over: one after the other, on the clock of this machine."""
    ends = {pk: begins + SPREAD * place / len(ids) for place, pk in enumerate(ids)}
    guards.lift(connection)
    for pk, end in ends.items():
        run("UPDATE mandates_mandate SET until = %s, term_until = %s WHERE id = %s", end, end, pk)
    guards.install(connection)
    return ends


def worker(number: int, broker: str, folder: Path) -> Child:
    """A worker as `manage.py up` starts it, on the database of this test."""
    told = connection.settings_dict
    host = str(told["HOST"]).replace("/", "%2F")
    env = {
        **os.environ,
        "DATABASE_URL": f"postgres://{told['USER']}@{host}/{told['NAME']}",
        "REDIS_URL": broker,
    }
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO")
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "worker"]
    name = f"worker{number}@komin"
    log = folder / f"worker{number}.log"
    child = Child(name, [*command, "-P", "solo", "-n", name, *quiet], env, log)
    child.start()
    return child


def ready(child: Child, deadline: float) -> None:
    """Wait until the worker takes tasks."""
    assert child.log is not None
    while "ready." not in child.log.read_text(errors="replace"):
        assert child.ended() is None, child.log.read_text(errors="replace")[-2000:]
        assert time.monotonic() < deadline, "no worker came up"
        time.sleep(0.1)


@contextmanager
def watching(ends: dict[int, datetime]) -> Iterator[list[str]]:
    """Ask again and again who holds what now; what was wrong, and at last how often was asked."""
    wrong: list[str] = []
    asked, ending = [0], threading.Event()

    def look() -> None:
        while not ending.wait(0.02):
            at = datetime.now(UTC)
            holding = set(Mandate.objects.in_force(at).filter(pk__in=ends).values_list("pk"))
            wanted = {(pk,) for pk, end in ends.items() if end > at}
            asked[0] += 1
            if holding != wanted:
                wrong.append(f"{at}: {holding ^ wanted}")
        connections.close_all()

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield wrong
    finally:
        ending.set()
        watcher.join()
        print(f"\nasked {asked[0]} times who holds what, {len(wrong)} times wrong")


def sending(ends: dict[int, datetime], seed: random.Random) -> threading.Thread:
    """Send a task as each term is over, and twenty of them twice; whether it arrives or not."""
    twice = set(seed.sample(sorted(ends), TWICE))

    def send() -> None:
        for pk, end in ends.items():
            time.sleep(max(0.0, (end - datetime.now(UTC)).total_seconds()))
            for _time in range(2 if pk in twice else 1):
                app.send_task(TASK)

    return threading.Thread(target=send, daemon=True)


def kill_them(broker: str, folder: Path, seed: random.Random, deadline: float) -> int:
    """Kill eight workers, each with its replacement at once; flush the broker half-way."""
    store = redis.Redis(unix_socket_path=broker.removeprefix("redis+socket://").split("?")[0])
    made = iter(range(KILLS + WORKERS))
    alive = [worker(next(made), broker, folder) for _ in range(WORKERS)]
    lost, killed = 0, 0
    try:
        while killed < KILLS:
            at_once = WORKERS if killed == KILLS // 2 else 1
            for victim in alive[:at_once]:
                ready(victim, deadline)
            time.sleep(seed.uniform(0, 1.5))
            for victim in alive[:at_once]:
                kill(victim)
            if at_once == WORKERS:  # nobody takes tasks: what was sent meanwhile is lost
                time.sleep(5)
                lost = int(store.llen("komin:celery"))
                store.flushall()
            killed += at_once
            alive = alive[at_once:]
            alive += [worker(next(made), broker, folder) for _ in range(at_once)]
        for child in alive:
            ready(child, deadline)
        time.sleep(2)
    finally:
        for child in alive:
            child.stop()
    return lost


def kill(victim: Child) -> None:
    """Kill this process, and no other."""
    assert victim.process is not None
    os.kill(victim.process.pid, signal.SIGKILL)
    victim.stop()


def effects(ids: list[int]) -> dict[str, Counter[str]]:
    """How often each effect came about, by what came of it."""
    rows = Mandate.objects.filter(pk__in=ids)
    mine = [str(one) for one in rows.values_list("public_id", flat=True)]
    occasions = [f"expired:{key}" for key in mine]
    told = Notice.objects.filter(occasion__in=occasions, body__isnull=False)
    points = OpenPoint.objects.filter(occasion__in=occasions)
    entries = Entry.objects.filter(kind="mandate.expired").values_list("content", flat=True)
    said = Said.objects.filter(mandate__in=ids, code="expired")
    return {
        "said": Counter(str(pk) for pk in said.values_list("mandate", flat=True)),
        "entries": Counter(key for text in entries for key in mine if key in text),
        "notices": Counter(told.values_list("occasion", flat=True)),
        "points": Counter(points.values_list("occasion", flat=True)),
    }


def test_workers(tmp_path: Path) -> None:
    """All of it at once, for about two minutes."""
    seed = random.Random(20261122)
    town = world.settled_town(pairs=8)
    ids = fill(town)
    with valkey(tmp_path / "v") as broker:
        app.conf.update(broker_url=broker, task_always_eager=False)
        ends = plan(ids, datetime.now(UTC) + timedelta(seconds=10))
        sender = sending(ends, seed)
        with watching(ends) as wrong:
            sender.start()
            lost = kill_them(broker, tmp_path, seed, time.monotonic() + LONGEST)
            sender.join(LONGEST)
        app.conf.update(task_always_eager=True)
        before = Said.objects.filter(mandate__in=ids, code="expired").count()
        sweep(datetime.now(UTC))
    found = effects(ids)
    print(f"{TERMS} terms, {TERMS + TWICE} tasks, {KILLS} kills, {lost} tasks flushed")
    print(f"workers wrote {before} terms, the last sweep {TERMS - before}")
    assert wrong == []
    for name, counted in found.items():
        assert (len(counted), set(counted.values())) == (TERMS, {1}), name
    assert all(whole(body) for body in Body.objects.all())
