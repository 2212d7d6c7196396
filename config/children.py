"""Child processes that never outlive their parent.

A web server or a worker left behind holds the port and the database; such orphans were seen half
an hour later. On Linux the kernel tells a child when its parent is gone, however it went; on
other systems children end with the parent's orderly end only.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: the signal a process gets when its parent ends."""
PATIENCE = 10.0
"""Seconds a child has for ending in order."""


def die_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send `how` to this process when its parent ends; for Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how))


def bound_to(parent: int, how: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: bind its life to `parent`'s."""

    def bind() -> None:
        die_with_parent(how)
        if os.getppid() != parent:  # the parent ended before the kernel had been asked
            os._exit(1)

    return bind


@dataclass
class Child:
    """A process with a name for people, its command, and where its words go."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path | None = None
    user: str | None = None
    ends_by: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    began: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start the process, in a session of its own so that only we send it signals."""
        self.began = time.monotonic()
        with contextlib.ExitStack() as stack:
            words = stack.enter_context(self.log.open("ab")) if self.log else None
            self.process = subprocess.Popen(  # noqa: S603
                list(self.command),
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT if words else None,
                user=self.user,
                group=self.user and "nogroup",
                start_new_session=True,
                preexec_fn=bound_to(os.getpid(), self.ends_by),
            )

    def ended(self) -> int | None:
        """The exit code once the process has ended, else None."""
        return self.process.poll() if self.process else None

    def stop(self) -> None:
        """Ask the process to end; kill its whole session when it does not within `PATIENCE`."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.ends_by)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def stop_all(children: Sequence[Child]) -> None:
    """Ask all to end at once, then see to each."""
    for child in children:
        if child.process and child.process.poll() is None:
            child.process.send_signal(child.ends_by)
    for child in children:
        child.stop()
