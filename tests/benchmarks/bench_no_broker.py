"""The broker frozen, then gone: every page answers within two seconds."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from django.test import Client
from kombu import pools

from config.celery import app
from quotas.domain import auditing
from quotas.models import Audit
from tests.factories.confederation import Confederation, confederation
from tests.servers import valkey
from tests.walking import Found, pages

SOON = 2.0
"""Seconds within which a page answers, whatever becomes of the broker."""

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[int]:
    """The process id of a broker of its own."""
    with valkey(tmp_path / "v") as url:
        kept = app.conf.broker_url
        app.conf.update(broker_url=url, task_always_eager=False)
        store = redis.Redis(unix_socket_path=str(tmp_path / "v" / "s"))
        pid = int(store.info("server")["process_id"])
        try:
            yield pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
            app.conf.update(broker_url=kept, task_always_eager=True)
            forget_connections()


def forget_connections() -> None:
    """As a process that was just started: what was open is closed."""
    pools.reset()
    vars(app.amqp)["_producer_pool"] = vars(app)["_pool"] = None


def slowest(made: Confederation, found: list[Found]) -> tuple[float, str]:
    """The page that took longest, in seconds.

    One that took long is asked again: what waits for the broker waits each time, what something
    else on this machine held up does not.
    """
    took = []
    for page in found:
        client = Client()
        client.force_login(made.accounts[page.role])
        once = asked(client, page.url)
        long = once > SOON / 2
        took.append((min(once, asked(client, page.url)) if long else once, page.route.pattern))
    return max(took)


def asked(client: Client, url: str) -> float:
    """Seconds until the page is there."""
    began = time.monotonic()
    assert client.get(url).status_code == 200, url
    return time.monotonic() - began


def ordered(made: Confederation) -> tuple[float, str]:
    """The one page that hands work to the queue: an audit of many bodies is asked for."""
    client = Client()
    client.force_login(made.accounts["admin"])
    today = datetime.now(UTC).date().isoformat()
    before = Audit.objects.count()
    began = time.monotonic()
    told = {"scope": made.home.body.key, "on": today, "submission": str(uuid4())}
    answer = client.post("/audit/", told)
    took = time.monotonic() - began
    assert (answer.status_code, Audit.objects.count()) == (302, before + 1)
    return took, "audits (POST)"


def test_no_broker(broker: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page that the walk reaches, and what hands work to the queue."""
    logging.disable(logging.WARNING)  # each address is tried with many ids
    monkeypatch.setattr(auditing, "AT_ONCE", 0)
    made = confederation()
    found, _missed = pages(made)
    for state, how in (("there", None), ("frozen", signal.SIGSTOP), ("gone", signal.SIGKILL)):
        if how is not None:
            os.kill(broker, how)
        forget_connections()
        took = max(slowest(made, found), ordered(made), ordered(made))
        print(f"\nbroker {state}: {len(found)} pages, the slowest {took[0]:.2f} s: {took[1]}")
        assert took[0] < SOON
