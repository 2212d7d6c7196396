"""A backup is one instant, sealed; a restore brings back all of it and as it was, or nothing."""

import json
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from communes import guards
from communes.domain import booking
from communes.models import Body, Entry, Household, Person
from config.backups import reading, restoring, shapes, snapshots, taking
from config.environment import ROOT
from tests.config.running import bare
from tests.factories import world
from tests.invariants.ground import lay

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "five olive trees"
QUICK = 10


def contents() -> dict[str, list[list[Any]]]:
    """All rows of all tables."""
    with snapshots.snapshot() as read:
        return {shape.table: plain(shape, read(shape)) for shape in shapes.shapes()}


def plain(shape: shapes.Shape, rows: snapshots.Rows) -> list[list[Any]]:
    """Rows as they may be compared between engines: JSON by what it means."""
    return [
        [
            json.loads(value) if kind == "json" and value is not None else value
            for kind, value in zip(shape.kinds, row, strict=True)
        ]
        for row in shapes.spelled(shape, rows)
    ]


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    path = tmp_path / "phrase"
    path.write_text(WORDS + "\n")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with files that belong to the data, and one that does not."""
    path = tmp_path / "data"
    (path / "media" / "deep").mkdir(parents=True)
    (path / "secret-key").write_text("first key")
    (path / "media" / "deep" / "leaf").write_bytes(bytes(range(256)) * 1000)
    (path / "up.lock").touch()
    monkeypatch.setattr(settings, "DATA", path)
    return path


def backed_up(path: Path, phrase: Path) -> str:
    """Take a backup by the command; what it said."""
    out = StringIO()
    call_command("backup", str(path), passphrase_file=str(phrase), stdout=out)
    return out.getvalue()


def restored(path: Path, phrase: Path, **options: Any) -> str:
    """Restore it by the command; what it said."""
    out = StringIO()
    call_command("restore", str(path), passphrase_file=str(phrase), stdout=out, **options)
    return out.getvalue()


def test_every_column_has_a_kind_and_every_table_is_held() -> None:
    held = {shape.table for shape in shapes.shapes()} | shapes.LEFT_OUT | {"django_migrations"}
    assert set(connection.introspection.table_names()) - held == set()
    for model in apps.get_models(include_auto_created=True):
        assert model._meta.db_table in held


def test_all_of_it_comes_back_as_it_was(tmp_path: Path, folder: Path, phrase: Path) -> None:
    lay()
    before, path = contents(), tmp_path / "komin.backup"
    assert "Without the passphrase" in backed_up(path, phrase)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    town = world.town("Another", pairs=2)
    (folder / "secret-key").write_text("another key")
    (folder / "media" / "deep" / "leaf").unlink()
    said = restored(path, phrase, replace=True)
    assert "Every book holds." in said
    assert contents() == before
    assert (folder / "secret-key").read_text() == "first key"
    assert (folder / "media" / "deep" / "leaf").read_bytes() == bytes(range(256)) * 1000
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert not Body.objects.filter(pk=town.body.pk, name="Another").exists()
    assert guards.missing(connection) == []


def test_the_restored_goes_on_with_keys_of_its_own(
    tmp_path: Path, folder: Path, phrase: Path
) -> None:
    town, path = world.settled_town(), tmp_path / "b"
    backed_up(path, phrase)
    restored(path, phrase, replace=True)
    world.resident(town.body, "Nûjîn", "woman")
    world.settled_town("Komîna Nû")
    assert all(booking.verify(body) is None for body in Body.objects.all())
    with pytest.raises(DatabaseError):
        Entry.objects.filter(number=1).update(kind="other")


def test_what_is_there_is_given_up_only_when_told(
    tmp_path: Path, folder: Path, phrase: Path
) -> None:
    path = tmp_path / "b"
    backed_up(path, phrase)
    world.town(pairs=1)
    before = contents()
    with pytest.raises(CommandError, match="--replace"):
        restored(path, phrase)
    assert contents() == before
    restored(path, phrase, replace=True)
    assert not Person.objects.exists()
    restored(path, phrase)  # into an empty one: nothing has to be said


def test_nothing_changes_unless_the_file_holds(tmp_path: Path, folder: Path, phrase: Path) -> None:
    town, path = world.town(pairs=1), tmp_path / "b"
    backed_up(path, phrase)
    world.resident(town.body, "Later", "man")
    before, whole = contents(), path.read_bytes()
    (wrong := tmp_path / "wrong").write_text("six olive trees")
    with pytest.raises(CommandError, match=r"passphrase is wrong.*Nothing has changed"):
        restored(path, wrong, replace=True)
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
    for broken in (flipped, whole[:-1], whole[:middle], whole + b"x", b"", b"KOMIN"):
        path.write_bytes(broken)
        with pytest.raises(CommandError, match="Nothing has changed"):
            restored(path, phrase, replace=True)
    assert contents() == before
    path.write_bytes(whole)
    assert "Whole" in restored(path, phrase, check=True)
    assert contents() == before


def test_a_book_that_does_not_hold_is_told(tmp_path: Path, folder: Path, phrase: Path) -> None:
    town = world.town(pairs=1)
    guards.lift(connection)
    Entry.objects.filter(number=2, body=town.body).update(content='{"all":"other"}')
    guards.install(connection)
    before, path = contents(), tmp_path / "b"
    backed_up(path, phrase)
    world.town("Another", pairs=1)
    with pytest.raises(CommandError, match="Books in the backup that do not hold: 1"):
        restored(path, phrase, replace=True)
    assert Body.objects.filter(name="Another").exists()
    assert "Books that do not hold: 1." in restored(path, phrase, replace=True, even_broken=True)
    assert contents() == before


def test_a_snapshot_is_one_instant_and_hinders_nobody() -> None:
    town = world.town(pairs=1)
    before, found = contents(), {}
    written: list[str] = []

    def write() -> None:
        world.resident(town.body, "Meanwhile", "woman")
        written.append("committed")
        connections.close_all()

    with snapshots.snapshot() as read:
        for place, shape in enumerate(shapes.shapes()):
            found[shape.table] = plain(shape, read(shape))
            if place == 0:
                writer = Thread(target=write)
                writer.start()
                writer.join(15)
    assert written == ["committed"]
    assert found == before != contents()


def test_a_backup_that_fails_leaves_the_last_one(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b"
    path.write_text("the last one")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(taking.Lines, "close", full)
    with pytest.raises(OSError, match="No space"):
        taking.take(path, taking.Backup(folder, world.NOW, WORDS, QUICK), print)
    assert path.read_text() == "the last one"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["b"]


def test_a_backup_of_another_program_is_refused() -> None:
    known = [list(one) for one in MigrationLoader(None).disk_migrations]
    restoring.demand_same_tables({"migrations": known})
    restoring.demand_same_tables({"migrations": [*known, ["an_app_long_gone", "0001_initial"]]})
    with pytest.raises(restoring.NotRestoredError, match=r"newer.*communes\.9999_later"):
        restoring.demand_same_tables({"migrations": [*known, ["communes", "9999_later"]]})
    with pytest.raises(restoring.NotRestoredError, match="older"):
        restoring.demand_same_tables({"migrations": known[1:]})


def test_a_file_that_does_not_belong_is_refused(tmp_path: Path) -> None:
    for name in ("../evil", "/etc/passwd", "media/../../evil", "komin.sqlite3"):
        with pytest.raises(restoring.NotRestoredError, match="does not belong"):
            restoring._file(tmp_path, name, iter([{"size": 0}]))


def test_the_passphrase_is_long_and_never_an_argument(tmp_path: Path, folder: Path) -> None:
    short = tmp_path / "short"
    short.write_text("olive\n")
    with pytest.raises(CommandError, match="at least 12"):
        backed_up(tmp_path / "b", short)
    with pytest.raises(CommandError, match="cannot be read"):
        backed_up(tmp_path / "b", tmp_path / "absent")
    answer = command(tmp_path, "backup", str(tmp_path / "b"))
    assert (answer.returncode, "--passphrase-file" in answer.stderr) == (1, True)


def command(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command on an embedded installation of its own, whatever this run's database is."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=bare(data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_there_and_back_through_another_installation(
    tmp_path: Path, folder: Path, phrase: Path
) -> None:
    lay()
    other, path, again = tmp_path / "other", tmp_path / "b", tmp_path / "again"
    before = contents()
    backed_up(path, phrase)
    told = ("--passphrase-file", str(phrase))
    answer = command(other, "restore", str(path), *told)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Every book holds." in answer.stdout
    answer = command(other, "backup", str(again), *told)
    assert answer.returncode == 0, answer.stderr
    assert reading.proven(again, WORDS)["engine"] == "sqlite"
    Household.objects.update(address="lost")
    restored(again, phrase, replace=True)
    assert contents() == before
    assert command(other, "verify_books").returncode == 0
