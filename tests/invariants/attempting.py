"""One attempt on the law: which guard stands against it, and the single act that it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from communes import guards
from tests.invariants.acts import Act
from tests.invariants.ground import Ground


def nothing(ground: Ground) -> None:
    """The ground is as it has to be."""


def lifting(name: str) -> Callable[[Ground], None]:
    """Take away a stronger guard first, which would refuse the same act."""

    def lift(ground: Ground) -> None:
        guards.lift(connection, [one for one in guards.registered() if one.name == name])

    return lift


@dataclass(frozen=True)
class Attempt:
    """An act that exactly one guard refuses: without that one guard it succeeds."""

    guard: str
    what: str
    act: Callable[[Ground], Act]
    prepare: Callable[[Ground], None] = nothing

    def __str__(self) -> str:
        return f"{self.guard}: {self.what}"
