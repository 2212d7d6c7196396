"""The audit of the full scale, and of a district, beside bare SQL with the same verdicts."""

import logging
import multiprocessing
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connections
from django.test import Client

from communes.domain.acting import Actor
from communes.models import Body, Charter
from quotas.domain import auditing, judging
from quotas.models import Audit, Finding
from tests.benchmarks import bare_audit, filling_tree
from tests.benchmarks.filling_tree import DISTRICT, FULL, Scale
from tests.factories import world
from tests.factories.world import NOW

T = TypeVar("T")
AIM = 2.0
"""How many times longer than bare SQL the audit may take, were all well."""
GROWTH = 24 * 2**20
"""Bytes by which the process may grow between the second audit and the last."""
ROUNDS = 4
DAYS = (NOW.date(), NOW.date() - timedelta(days=1000))

pytestmark = pytest.mark.django_db(transaction=True)


def resident_set() -> int:
    """The size of the process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def timed(deed: Callable[[], T]) -> tuple[float, T]:
    """How many seconds it took, and what came of it."""
    began = time.perf_counter()
    result = deed()
    return time.perf_counter() - began, result


def audited(on: date) -> Audit:
    """An audit of the whole tree, from its order to its last finding."""
    by = Actor(basis="measurement")
    ordered = auditing.order(on, scope=None, account=None, by=by, at=NOW)
    return auditing.run(ordered, at=NOW)


def measure(on: date) -> tuple[Audit, list[int]]:
    """Both in the same run, in turns; the verdicts must be the same, and each explained."""
    at = judging.instant_of(on)
    charter = Charter.objects.in_force(at)
    bare, judged, kept, sizes = [], [], [], []
    for _round in range(ROUNDS):
        took, plain = timed(lambda: bare_audit.verdicts(at))
        bare.append(took)
        judged.append(timed(lambda: judging.judge(on, charter=charter))[0])
        took, audit = timed(lambda: audited(on))
        kept.append(took)
        sizes.append(resident_set())
    told = set(Finding.objects.filter(audit=audit).values_list("body", "rule", "verdict"))
    assert told == {one for one in plain if one[2] != "pass"}
    explained(audit)
    print(f"\n{on}: {audit.bodies} bodies, {len(plain)} verdicts, {len(told)} findings")
    print(dict(Counter(verdict for _body, _rule, verdict in plain)))
    for name, times in (("bare SQL", bare), ("judged and explained", judged), ("kept too", kept)):
        ratio = statistics.median(times) / statistics.median(bare)
        print(f"  {name}: {statistics.median(times):.2f} s, ratio {ratio:.2f} (aim under {AIM})")
    return audit, sizes


def explained(audit: Audit) -> None:
    """Each finding has its figures, and the smallest change wherever that can be known."""
    assert audit.levels.exists()
    for verdict, change, figures in Finding.objects.filter(audit=audit).values_list(
        "verdict", "change", "figures"
    ):
        seats = sum(step["seats"] for step in figures["steps"])
        assert figures["seats"] > 0
        assert change == (None if verdict == "undeterminable" else seats)
        assert change != 0


def filled(scale: Scale) -> None:
    """The tree, with as many rows as the scale says."""
    took, _top = timed(lambda: filling_tree.fill(scale))
    print(f"\nfilled in {took:.0f} s")


def pages(client: Client, url: str, until: Callable[[], bool]) -> list[float]:
    """How long a page takes, again and again."""
    times: list[float] = []
    while not until() or len(times) < 20:
        took, answer = timed(lambda: client.get(url))
        assert answer.status_code == 200
        times.append(took * 1000)
    return times


def told(name: str, times: list[float]) -> None:
    """The middle and the slow end, in milliseconds."""
    slow = sorted(times)[int(len(times) * 0.95)]
    print(f"  {name}: median {statistics.median(times):.0f} ms, p95 {slow:.0f} ms ({len(times)})")


@pytest.mark.servers
def test_the_full_scale() -> None:
    filled(FULL)
    before = resident_set()
    for on in DAYS:
        _audit, sizes = measure(on)
        print(f"  the process: {[size // 2**20 for size in (before, *sizes)]} MiB")
        assert sizes[-1] - sizes[1] < GROWTH
    latency()


def latency() -> None:
    """A commune's page for a member, alone and while another process audits."""
    logging.getLogger("config.requests").setLevel(logging.WARNING)
    home = Body.objects.filter(kind="commune").order_by("pk")[0]
    reader = world.holder(world.seat(home, "co_chair", "woman"), NOW - timedelta(days=3600))
    assert reader is not None
    client = Client()
    client.force_login(world.account("reader", reader.person))
    url = f"/bodies/{home.public_id}/"
    ends = iter([False] * 60)
    alone = pages(client, url, lambda: next(ends, True))
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=audit_on, args=(DAYS[0],))
    worker.start()
    beside = pages(client, url, lambda: not worker.is_alive())
    worker.join()
    assert worker.exitcode == 0
    told("a commune's page", alone)
    told("the same during an audit", beside)


def audit_on(on: date) -> None:
    """What a worker does: three audits in a row."""
    for _round in range(3):
        audited(on)
    with suppress(Exception):
        connections.close_all()


def test_a_district() -> None:
    filled(DISTRICT)
    measure(DAYS[0])
