"""The queue: a broker that is frozen or absent is given up soon; the embedded one needs none."""

import ast
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError

from config.celery import app
from config.environment import queue_folders
from quotas.domain import auditing, handing
from quotas.models import Audit
from tests.config.test_environment import SAFE, settings_of

SOON = 5.0
"""Seconds after which nobody waits any longer; with the libraries' own settings it was 12."""


@pytest.fixture
def frozen() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def options(folder: Path) -> dict[str, object]:
    """The options of the queue on a shared server, as the settings say."""
    code = "from config import settings as s; print(s.CELERY_BROKER_TRANSPORT_OPTIONS)"
    answer = settings_of(folder, SAFE, code)
    found: dict[str, object] = ast.literal_eval(answer.stdout)
    assert found["global_keyprefix"] == "komin:"
    return found


def waited(port: int, folder: Path) -> float:
    """Seconds that sending a task to a dead broker takes."""
    url = f"redis://127.0.0.1:{port}/0"
    with app.connection_for_write(url, transport_options=options(folder)) as connection:
        began = time.monotonic()
        with pytest.raises(OperationalError):
            connection.Producer().publish({}, routing_key="celery", retry=False)
    return time.monotonic() - began


def test_a_frozen_broker_is_given_up_soon(frozen: int, tmp_path: Path) -> None:
    assert waited(frozen, tmp_path) < SOON


def test_an_absent_broker_is_given_up_soon(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    assert waited(port, tmp_path) < SOON


def test_a_task_goes_through_the_queue_of_files(tmp_path: Path) -> None:
    options = queue_folders(tmp_path)
    with app.connection_for_write("filesystem://", transport_options=options) as connection:
        queue = connection.SimpleQueue("trial")
        queue.put({"day": "2026-03-21"})
        message = queue.get(timeout=5)
        assert message.payload == {"day": "2026-03-21"}
        message.ack()
        queue.close()


def test_an_audit_is_handed_to_the_queue(tmp_path: Path) -> None:
    told = {"broker_url": "filesystem://", "task_always_eager": False}
    told["broker_transport_options"] = queue_folders(tmp_path)
    kept = {name: app.conf[name] for name in told}
    audit = Audit()
    app.conf.update(told)
    try:
        handing.hand_over(audit)
    finally:
        app.conf.update(kept)
    with app.connection_for_write(
        "filesystem://", transport_options=queue_folders(tmp_path)
    ) as connection:
        message = connection.SimpleQueue("celery").get(timeout=5)
        assert (message.headers["task"], message.payload[0]) == (auditing.TASK, [audit.key])
