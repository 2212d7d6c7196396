"""`manage.py up`: everything one machine needs, from nothing to the first page."""

import os
import signal
import ssl
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config import authority, serving
from config.authority import Signed
from config.checks import refuse_if_unsafe
from config.children import Child, stop_all
from config.environment import ROOT, own_addresses

READY_WITHIN = 60.0
"""Seconds the web server has for its first answer."""
TOO_SOON = 5.0
"""A child that ends within so many seconds of its start will not do better the next time."""
LOG_LIMIT = 10_000_000
"""Bytes after which a log is put aside at the next start; the one put aside before it goes."""


HOUR = 3600.0
"""Seconds between two looks at the certificate's end and the machine's addresses."""


@dataclass(frozen=True)
class Address:
    """Where the web server listens, and whether the line is sealed."""

    host: str
    port: int
    tls: bool = False

    @property
    def scheme(self) -> str:
        """What an address begins with."""
        return "https" if self.tls else "http"


class Command(BaseCommand):
    """Prepare the database, then run the web server and the worker until Ctrl-C."""

    help = "Start Komîn on this machine: database, demonstration, web server, worker."
    requires_system_checks: list[str] = []  # checked below, as a step of its own

    def add_arguments(self, parser: CommandParser) -> None:
        """`--data` is read by `config.bootstrap` already, before any setting is."""
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument(
            "--host", help="0.0.0.0: the whole room's; default: 127.0.0.1, with --tls 0.0.0.0"
        )
        parser.add_argument("--tls", action="store_true", help="sealed, by a local authority")
        parser.add_argument("--data", metavar="DIR", help="data folder; default: .data")
        parser.add_argument("--empty", action="store_true", help="without the demonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every step in order, each named before it begins."""
        port, tls = options["port"], options["tls"]
        host = options["host"] or ("0.0.0.0" if tls else "127.0.0.1")  # noqa: S104 - asked for
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
                self.serve(Address(host, port, tls))
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

    def serve(self, at: Address) -> None:
        """Run web server and worker until somebody says stop; start again what ends by itself."""
        children = [web(at), worker()]
        try:
            for child in children:
                self.say(f"Starting the {child.name} ...")
                child.start()
            wait_until_ready(children[0], at)
            self.welcome(at)
            self.watch(children, at)
        finally:
            # A second Ctrl-C must not leave half of them behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            stop_all(children)

    def watch(self, children: list[Child], at: Address) -> None:
        """Start again a child that ended. Raises `CommandError` when it ends at once again."""
        pause, looked = threading.Event(), time.monotonic()
        while True:
            pause.wait(0.5)
            if at.tls and time.monotonic() - looked > HOUR:
                looked = time.monotonic()
                if authority.due(settings.DATA, own_addresses(), timezone.now()):
                    seal()
                    children[0].stop()  # and start again below, with the new certificate
            for child in children:
                if child.ended() is None:
                    continue
                if time.monotonic() - child.began < TOO_SOON:
                    raise CommandError(f"The {child.name} does not run; see {child.log}.")
                self.say(f"The {child.name} ended ({child.ended()}); starting it again ...")
                child.start()

    def welcome(self, at: Address) -> None:
        """The address, and the accounts to sign in as."""
        self.say("")
        found = serving.addresses(at.host, at.port, own_addresses(), scheme=at.scheme)
        for address in found:
            self.say(f"Open {address}")
        if at.tls:
            mark = authority.fingerprint(authority.authority_in(settings.DATA).read())
            self.say(f"How a phone comes to trust this machine: {found[-1]}trust/")
            self.say(f"Its mark, to compare there: {mark}")
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


def seal() -> Signed:
    """The certificate for this machine's names and addresses, made anew when it is due."""
    return authority.prepare(settings.DATA, own_addresses(), timezone.now())


def web(at: Address) -> Child:
    """The web server: one process, since SQLite has one writer, and a few threads."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    command += [
        "--host",
        at.host,
        "--port",
        str(at.port),
        "--workers",
        "1",
        "--blocking-threads",
        "4",
    ]
    command += ["--working-dir", str(ROOT), "--no-ws", "--log-level", "warning"]
    env = environment(KOMIN_HOST=at.host, KOMIN_TLS="1" if at.tls else "")
    if at.tls:
        sealed = seal()
        command += ["--ssl-certificate", str(sealed.certificate), "--ssl-keyfile", str(sealed.key)]
        command += ["--ssl-protocol-min", "tls1.2"]
    return Child("web server", command, env, log("web"))


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


def wait_until_ready(child: Child, at: Address) -> None:
    """Wait for the web server's first answer. Raises `CommandError` when there is none."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(at.host, at.host)  # noqa: S104
    trusted = str(authority.authority_in(settings.DATA).certificate) if at.tls else None
    context = ssl.create_default_context(cafile=trusted) if at.tls else None
    deadline = time.monotonic() + READY_WITHIN
    while child.ended() is None and time.monotonic() < deadline:
        try:
            address = f"{at.scheme}://{name}:{at.port}/readyz"
            with urlopen(address, timeout=5, context=context):  # noqa: S310 - our own
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CommandError(f"The web server does not answer; see {child.log}.")
