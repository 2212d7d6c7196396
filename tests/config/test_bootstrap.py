"""The bootstrap: what a lock asks of this machine, and when there is nothing to do."""

import ast
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from config import bootstrap
from config.environment import ROOT

LOCK = """\
django==5.2.19 \\
    --hash=sha256:00
colorama==0.4.6 ; sys_platform == 'nowhere' \\
    --hash=sha256:00
psycopg[binary]==3.3.9 ; python_full_version >= '3.9' and sys_platform != 'nowhere' \\
    --hash=sha256:00
"""


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("python_full_version >= '3.9'", True),
        ("python_full_version < '3.11.0'", False),
        ("python_version >= '3.11' and sys_platform == 'nowhere'", False),
        ("sys_platform == 'nowhere' or implementation_name != 'nothing'", True),
        ("'no' in 'nowhere'", True),
        ("sys_platform not in 'nowhere'", True),
    ],
)
def test_conditions_of_a_lock(marker: str, expected: bool) -> None:
    assert bootstrap.holds(ast.parse(marker, mode="eval").body) is expected


def test_an_unknown_condition_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a condition"):
        bootstrap.holds(ast.parse("print()", mode="eval").body)


def test_pins_for_this_machine(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text(LOCK)
    pins = dict(bootstrap.pins(tmp_path / "lock.txt"))
    assert pins == {"django": "5.2.19", "psycopg": "3.3.9"}


def test_an_environment_is_satisfied_by_exact_versions_only(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"django=={metadata.version('django')}\n")
    assert bootstrap.satisfied(lock)
    lock.write_text("django==0.1\n")
    assert not bootstrap.satisfied(lock)
    lock.write_text("no-such-thing==1\n")
    assert not bootstrap.satisfied(lock)


@pytest.mark.parametrize("name", ["run", "test", "uv"])
def test_every_pin_is_hashed_and_no_lock_names_a_host(name: str) -> None:
    text = (bootstrap.LOCKS / f"{name}.txt").read_text()
    assert "://" not in text
    assert "--find-links" not in text
    pins = [line for line in text.splitlines() if line[:1] not in {" ", "#", ""}]
    assert pins
    assert all("==" in line and line.endswith("\\") for line in pins)


def test_what_the_tests_run_with_is_what_the_program_runs_with() -> None:
    run = dict(bootstrap.pins(bootstrap.LOCKS / "run.txt"))
    test = dict(bootstrap.pins(bootstrap.LOCKS / "test.txt"))
    assert run.items() <= test.items()


def test_before_there_is_an_environment_only_the_standard_library_is_imported() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); from config import bootstrap; import manage; "
        "print({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ast.literal_eval(answer.stdout) == {"__main__", "config", "manage"}


def test_the_data_folder_of_up_is_known_before_the_settings_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KOMIN_DATA", "/nowhere")
    monkeypatch.chdir(tmp_path)
    bootstrap.place(["manage.py", "sweep", "--data", "other"])
    assert os.environ["KOMIN_DATA"] == "/nowhere"
    bootstrap.place(["manage.py", "up", "--data=one"])
    assert os.environ["KOMIN_DATA"] == str(tmp_path / "one")
    bootstrap.place(["manage.py", "up", "--port", "8001", "--data", "two"])
    assert os.environ["KOMIN_DATA"] == str(tmp_path / "two")
