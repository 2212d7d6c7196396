"""What every deed has in common: an actor, one transaction, entries and notices at its end.

A deed opens `acting(by=, at=)`. Deeds called within it join its transaction; what they enter
into books is collected and written once, by the outermost, in the order of body ids, so that
the locks on books are always taken last and in one order.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from communes import remembering
from communes.models import Account, Body, Notice, Person
from communes.sets import pour

T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """Who acts, through which account, and on what ground: one of the three at least.

    `recorded_at` is the instant at which the act reaches the program, when that differs from
    the instant at which it happened.
    """

    person: Person | None = None
    account: Account | None = None
    basis: str = ""
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        if not (self.person or self.account or self.basis):
            raise ValueError("nobody acts, on no ground")


@dataclass(frozen=True)
class CommittedList:
    """A personal list that an entry vouches for without naming anyone."""

    name: str
    subject: Any
    items: Sequence[Any]
    erase_on: date | None


@dataclass
class PlannedEntry:
    """An entry waiting for the end of the outermost deed."""

    body: Body
    kind: str
    facts: Mapping[str, Any]
    happened_at: datetime
    lists: Sequence[CommittedList]
    by: Actor


@dataclass
class Acts:
    """What the deeds of one transaction have to write at its end."""

    by: Actor
    at: datetime
    entries: list[PlannedEntry] = field(default_factory=list)

    def enter(
        self,
        body: Body,
        kind: str,
        facts: Mapping[str, Any],
        lists: Sequence[CommittedList] = (),
        *,
        happened_at: datetime | None = None,
    ) -> None:
        """Plan an entry in the body's book; facts hold codes, figures and public ids only.

        `happened_at` is the instant of what a sweep only writes down; else that of the deed.
        """
        then = happened_at or self.at
        self.entries.append(PlannedEntry(body, kind, facts, then, lists, self.by))

    def notify(
        self,
        audience: Account | Body,
        code: str,
        occasion: str,
        *,
        figures: Mapping[str, Any] | None = None,
        link: str = "",
        urgent: bool = False,
    ) -> None:
        """Write a notice, once per audience and occasion."""
        mine = isinstance(audience, Account)
        row = {
            "account_id": audience.pk if mine else None,
            "body_id": None if mine else audience.pk,
            "occasion": occasion,
            "code": code,
            "figures": dict(figures or {}),
            "link": link,
        }
        self.notify_all([row], urgent=urgent)

    def notify_all(self, told: Sequence[Mapping[str, Any]], *, urgent: bool = False) -> None:
        """Write notices in one statement, each once per audience and occasion.

        Each names `account_id` and `body_id` (one of them None), `occasion`, `code`, `figures`
        and `link`.
        """
        pour(Notice, told, {"urgent": urgent, "written_at": self.at}, once=True)

    def notify_person(
        self,
        person: Person,
        code: str,
        occasion: str,
        *,
        figures: Mapping[str, Any] | None = None,
        link: str = "",
    ) -> None:
        """Write a notice to the person's account, if there is one."""
        account = Account.objects.filter(person=person).first()
        if account is not None:
            self.notify(account, code, occasion, figures=figures, link=link)


_running: ContextVar["list[PlannedEntry] | None"] = ContextVar("running_entries", default=None)
_known: ContextVar["dict[Hashable, Any] | None"] = ContextVar("known_to_running", default=None)


def known(key: Hashable, load: Callable[[], T]) -> T:
    """What changes only by deeds is read once for a deed and those within it, or for a page."""
    kept = _known.get()
    if kept is None:
        return remembering.once(key, load)
    if key not in kept:
        kept[key] = load()
    found: T = kept[key]
    return found


def forget() -> None:
    """A deed has changed what may be known: it is read again."""
    kept = _known.get()
    if kept is not None:
        kept.clear()


@contextmanager
def acting(*, by: Actor, at: datetime) -> Iterator[Acts]:
    """The frame of a deed: one transaction, joined if one is running; entries at its end."""
    planned = _running.get()
    if planned is not None:
        kept = len(planned)
        try:
            with transaction.atomic():
                yield Acts(by, at, planned)
        except BaseException:
            del planned[kept:]
            forget()
            raise
        return
    from communes.domain import booking

    entries: list[PlannedEntry] = []
    token, fresh = _running.set(entries), _known.set({})
    try:
        with remembering.deed(), transaction.atomic():
            yield Acts(by, at, entries)
            booking.write(entries)
    finally:
        _running.reset(token)
        _known.reset(fresh)
