"""What the ground floor asks of others without importing them.

Each port is declared here with its meaning and filled in an app's `AppConfig.ready()`; a
system check refuses to start with a port unfilled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from django.db.models import Exists, QuerySet

if TYPE_CHECKING:
    from communes.domain.acting import Actor
    from communes.models import Ballot, Body, Charter, Person
    from communes.problems import Problem

P = ParamSpec("P")
R = TypeVar("R")


class UnfilledPortError(RuntimeError):
    """A port was asked before any app filled it."""


class Port(Generic[P, R]):
    """A question with one answerer."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answer: Callable[P, R] | None = None
        _ports.append(self)

    def fill(self, answer: Callable[P, R]) -> None:
        """Name the answerer; the last one named counts."""
        self.answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self.answer is None:
            raise UnfilledPortError(self.name)
        return self.answer(*args, **kwargs)


_ports: "list[Port[Any, Any]]" = []


def unfilled() -> list[str]:
    """Names of the ports that no app has filled."""
    return [port.name for port in _ports if port.answer is None]


@dataclass(frozen=True)
class Counted:
    """How a vote counts (a code of `CountsAs`), and on which side."""

    status: str
    choice: str


@dataclass(frozen=True)
class Office:
    """An office that a person holds in a body, `caretaker` when only running business is left."""

    code: str
    caretaker: bool = False


offices: "Port[[Person, Body, datetime], frozenset[Office]]" = Port("offices")
"""The offices a person holds in a body at an instant, from mandates in force and caretaking."""

offices_by_body: "Port[[Person, datetime], Mapping[int, frozenset[Office]]]" = Port(
    "offices_by_body"
)
"""The same for every body in which the person holds any office, in one query; keys are body ids."""

holds: "Port[[str, Any], Exists]" = Port("holds")
"""`holds(office, at)`: condition on a queryset of persons: holds that office in any body."""

seated_bodies: "Port[[Person, datetime], frozenset[int]]" = Port("seated_bodies")
"""Ids of the bodies in which the person has a seat or who sent them there."""

seat_roll: "Port[[Body, str, datetime], QuerySet[Person, Person]]" = Port("seat_roll")
"""Persons on the roll of a body made of seats (or of a commune's board)."""

counted: "Port[[Ballot], Mapping[int, Counted]]" = Port("counted")
"""How each vote of a roll call counts, by vote id."""

counted_by: "Port[[Body, datetime], str]" = Port("counted_by")
"""By which way of counting a council's roll call is decided: a code of `ways.Way`."""

misfits: "Port[[str, datetime], list[Problem]]" = Port("misfits")
"""Why a charter's text does not fit the confederation as it is, e.g. a level that bodies hold."""

charter_in_force: "Port[[Charter, datetime], None]" = Port("charter_in_force")
"""Writes down, in the running transaction, what follows from a charter that came into force."""

followed_by: "Port[[str, Person, Body | None, datetime, Actor], None]" = Port("followed_by")
"""A death, departure or corrected gender ends what rests on it, in the running transaction."""

would_follow: "Port[[str, Person, Body | None, datetime], list[str]]" = Port("would_follow")
"""What `followed_by` would end, in words, asked beforehand; of a corrected gender the person
is given as corrected."""

seats_in_force: "Port[[Body, datetime], int]" = Port("seats_in_force")
"""How many seats of a body are in force (filled or not), for quorum of councils and committees."""

officers: "Port[[Body, datetime], list[tuple[Person, Office]]]" = Port("officers")
"""Who runs a body at an instant: co-chairs, deputies, secretary, caretakers included, in order."""
