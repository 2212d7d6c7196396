"""What a shared server refuses to start with, and what an embedded installation keeps."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.environment import ROOT

KEY = "kHs9_" * 12
SAFE = {
    "DATABASE_URL": "postgres://komin@db.invalid/komin",
    "REDIS_URL": "redis://queue.invalid/0",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "komin.invalid",
}


SHOWN = "from config import settings as s; print(s.SHARED, s.SESSION_COOKIE_SECURE, s.DEBUG)"


def settings_of(
    folder: Path, changed: dict[str, str], code: str = SHOWN
) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, under exactly this environment."""
    env = {"KOMIN_DATA": str(folder), "PATH": "/usr/bin:/bin", **changed}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_shared_server_starts_with_safe_settings(tmp_path: Path) -> None:
    answer = settings_of(tmp_path, {**SAFE, "KOMIN_DEBUG": "1"})
    assert answer.stdout.split() == ["True", "True", "False"], answer.stderr


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is required"),
        ({"SECRET_KEY": "short"}, "50 random characters"),
        ({"SECRET_KEY": "a" * 60}, "50 random characters"),
        ({"SECRET_KEY": "change-me-" * 8}, "placeholder"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is required"),
        ({"ALLOWED_HOSTS": "komin.invalid, *"}, "ALLOWED_HOSTS must name"),
        ({"REDIS_URL": ""}, "REDIS_URL is required"),
        ({"DATABASE_URL": "mysql://komin@db.invalid/komin"}, "PostgreSQL"),
        ({"DATABASE_URL": "sqlite:////tmp/komin.sqlite3"}, "PostgreSQL"),
    ],
)
def test_a_shared_server_refuses_unsafe_settings(
    tmp_path: Path, changed: dict[str, str], word: str
) -> None:
    answer = settings_of(tmp_path, {**SAFE, **changed})
    assert answer.returncode == 1
    assert word in answer.stderr.splitlines()[-1]


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    first = environment.kept_key(tmp_path)
    assert environment.kept_key(tmp_path) == first
    assert len(first) >= environment.KEY_LENGTH
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_the_data_folder_is_for_the_owner_only(tmp_path: Path) -> None:
    folder = environment.data_folder({"KOMIN_DATA": str(tmp_path / "a" / "b")})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_socket_folder_in_the_database_url_is_understood() -> None:
    found = environment.demanded_database(
        {"DATABASE_URL": "postgres://komin@%2Frun%2Fpostgresql/komin"}
    )
    assert (found["HOST"], found["NAME"]) == ("/run/postgresql", "komin")


def test_only_a_host_for_the_whole_room_answers_to_the_machines_addresses() -> None:
    alone = environment.embedded_hosts({})
    together = environment.embedded_hosts({"KOMIN_HOST": "0.0.0.0"})
    assert alone == ["localhost", "127.0.0.1", "[::1]"]
    assert set(together) == {*alone, *environment.own_addresses()}
    assert "*" not in together


def test_a_listed_host_is_demanded_by_name() -> None:
    with pytest.raises(ImproperlyConfigured):
        environment.demanded_hosts({"ALLOWED_HOSTS": " , "})


def test_letters_go_where_the_surroundings_say() -> None:
    found = environment.mail_server({"EMAIL_URL": "smtp+tls://komin:p%40ss@mail.example.org:587"})
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_TLS"]) == ("p@ss", True)
    console = environment.mail_server({})
    assert console == environment.mail_server({"EMAIL_URL": ""})
    assert console["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.mail_server({"EMAIL_URL": "pigeon://roof"})


def test_the_public_address_ends_without_a_stroke() -> None:
    assert (
        environment.public_url({"KOMIN_URL": " https://komin.example/ "}) == "https://komin.example"
    )
    assert environment.public_url({}) == ""
