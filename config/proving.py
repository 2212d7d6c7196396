"""What the test command does: its steps in order, each a process of its own."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.environment import ROOT

Say = Callable[[str], object]
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SERVER_VARIABLES = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS")
TOGETHER = ("-n", str(min(max(os.cpu_count() or 2, 2), 8)), "--dist", "worksteal")
"""As many tests at once as there are processors. Each takes neighbours, whose worlds are laid
once; who has finished takes over from the others."""
SMOKE = "journey and smoke and not rtl"


@dataclass(frozen=True)
class Step:
    """A heading, a command, and what its environment has besides."""

    heading: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def tool(name: str, *arguments: str) -> list[str]:
    """A command of this environment; those beside the Python that runs."""
    return [str(Path(sys.executable).with_name(name)), *arguments]


def manage(*arguments: str) -> list[str]:
    """A command of this program."""
    return [sys.executable, "manage.py", *arguments]


def tests(*arguments: str) -> list[str]:
    """A run of pytest."""
    return [sys.executable, "-m", "pytest", *arguments]


def production() -> dict[str, str]:
    """The environment of a shared server, for checking what it would start with."""
    return {
        "DATABASE_URL": "postgres://komin@db.invalid/komin",
        "REDIS_URL": "redis://queue.invalid/0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "komin.invalid",
    }


def fences() -> list[Step]:
    """The steps that read the code and start nothing."""
    return [
        Step("Formatting", tool("ruff", "format", "--check", ".")),
        Step("Lint", tool("ruff", "check", ".")),
        Step("Types", tool("mypy")),
        Step("Import contracts", tool("lint-imports")),
        Step("Migrations are complete", manage("makemigrations", "--check", "--dry-run")),
        Step(
            "Production settings",
            manage("check", "--deploy", "--fail-level", "WARNING"),
            production(),
        ),
    ]


def runs(servers: Mapping[str, str]) -> list[Step]:
    """The runs of pytest, on both engines, without and with a browser."""
    return [
        Step("Tests on SQLite", tests(*TOGETHER, "-m", "not journey")),
        Step("Tests on PostgreSQL and Valkey", tests(*TOGETHER, "-m", "not journey"), servers),
        Step("Browser journeys on PostgreSQL", tests(*TOGETHER, "-m", "journey"), servers),
        Step("Browser journeys on SQLite", tests(*TOGETHER, "-m", SMOKE)),
    ]


def demand_browser(say: Say) -> None:
    """See to a Chromium, from Debian's package when it is missing and root may install it.

    Raises `FileNotFoundError` when there is none and none can be installed.
    """
    if any(shutil.which(name) for name in BROWSERS) or os.environ.get("CHROMIUM"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("Chromium is missing; installing it with apt-get ...")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        package = ("--no-install-recommends", "chromium")
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", *package]):
            subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    if not shutil.which("chromium"):
        raise FileNotFoundError(
            "The browser journeys need Chromium: install the package `chromium`, "
            "or name another in the variable CHROMIUM."
        )


@contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """An environment that leads to nobody's data: a new data folder, removed afterwards."""
    kept = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
    with tempfile.TemporaryDirectory(prefix="komin-test-") as folder:
        yield {**kept, "KOMIN_DATA": folder, "KOMIN_BOOTSTRAP": "off"}


def take(step: Step, env: Mapping[str, str], say: Say) -> int:
    """Run a step under its heading; the exit code."""
    say(f"\n=== {step.heading}")
    began = time.monotonic()
    command = list(step.command)
    code = subprocess.run(command, env={**env, **step.env}, cwd=ROOT, check=False).returncode  # noqa: S603
    outcome = "passed" if code == 0 else f"FAILED (exit code {code})"
    say(f"--- {step.heading}: {outcome} after {time.monotonic() - began:.1f} s")
    return code


def first_failure(steps: Sequence[Step], env: Mapping[str, str], say: Say) -> int:
    """Run the steps until one fails; its exit code, or 0."""
    for step in steps:
        if code := take(step, env, say):
            return code
    return 0
