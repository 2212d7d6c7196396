"""The compose file's services start under exactly the environment that it gives them."""

import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from django.conf import settings

from config.environment import ROOT
from tests.config.running import answers, bare, free_port, running, until

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("web", "worker", "beat")
SECRETS = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "POSTGRES_PASSWORD": "unused",
    "ALLOWED_HOSTS": "komin.invalid",
}
STAYS = 5.0
"""Seconds a service has to stay up: longer than the queue's socket timeout."""


def filled(text: str, values: dict[str, str]) -> str:
    """A value of the compose file as compose would fill it: ${NAME:?}, ${NAME:-default}, $$."""

    def fill(match: re.Match[str]) -> str:
        name, kind, default = match.groups()
        if kind == ":?" and not values.get(name):
            raise KeyError(name)
        return values.get(name) or default or ""

    filled = re.sub(r"\$\{(\w+)(:\?|:-)?([^}]*)\}", fill, text)
    return filled.replace("$$", "$")


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    """What compose gives a service."""
    given: dict[str, Any] = COMPOSE["services"][service]["environment"]
    return {name: filled(str(value), values) for name, value in given.items()}


def raw(service: str) -> str:
    """What the file says about a service's environment, unfilled."""
    return str(COMPOSE["services"][service]["environment"])


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of a new database beside the tests' own."""
    found = settings.DATABASES["default"]
    host = found["HOST"] or "localhost"
    name = f"compose_{secrets.token_hex(4)}"
    address = {"host": host, "user": found["USER"], "dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"postgres://{found['USER']}@{host.replace('/', '%2F')}/{name}"
    with psycopg.connect(**address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_secrets_have_no_defaults() -> None:
    for name in SECRETS:
        lacking = {**SECRETS, name: ""}
        users = [service for service in (*OURS, "postgres") if f"${{{name}:?}}" in raw(service)]
        assert users
        for service in users:
            with pytest.raises(KeyError, match=name):
                environment(service, lacking)


def test_every_service_has_a_health_check_and_ours_run_without_root() -> None:
    assert set(COMPOSE["services"]) == {*OURS, "postgres", "redis"}
    for service in COMPOSE["services"].values():
        assert service["healthcheck"]["test"]
    dockerfile = (ROOT / "config" / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root)\w+$", dockerfile, re.MULTILINE)


@pytest.mark.servers
def test_the_services_start_under_exactly_this_environment(tmp_path: Path, database: str) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    (tmp_path / "static").mkdir()

    def start(service: str) -> Any:
        given = environment(service, SECRETS)
        assert {"DATABASE_URL", "REDIS_URL"} <= set(given)
        given |= {"DATABASE_URL": database, "REDIS_URL": settings.CELERY_BROKER_URL}
        image = {**bare(tmp_path), "KOMIN_STATIC": str(tmp_path / "static")}
        command = [
            part.replace("8000", str(port)) for part in COMPOSE["services"][service]["command"]
        ]
        command = [part.replace("/srv/data", str(tmp_path)) for part in command]
        return running(service, command, {**image, **given}, tmp_path / f"{service}.log")

    with start("web") as web:
        until(lambda: answers(f"{url}/readyz"), web)
        assert answers(f"{url}/healthz")
        with start("worker") as worker, start("beat") as beat:
            until(lambda: bool(list(tmp_path.glob("beat.d*"))), beat)
            time.sleep(STAYS)
            for child in (web, worker, beat):
                log = (tmp_path / f"{child.name}.log").read_text()
                assert child.ended() is None, log
                assert "Error" not in log, log
