"""`manage.py up`: everything one machine needs, from nothing to the first page."""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import serving
from config.checks import refuse_if_unsafe
from config.children import Child, stop_all
from config.environment import ROOT, own_addresses

READY_WITHIN = 60.0
"""Seconds the web server has for its first answer."""
TOO_SOON = 5.0
"""A child that ends within so many seconds of its start will not do better the next time."""
LOG_LIMIT = 10_000_000
"""Bytes after which a log is put aside at the next start; the one put aside before it goes."""


class Command(BaseCommand):
    """Prepare the database, then run the web server and the worker until Ctrl-C."""

    help = "Start Komîn on this machine: database, demonstration, web server, worker."
    requires_system_checks: list[str] = []  # checked below, as a step of its own

    def add_arguments(self, parser: CommandParser) -> None:
        """`--data` is read by `config.bootstrap` already, before any setting is."""
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0: the whole room's")
        parser.add_argument("--data", metavar="DIR", help="data folder; default: .data")
        parser.add_argument("--empty", action="store_true", help="without the demonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every step in order, each named before it begins."""
        host, port = options["host"], options["port"]
        if settings.SHARED:
            raise CommandError("`up` is for one machine on SQLite, but DATABASE_URL is set.")
        serving.demand_port(host, port)
        # Both, for a shell that starts a command in the background has it ignore Ctrl-C.
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        os.umask(0o077)  # a register is its keeper's to read, nobody else's of this machine
        with serving.hold(settings.DATA):
            try:
                self.prepare(demonstration=not options["empty"])
                self.serve(host, port)
            except KeyboardInterrupt:
                self.say("Stopped. Everything is kept in " + str(settings.DATA))

    def say(self, sentence: str) -> None:
        """Tell the person at the keyboard, at once."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def prepare(self, *, demonstration: bool) -> None:
        """Database, files, demonstration."""
        self.say(f"Komîn keeps its data in {settings.DATA}")
        serving.clear_unfinished(settings.DATA, self.say)
        self.say("Checking the program and its database ...")
        refuse_if_unsafe()
        self.say("Preparing the tables ...")
        call_command("migrate", interactive=False, verbosity=0)
        serving.collect_static(Path(settings.STATIC_ROOT), self.say)
        if demonstration:
            serving.demonstrate(settings.DATA, self.say)

    def serve(self, host: str, port: int) -> None:
        """Run web server and worker until somebody says stop; start again what ends by itself."""
        children = [web(host, port), worker()]
        try:
            for child in children:
                self.say(f"Starting the {child.name} ...")
                child.start()
            wait_until_ready(children[0], host, port)
            self.welcome(host, port)
            self.watch(children)
        finally:
            # A second Ctrl-C must not leave half of them behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            stop_all(children)

    def watch(self, children: list[Child]) -> None:
        """Start again a child that ended. Raises `CommandError` when it ends at once again."""
        pause = threading.Event()
        while True:
            pause.wait(0.5)
            for child in children:
                if child.ended() is None:
                    continue
                if time.monotonic() - child.began < TOO_SOON:
                    raise CommandError(f"The {child.name} does not run; see {child.log}.")
                self.say(f"The {child.name} ended ({child.ended()}); starting it again ...")
                child.start()

    def welcome(self, host: str, port: int) -> None:
        """The address, and the accounts to sign in as."""
        own = own_addresses()
        self.say("")
        for address in serving.addresses(host, port, own):
            self.say(f"Open {address}")
        accounts = serving.accounts(settings.DATA)
        if accounts:
            self.say("Sign in as one of these (name, password):")
        for name, password in accounts:
            self.say(f"  {name:<12}{password}")
        self.say("Ctrl-C ends everything.")


def environment(**more: str) -> dict[str, str]:
    """What the children are told: the same data folder, and that they are children."""
    return {**os.environ, "KOMIN_DATA": str(settings.DATA), "KOMIN_CHILD": "1", **more}


def log(name: str) -> Path:
    """The file for a child's words; a long one is put aside."""
    folder: Path = settings.DATA / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.log"
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".old.log"))
    return path


def web(host: str, port: int) -> Child:
    """The web server: one process, since SQLite has one writer, and a few threads."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    command += ["--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    command += ["--working-dir", str(ROOT), "--no-ws", "--log-level", "warning"]
    return Child("web server", command, environment(KOMIN_HOST=host), log("web"))


def worker() -> Child:
    """The worker, with the clock (beat) in it."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "-A",
        "config.celery",
        "--workdir",
        str(ROOT),
    ]
    command += ["worker", "-P", "solo", "-B", "-s", str(settings.DATA / "beat")]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
    return Child("worker", command, environment(), log("worker"))


def wait_until_ready(child: Child, host: str, port: int) -> None:
    """Wait for the web server's first answer. Raises `CommandError` when there is none."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    deadline = time.monotonic() + READY_WITHIN
    while child.ended() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://{name}:{port}/readyz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CommandError(f"The web server does not answer; see {child.log}.")
