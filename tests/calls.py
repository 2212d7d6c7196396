"""Walks the API's addresses, so that no operation is tested by a list kept by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from communes.api.resources import Operation
from communes.models import (
    AgendaItem,
    ApiToken,
    Attendance,
    Ballot,
    Body,
    BodyKind,
    CalendarFeed,
    ConveningRequest,
    Household,
    Meeting,
    Motion,
    Notice,
    Passkey,
    Person,
    Proposal,
    Resolution,
    SignIn,
    Speech,
    Task,
)
from mandates.models import Alternate, Mandate, Petition, Report, Seat, Sheet
from quotas.models import Audit, Candidacy, Course, RankedPapers
from tests.factories.calling import Answer, Caller

WITH_ACCOUNTS = 6
MOST = {1: 200, 2: 12}
"""So many rows of each noun are tried in an address with one noun, or with two."""
NOUNS: dict[str, Any] = {
    "alternate": Alternate.objects.all(),
    "audit": Audit.objects.all(),
    "ballot": Ballot.objects.all(),
    "body": Body.objects.all(),
    "calendar": CalendarFeed.objects.all(),
    "candidacy": Candidacy.objects.all(),
    "papers": RankedPapers.objects.all(),
    "commune": Body.objects.filter(kind=BodyKind.COMMUNE),
    "course": Course.objects.all(),
    "council": Body.objects.filter(kind=BodyKind.COUNCIL),
    "demand": ConveningRequest.objects.all(),
    "household": Household.objects.all(),
    "item": AgendaItem.objects.all(),
    "mandate": Mandate.objects.all(),
    "meeting": Meeting.objects.all(),
    "motion": Motion.objects.all(),
    "notice": Notice.objects.all(),
    "passkey": Passkey.objects.all(),
    "person": Person.objects.all(),
    "petition": Petition.objects.all(),
    "proposal": Proposal.objects.all(),
    "report": Report.objects.all(),
    "resolution": Resolution.objects.all(),
    "seat": Seat.objects.all(),
    "sheet": Sheet.objects.all(),
    "sign_in": SignIn.objects.all(),
    "speech": Speech.objects.all(),
    "stay": Attendance.objects.all(),
    "task": Task.objects.all(),
    "token": ApiToken.objects.all(),
}
"""What the parameters of addresses stand for."""


@dataclass(frozen=True)
class Call:
    """One method of one address."""

    pattern: str
    method: str
    nouns: tuple[str, ...]
    operation: Operation

    @property
    def name(self) -> str:
        """As a report names it."""
        return f"{self.method} {self.pattern}"

    @property
    def safe(self) -> bool:
        """Whether it only reads by an address."""
        return self.method == "get"

    def path(self, ids: tuple[Any, ...]) -> str:
        """The address with its parameters filled in."""
        path = self.pattern
        for noun, one in zip(self.nouns, ids, strict=True):
            path = path.replace(f"<uuid:{noun}>", str(one))
        return path

    def send(self, caller: Caller, ids: tuple[Any, ...], body: Any = None, **asked: Any) -> Answer:
        """Call it."""
        if self.safe:
            return caller.get(self.path(ids), **asked)
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return caller.send(self.method, f"{self.path(ids)}?{query}", body)


def calls() -> list[Call]:
    """Every operation of the API."""
    found: list[Call] = []
    for pattern, entry in _flat(get_resolver().url_patterns, ""):
        operations = getattr(getattr(entry.callback, "cls", None), "operations", {})
        nouns = tuple(entry.pattern.converters)
        found += [
            Call(pattern.removeprefix("api/v1/"), method, nouns, operation)
            for method, operation in operations.items()
        ]
    return found


def places(call: Call) -> list[tuple[UUID, ...]]:
    """Every combination of rows that could be meant by the call's address."""
    return list(product(*(_some(noun, MOST[len(call.nouns)]) for noun in call.nouns)))


def _some(noun: str, most: int) -> list[UUID]:
    rows = list(NOUNS[noun].order_by("-pk").values_list("public_id", flat=True))
    some = rows[:: len(rows) // most + 1]
    if (
        noun == "person" and len(rows) > most
    ):  # few of them have accounts, and some acts ask for one
        known = NOUNS[noun].filter(account__isnull=False).order_by("pk")
        some += known.exclude(public_id__in=some).values_list("public_id", flat=True)[
            :WITH_ACCOUNTS
        ]
    return some


def _flat(patterns: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _flat(entry.url_patterns, pattern)
        else:
            yield pattern, entry
