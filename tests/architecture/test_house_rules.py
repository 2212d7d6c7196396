"""The budgets and habits of the house, kept by a machine.

A file or function that has to be longer says why in a comment that begins with "Long:".
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import ROOT

APPS = ("communes", "mandates", "quotas", "councils")
HOMES = (*APPS, "config")
FUNCTION, FILE, TEST_FILE = 25, 250, 400
"""Lines; a function's docstring does not count."""
VAGUE = {"utils", "common", "helpers", "services", "managers", "misc"}
LATER = (
    "TO" + "DO",
    "FIX" + "ME",
    "NotImplemented" + "Error",
    "pytest.mark." + "skip",
    "xfail" + "(",
)
CLOCK = re.compile(
    r"timezone\.now\(|timezone\.localdate\(|\.now\(|\.today\(|\.utcnow\(|time\.time\("
)
UNSAFE = re.compile(
    r"\|\s*safe\b|autoescape\s+off|<style\b|\sstyle=|\son[a-z]+=|\bhx-on\b|javascript:"
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>")


def sources(*folders: str, suffix: str = "py") -> Iterator[Path]:
    """The files of folders that people write, without migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield path


def told(path: Path, line: int, why: str) -> str:
    """A finding as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{line} {why}"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, without its docstring."""
    first = function.body[0]
    has = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def long_functions(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each function that is too long and does not say why."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        excused = "# Long:" in "\n".join(lines[node.lineno - 1 : node.end_lineno])
        if length(node) > FUNCTION and not excused:
            yield node.lineno, f"{node.name} has {length(node)} lines"


def test_functions_are_short() -> None:
    found = [
        told(path, line, why)
        for path in sources(*HOMES)
        for line, why in long_functions(path.read_text())
    ]
    assert not found, "\n".join(found)


def test_a_long_function_would_be_found() -> None:
    body = "\n".join(f"    a = {number}" for number in range(FUNCTION))
    assert list(long_functions(f"def f():\n{body}\n"))
    assert not list(long_functions(f"def f():\n    # Long: a table.\n{body}\n"))


@pytest.mark.parametrize(("folders", "limit"), [(HOMES, FILE), (("tests",), TEST_FILE)])
def test_files_are_short(folders: tuple[str, ...], limit: int) -> None:
    found = [
        told(path, 1, f"has {len(text.splitlines())} lines")
        for path in sources(*folders)
        if len((text := path.read_text()).splitlines()) > limit and "# Long:" not in text
    ]
    assert not found, "\n".join(found)


def test_no_module_has_a_vague_name() -> None:
    found = [told(path, 1, "has a vague name") for path in sources(*HOMES) if path.stem in VAGUE]
    assert not found, "\n".join(found)


def test_nothing_is_left_for_later() -> None:
    found = [
        told(path, number, word)
        for path in sources(*HOMES, "tests")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for word in LATER
        if word in line
    ]
    assert not found, "\n".join(found)


def test_the_domain_never_asks_the_clock() -> None:
    found = [
        told(path, number, line.strip())
        for path in sources(*(f"{app}/domain" for app in APPS))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if CLOCK.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("pattern", [UNSAFE, INLINE])
def test_templates_escape_everything_and_hold_no_script_or_style(pattern: re.Pattern[str]) -> None:
    found = [
        told(path, number, line.strip())
        for path in sources("templates", *HOMES, suffix="html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_app_says_what_it_is_for() -> None:
    for home in HOMES:
        assert ast.get_docstring(ast.parse((ROOT / home / "__init__.py").read_text())), home
