"""Kinds of business on an agenda: the ground floor lists them, each floor brings its own.

A kind says what it is called, where its decision is entered, who votes on it, by which
majority, whether it may be declared urgent, and how its result reads as a sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from django.utils.functional import Promise

if TYPE_CHECKING:
    from communes.domain.acting import Actor
    from communes.domain.counting import Count
    from communes.domain.resolving import Decided
    from communes.models import AgendaItem, Ballot, Body, OpenPoint, Person, Resolution
    from communes.problems import Problem

Voters = Literal["members", "electors", "women", "women_electors"]

ByRollCall = Callable[["Ballot", "Count", "Decided", str, "Actor", datetime], "Resolution"]
Facts = Mapping[str, Any]


def nobody(item: "AgendaItem") -> "list[Person]":
    """No person is concerned by the item."""
    return []


def nothing(resolution: "Resolution", at: datetime) -> "list[Problem]":
    """Nothing stands against taking back what the decision brought about."""
    return []


def no_facts(item: "AgendaItem") -> dict[str, Any]:
    """A decision on the item puts down nothing beside its count."""
    return {}


def as_the_kind_has_it(item: "AgendaItem", at: datetime) -> "Voters | None":
    """The item has no electorate of its own."""
    return None


def plain_sentence(resolution: "Resolution") -> str:
    """The text of the resolution itself."""
    return resolution.text


def any_body(body: "Body") -> bool:
    """Offered on the agenda of every body."""
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of agenda item.

    `entry` is the name of the URL (with the item's public id) where its result is entered, or
    None for the ground floor's own decision form; `plan` the name of the URL where the item is
    prepared with what it needs (a seat, a motion); `prepare(item, point, by, at)` makes the
    upper row when a waiting point is put on an agenda; `unfinished(item)` tells that the
    item still lacks something; `concerned(item)` names the persons who may not chair or record
    it; `undo(resolution, by, at)` takes back what a decision struck out had brought about,
    `undo_problems(resolution, at)` says why it may not now, and `consequences(resolution)` names
    it beforehand; `facts(item)` is what a decision entered by the
    ground floor's form puts down; `sentence(resolution)` tells the outcome in
    the reader's language. `voters_of(item, at)` names who votes on one item where that is not as
    for all of its kind. `by_roll_call` enters what a roll call on such an item decided, for
    kinds with an entry of their own.
    """

    code: str
    label: str | Promise
    decides: bool = True
    entry: str | None = None
    plan: str | None = None
    voters: Voters = "members"
    voters_of: "Callable[[AgendaItem, datetime], Voters | None]" = field(default=as_the_kind_has_it)
    majority: str | None = None
    may_be_urgent: bool = True
    by_roll_call: "ByRollCall | None" = None
    prepare: "Callable[[AgendaItem, OpenPoint, Actor, datetime], None] | None" = None
    unfinished: "Callable[[AgendaItem], bool] | None" = None
    concerned: "Callable[[AgendaItem], list[Person]]" = field(default=nobody)
    undo: "Callable[[Resolution, Actor, datetime], None] | None" = None
    undo_problems: "Callable[[Resolution, datetime], list[Problem]]" = field(default=nothing)
    consequences: "Callable[[Resolution], list[str]] | None" = None
    facts: "Callable[[AgendaItem], dict[str, Any]]" = field(default=no_facts)
    sentence: "Callable[[Resolution], str]" = field(default=plain_sentence)
    offered: "Callable[[Body], bool]" = field(default=any_body)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; its code is stored on items and must not change."""
    _kinds[kind.code] = kind


def kind(code: str) -> Kind:
    """The kind of that code. Raises `KeyError` for an unknown one."""
    return _kinds[code]


def voters(item: "AgendaItem", at: datetime) -> Voters:
    """Who votes on the item: as its kind has it, or by a rule of its own."""
    known = kind(item.kind)
    return known.voters_of(item, at) or known.voters


def registered() -> list[Kind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())


def offered(code: str, body: "Body") -> bool:
    """Whether a body of this sort may put the kind on its agenda; no for an unknown kind."""
    return code in _kinds and _kinds[code].offered(body)


def offered_to(body: "Body") -> list[Kind]:
    """The kinds that a body of this sort may put on its agenda."""
    return [one for one in _kinds.values() if one.offered(body)]
