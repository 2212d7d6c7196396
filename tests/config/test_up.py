"""`up` from nothing to the first page, and what it does when something is in its way."""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from config import serving
from config.environment import ROOT
from tests.config.running import alive, answers, bare, descendants, free_port, running, until


def up(port: int, *more: str) -> list[str]:
    """The command, without the demonstration."""
    return [sys.executable, "manage.py", "up", "--empty", "--port", str(port), *more]


def refused(folder: Path, port: int, **env: str) -> subprocess.CompletedProcess[str]:
    """The outcome of an `up` that must not start."""
    return subprocess.run(
        up(port),
        env={**bare(folder), **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_up_serves_and_leaves_nobody_behind_however_it_ends(tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "up.log"
    data = tmp_path / "data"
    for how in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
        with running("up", up(port, "--data", str(data)), bare(tmp_path), log) as parent:
            until(lambda: "Ctrl-C ends everything" in log.read_text(), parent)
            assert answers(f"http://127.0.0.1:{port}/readyz")
            assert len(files_for_later(port)) > 10
            assert parent.process
            children = descendants(parent.process.pid)
            assert len(children) >= 3
            os.kill(parent.process.pid, how)
            deadline = time.monotonic() + 20
            while any(map(alive, children)) and time.monotonic() < deadline:
                time.sleep(0.1)
            assert not [child for child in children if alive(child)], how
        log.write_text("")
    assert stat.S_IMODE((data / "komin.sqlite3").stat().st_mode) == 0o600


def files_for_later(port: int) -> list[str]:
    """The files that the service worker keeps, each of which is there under its lasting name."""
    base = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"{base}/worker.js", timeout=20) as answer:
        named = re.findall(r'"(/[^"\s]+\.\w+)"', answer.read().decode())
    assert all(answers(base + name) for name in named)
    return named


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = refused(tmp_path, port)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"CommandError: Port {port} on 127.0.0.1 cannot be used")
    assert not (tmp_path / "komin.sqlite3").exists()


def test_a_data_folder_in_use_is_told(tmp_path: Path) -> None:
    with serving.hold(tmp_path), pytest.raises(CommandError, match="already running"):
        serving.hold(tmp_path)
    serving.hold(tmp_path).close()


def test_up_refuses_a_shared_server(tmp_path: Path) -> None:
    env = {
        "DATABASE_URL": "postgres://komin@db.invalid/komin",
        "REDIS_URL": "redis://queue.invalid",
        "SECRET_KEY": "kHs9_" * 12,
        "ALLOWED_HOSTS": "komin.invalid",
    }
    answer = refused(tmp_path, free_port(), **env)
    assert (answer.returncode, "DATABASE_URL is set" in answer.stderr) == (1, True)


def test_an_unfinished_demonstration_is_begun_again(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "komin.sqlite3").close()
    (tmp_path / "komin.sqlite3").write_text("half")
    (tmp_path / "secret-key").write_text("kept")
    said: list[str] = []
    serving.clear_unfinished(tmp_path, said.append)
    assert (tmp_path / "komin.sqlite3").exists()
    assert said == []
    (tmp_path / "seeding").touch()
    serving.clear_unfinished(tmp_path, said.append)
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert len(said) == 1


def test_addresses_and_accounts_are_shown_as_people_type_them(tmp_path: Path) -> None:
    assert serving.addresses("127.0.0.1", 8000, ["10.0.0.7"]) == ["http://localhost:8000/"]
    assert serving.addresses("0.0.0.0", 80, ["10.0.0.7"])[1] == "http://10.0.0.7:80/"
    assert serving.accounts(tmp_path) == []
    (tmp_path / serving.ACCOUNTS).write_text("secretary pine-river\nadmin pine-river\n")
    assert serving.accounts(tmp_path)[1] == ("admin", "pine-river")


def test_sweep_by_hand(tmp_path: Path) -> None:
    def sweep(at: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", "sweep", "--at", at]
        return subprocess.run(
            command, env=bare(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False
        )

    for wrong in ("yesterday", "2026-02-30", "2026-13-01T10:00"):
        answer = sweep(wrong)
        assert answer.returncode == 1
        assert answer.stderr.startswith("CommandError: --at")
