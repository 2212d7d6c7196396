"""An environment out of nothing but Python: `.venv` from a hashed lock.

Nothing here imports more than the standard library. Inside an environment that has what the lock
names (a container, a developer's own) or with ``KOMIN_BOOTSTRAP=off`` it does nothing.
"""

import ast
import hashlib
import operator
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "config" / "locks"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UV = PYTHON.with_name("uv.exe" if os.name == "nt" else "uv")
MARKERS = {
    "implementation_name": sys.implementation.name,
    "os_name": os.name,
    "platform_machine": platform.machine(),
    "platform_python_implementation": platform.python_implementation(),
    "platform_system": platform.system(),
    "python_full_version": platform.python_version(),
    "python_version": ".".join(platform.python_version_tuple()[:2]),
    "sys_platform": sys.platform,
}
"""What the conditions in a lock may ask (PEP 508)."""
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda part, whole: part in whole,
    ast.NotIn: lambda part, whole: part not in whole,
}


def ensure(arguments: list[str]) -> None:
    """Go on in this environment, or start `arguments` again in `.venv`, made when needed.

    Exits with code 1 and a clear message when no environment can be made.
    """
    lock = "test" if arguments[1:2] in (["test"], ["bench"]) else "run"
    if os.environ.get("KOMIN_BOOTSTRAP") == "off":
        return
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not inside and satisfied(LOCKS / f"{lock}.txt"):
        return
    if not stamped(lock):
        with alone():
            if not stamped(lock):
                make(lock, fresh=not inside)
    if not inside:
        start_again(arguments)


def place(arguments: list[str]) -> None:
    """Let ``up --data DIR`` mean the same as ``KOMIN_DATA``, before anything reads a setting."""
    if arguments[1:2] != ["up"]:
        return
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        following = arguments[number + 1 : number + 2]
        if name == "--data" and (equals or following):
            os.environ["KOMIN_DATA"] = str(Path(value if equals else following[0]).resolve())


def start_again(arguments: list[str]) -> None:
    """Run the same command in `.venv`, in this process where the system can."""
    command = [str(PYTHON), *arguments]
    if os.name == "nt":
        raise SystemExit(subprocess.call(command))  # noqa: S603
    os.execv(command[0], command)  # noqa: S606


# --- what a lock asks, and whether it is there ------------------------------------------------
def pins(lock: Path) -> Iterator[tuple[str, str]]:
    """The distributions and versions a lock names for this machine."""
    for line in lock.read_text().splitlines():
        if line[:1] in {"", " ", "#"}:
            continue
        pin, _, marker = line.rstrip("\\ ").partition(";")
        name, _, version = pin.strip().partition("==")
        if not marker.strip() or holds(ast.parse(marker.strip(), mode="eval").body):
            yield name.partition("[")[0], version


def satisfied(lock: Path) -> bool:
    """Whether this environment has every distribution of the lock, in its version."""
    try:
        return all(metadata.version(name) == version for name, version in pins(lock))
    except metadata.PackageNotFoundError:
        return False


def holds(marker: ast.expr) -> bool:
    """Whether a condition of a lock is true of this machine; a condition is a Python expression."""
    if isinstance(marker, ast.BoolOp):
        every = all if isinstance(marker.op, ast.And) else any
        return every([holds(part) for part in marker.values])
    if not isinstance(marker, ast.Compare) or len(marker.ops) != 1:
        raise ValueError(f"not a condition: {ast.unparse(marker)}")
    left, right = operand(marker.left), operand(marker.comparators[0])
    if any(isinstance(side, ast.Name) and "version" in side.id for side in ast.walk(marker)):
        return compared(marker.ops[0], numbers(left), numbers(right))
    return compared(marker.ops[0], left, right)


def operand(side: ast.expr) -> str:
    """One side of a comparison: a string, or a name that `MARKERS` knows."""
    if isinstance(side, ast.Name):
        return MARKERS[side.id]
    return str(ast.literal_eval(side))


def numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version, for comparing."""
    digits = (part for part in version.replace("+", ".").split(".") if part.isdigit())
    return tuple(int(part) for part in digits)


def compared(how: ast.cmpop, left: Any, right: Any) -> bool:
    """One comparison of a condition, between two strings or two versions."""
    return bool(COMPARISONS[type(how)](left, right))


# --- making it --------------------------------------------------------------------------------
def fingerprint(lock: str) -> str:
    """What a stamp says: the lock, and the Python that the environment was made with."""
    text = (LOCKS / f"{lock}.txt").read_bytes() + sys.version.encode()
    return hashlib.sha256(text).hexdigest()


def stamped(lock: str) -> bool:
    """Whether `.venv` was made whole from this very lock; one for testing has it all."""
    paths = [VENV / f"made-from-{name}" for name in (lock, "test")]
    return PYTHON.exists() and any(
        path.exists() and path.read_text() == fingerprint(path.name.removeprefix("made-from-"))
        for path in paths
    )


@contextmanager
def alone() -> Iterator[None]:
    """Hold the environment for one maker: two first starts at once would spoil it."""
    try:
        import fcntl
    except ImportError:  # Windows: a first start there is one person's at one keyboard
        yield
        return
    with (ROOT / ".venv.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def make(lock: str, *, fresh: bool) -> None:
    """Make `.venv` and install the lock into it. Exits with code 1 when that fails."""
    began = time.monotonic()
    try:
        if fresh and not usable():
            say("Making an environment in .venv ...")
            run(sys.executable, "-m", "venv", "--clear", str(VENV))
        say(f"Installing what the program needs (config/locks/{lock}.txt) ...")
        install(LOCKS / f"{lock}.txt")
    except (subprocess.CalledProcessError, OSError) as error:
        say(f"The environment could not be made: {error}")
        say("Python with its modules venv and pip is needed, and a package index in reach.")
        raise SystemExit(1) from error
    (VENV / f"made-from-{lock}").write_text(fingerprint(lock))
    say(f"The environment is ready after {time.monotonic() - began:.1f} s.")


def usable() -> bool:
    """Whether `.venv` holds a Python of this very version that starts, with its pip."""
    asked = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
    except (subprocess.CalledProcessError, OSError):
        return False
    return answer.stdout.strip() == sys.version.strip()


def install(lock: Path) -> None:
    """Install a lock, with uv for speed; with plain pip where uv has no way."""
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r")
    try:
        run(*pip, str(LOCKS / "uv.txt"))
        wanted = ("--python", str(PYTHON), "--require-hashes", "-r", str(lock))
        run(str(UV), "pip", "install", "--quiet", *wanted)
    except (subprocess.CalledProcessError, OSError):
        say("The quick way failed; taking the slow one (pip) ...")
        run(*pip, str(lock))


def run(*command: str) -> None:
    """Run a command; raises `CalledProcessError` when it fails."""
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603


def say(sentence: str) -> None:
    """Tell the person at the keyboard, at once."""
    print(sentence, file=sys.stderr, flush=True)
