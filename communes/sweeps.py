"""The sweeps of all floors: what is due is written down, in sets, however often they run."""

from collections.abc import Callable
from datetime import datetime

Sweep = Callable[[datetime], int]

_sweeps: dict[str, Sweep] = {}


def register(name: str, run: Sweep) -> None:
    """Add a sweep; `run(at)` does what is due at that instant and returns how many acts it wrote.

    Sweeps run in the order of registration, lower floors first.
    """
    _sweeps[name] = run


def registered() -> dict[str, Sweep]:
    """All sweeps by name, in the order in which they run."""
    return dict(_sweeps)
