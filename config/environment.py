"""What the surroundings say: the data folder, the mode, secrets and addresses.

Two modes. *Embedded*, without ``DATABASE_URL``: one machine, SQLite and a queue of files in the
data folder, a secret key made at first start. *Shared*, with ``DATABASE_URL``: a server for many,
which refuses to start with anything unsafe.
"""

import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDERS = ("change-me", "changeme", "placeholder", "insecure", "secret-key", "example")
KEY_LENGTH = 50
"""Characters a secret key has at least, as ``check --deploy`` demands (security.W009)."""


def data_folder(env: Mapping[str, str]) -> Path:
    """The folder of everything this installation keeps; made when absent, for its owner only."""
    folder = Path(env.get("KOMIN_DATA") or ROOT / ".data").expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def kept_key(folder: Path) -> str:
    """The secret key of an embedded installation: made once, readable by the owner only."""
    path = folder / "secret-key"
    if not path.exists():
        draft = folder / f".secret-key-{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # never replaces: of two first starts, the first one's key stays
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def demanded(env: Mapping[str, str], name: str) -> str:
    """A variable that a shared server needs. Raises `ImproperlyConfigured` when absent."""
    value = env.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is required beside DATABASE_URL.")
    return value


def demanded_key(env: Mapping[str, str]) -> str:
    """The secret key of a shared server. Raises `ImproperlyConfigured` when absent or weak."""
    key = demanded(env, "SECRET_KEY")
    if len(key) < KEY_LENGTH or len(set(key)) < 5:
        raise ImproperlyConfigured(f"SECRET_KEY must be {KEY_LENGTH} random characters or more.")
    if any(word in key.lower() for word in PLACEHOLDERS):
        raise ImproperlyConfigured("SECRET_KEY is still a placeholder: make one of your own.")
    return key


def listed(env: Mapping[str, str], name: str) -> list[str]:
    """The comma-separated values of a variable, without blanks."""
    return [part.strip() for part in env.get(name, "").split(",") if part.strip()]


def switched(env: Mapping[str, str], name: str) -> bool:
    """Whether a variable is switched on: ``1``, ``true``, ``yes`` or ``on``."""
    return env.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def whole(env: Mapping[str, str], name: str, usual: int) -> int:
    """A positive whole number, or the usual one. Raises `ImproperlyConfigured` for another."""
    value = env.get(name, "").strip() or str(usual)
    if not (value.isascii() and value.isdigit() and int(value)):
        raise ImproperlyConfigured(f"{name} must be a whole number above zero.")
    return int(value)


def demanded_hosts(env: Mapping[str, str]) -> list[str]:
    """The names a shared server answers to. Raises `ImproperlyConfigured` when absent or any."""
    hosts = listed(env, "ALLOWED_HOSTS")
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is required beside DATABASE_URL.")
    if any("*" in host for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would answer to any.")
    return hosts


def own_addresses() -> list[str]:
    """The names and addresses by which other machines of the room may reach this one."""
    names = {socket.gethostname(), f"{socket.gethostname()}.local"}
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        found = []
    names |= {str(entry[4][0]) for entry in found if ":" not in str(entry[4][0])}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; asks which address would be used
            names.add(probe.getsockname()[0])
        except OSError:
            pass
    return sorted(names)


def embedded_hosts(env: Mapping[str, str]) -> list[str]:
    """The names an embedded installation answers to; the whole room's if it listens to the room."""
    hosts = ["localhost", "127.0.0.1", "[::1]", *listed(env, "ALLOWED_HOSTS")]
    host = env.get("KOMIN_HOST", "")
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        hosts += own_addresses()
    elif host:
        hosts.append(host)
    return hosts


def mail_server(env: Mapping[str, str]) -> dict[str, Any]:
    """Where letters go: `EMAIL_URL` such as smtp+tls://name:word@host:587; else the console.

    Raises `ImproperlyConfigured` for an address that names no way of sending.
    """
    try:
        found: dict[str, Any] = environ.Env.email_url_config(env.get("EMAIL_URL") or "consolemail:")
    except (ImproperlyConfigured, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://, smtp+tls:// or smtp+ssl://…"
        ) from error
    return {name: value for name, value in found.items() if value is not None}


def public_url(env: Mapping[str, str]) -> str:
    """The address by which people reach this program, as letters and calendars name it."""
    return env.get("KOMIN_URL", "").strip().rstrip("/")


def demanded_database(env: Mapping[str, str]) -> dict[str, Any]:
    """The database of a shared server. Raises `ImproperlyConfigured` when it is no PostgreSQL."""
    found: dict[str, Any] = environ.Env.db_url_config(demanded(env, "DATABASE_URL"))
    if found.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
    found["HOST"] = unquote(found["HOST"])  # a socket's folder is written %2Frun%2Fpostgresql
    return {**found, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def embedded_database(data: Path) -> dict[str, Any]:
    """SQLite in the data folder.

    synchronous=NORMAL loses acknowledged writes when the power fails; deferred transactions meet
    "database is locked". `config.checks` refuses anything weaker than this.
    """
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "komin.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        "TEST": {"NAME": data / f"test-{os.getpid()}.sqlite3"},
    }


def queue_folders(data: Path) -> dict[str, Any]:
    """Options of the queue of files in the data folder; its folders are made when absent."""
    folders = {name: data / "queue" / name for name in ("q", "processed", "control")}
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folders["q"]),
        "data_folder_out": str(folders["q"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
        "store_processed": False,
        "polling_interval": 0.1,
    }
