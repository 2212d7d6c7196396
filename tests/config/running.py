"""Whole processes for tests: started under a given environment, ended whatever happens."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from config.children import Child
from config.environment import ROOT

PATIENCE = 60.0
"""Seconds for what has to happen."""


def free_port() -> int:
    """A port that nobody listens to at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bare(folder: Path) -> dict[str, str]:
    """An environment with nothing in it but the way to the programs and the data folder."""
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    return {"PATH": path, "HOME": str(folder), "KOMIN_DATA": str(folder), "KOMIN_BOOTSTRAP": "off"}


@contextmanager
def running(name: str, command: list[str], env: Mapping[str, str], log: Path) -> Iterator[Child]:
    """A process in the repository's root, for as long as the block lasts."""
    child = Child(name, ["env", "-C", str(ROOT), *command], env, log, ends_by=signal.SIGTERM)
    child.start()
    try:
        yield child
    finally:
        child.stop()


def until(holds: Callable[[], bool], child: Child) -> None:
    """Wait until something holds; fails with the child's words when it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        words = child.log.read_text(errors="replace") if child.log else ""
        assert child.ended() is None, f"{child.name} ended with {child.ended()}:\n{words}"
        assert time.monotonic() < deadline, f"{child.name} took too long:\n{words}"
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether an address answers with 200."""
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def descendants(process: int) -> set[int]:
    """All processes that a process started, and those that they started."""
    table = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in table.splitlines()]
    found: set[int] = set()
    waiting = [process]
    while waiting:
        parent = waiting.pop()
        children = {pid for pid, above in pairs if above == parent}
        found |= children
        waiting += children
    return found


def alive(process: int) -> bool:
    """Whether a process still runs (one that ended and was not yet fetched does not)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
