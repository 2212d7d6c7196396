"""Worlds that are laid once for the tests that follow one another with them.

`laid` makes a fixture of a function that builds a world. Its rows lie in a transaction that is
never committed, each test's own lies within it, and after the test the database is again as it
was laid; the test gets a copy of the objects. Worlds lie on each other as their arguments say: a
`meeting(town)` is laid on the `town`, and taken away alone. A test that commits, or that wants
another world, finds nothing of it: worlds are taken back before.
"""

import copy
import inspect
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

Build = Callable[..., Any]
Wanted = tuple[tuple[str, Build], ...]
FRESH = 60.0
"""Seconds after which worlds are laid anew: many are made around the present."""


def laid(build: Build) -> Any:
    """A fixture that builds a world, once for all tests that follow one another with it.

    The arguments are other worlds that are laid; nothing else of a test can be known to all.
    Whoever wants a world has the database too.
    """

    def give(request: pytest.FixtureRequest, db: None) -> Any:
        if wanted(request.node):
            return request.getfixturevalue("lain")[build.__name__]
        return build(**{name: request.getfixturevalue(name) for name in parameters(build)})

    give.__name__, give.__doc__ = build.__name__, build.__doc__
    give.__dict__["build"] = build
    return pytest.fixture(give)


def parameters(build: Build) -> list[str]:
    """The names of the worlds on which a world is laid."""
    return list(inspect.signature(build).parameters)


def transactional(item: Any) -> bool:
    """Whether the test commits, so that its rows are deleted afterwards."""
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    asked = bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))
    return asked or "transactional_db" in names or "live_server" in names


def wanted(item: Any) -> Wanted:
    """The worlds a test wants, each after those on which it is laid; none if it commits."""
    found: dict[str, Build] = {}

    def want(name: str) -> None:
        build = getattr(getattr(item.module, name, None), "build", None)
        if build is None or name in found:
            return
        for under in parameters(build):
            want(under)
        found[name] = build

    if not transactional(item):
        for name in getattr(item, "fixturenames", ()):
            want(name)
    return tuple(found.items())


@dataclass(frozen=True)
class Layer:
    """A world, the transaction it lies in, and the objects of all worlds as they are now."""

    wanted: tuple[str, Build]
    hold: ExitStack
    objects: dict[str, Any]
    since: float


class Grounds:
    """The worlds that lie on each other at present."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    def stand(self, worlds: Wanted) -> None:
        """Keep what lies already, take back what else lies there, and lay what is missing."""
        kept = 0
        for layer, world in zip(self.layers, worlds, strict=False):
            if layer.wanted != world or time.monotonic() - layer.since > FRESH:
                break
            kept += 1
        self.take_back(kept if connection.connection and not connection.needs_rollback else 0)
        for name, build in worlds[len(self.layers) :]:
            self.lay(name, build)

    def lay(self, name: str, build: Build) -> None:
        """Build a world on those that lie."""
        objects = self.objects()
        with ExitStack() as hold:
            hold.enter_context(transaction.atomic())
            hold.callback(transaction.set_rollback, True)
            objects[name] = build(**{under: objects[under] for under in parameters(build)})
            connection.check_constraints()  # once, not again in each test's teardown
            self.layers.append(Layer((name, build), hold.pop_all(), objects, time.monotonic()))

    def objects(self) -> dict[str, Any]:
        """Copies of the objects of all worlds; what is the same in two is the same in both."""
        return copy.deepcopy(self.layers[-1].objects) if self.layers else {}

    def take_back(self, kept: int = 0) -> None:
        """Take back all worlds but the lowest so many."""
        while len(self.layers) > kept:
            self.layers.pop().hold.close()


def in_order(items: list[pytest.Item]) -> None:
    """Sort the tests of each module by the worlds they want; otherwise they keep their order."""
    places: dict[Any, int] = {}
    for item in items:
        key = getattr(item, "module", None)
        places.setdefault(key, len(places))
        places.setdefault((key, wanted(item)), len(places))
    items.sort(
        key=lambda item: (
            places[getattr(item, "module", None)],
            places[getattr(item, "module", None), wanted(item)],
        )
    )
    for item in items:
        names = getattr(item, "fixturenames", [])
        if wanted(item) and "lain" not in names:
            names.insert(0, "lain")  # before the test's own transaction begins
