"""Surveying: what the rules look at in each body as of an instant, fetched for all at once.

The bodies of a block, and their seats counted by office and holder, by one query each. Rules
judge the figures alone, so bodies with the same figures are judged once.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from operator import add
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, FilteredRelation, Q, QuerySet

from communes.models import Body, BodyKind
from mandates.models import OfficeCode, Seat
from quotas.arithmetic.composition import Composition

BLOCK = 60_000
"""So many bodies are fetched at once: this, and not the confederation, bounds the memory."""
FEW = 500
"""So many bodies are named to the database; more are asked for by the range of their ids."""

Counts = tuple[int, ...]
"""Seats held by women, men, others, the undisclosed; vacant for women, for men, for anyone."""
NONE: Counts = (0, 0, 0, 0, 0, 0, 0)
NO_SEATS = NONE, NONE


class Figures(NamedTuple):
    """All that the rules look at in a body; bodies alike in it get the same verdicts.

    `own` is the id of a body with values of its own for the charter's parameters, else None.
    """

    level: str
    kind: str
    circle: str
    own: int | None
    chairs: Counts
    others: Counts

    @property
    def composition(self) -> Composition | None:
        """Who holds the seats, if there are any; a council's co-chairs sit among its delegates."""
        counts = self.others
        if self.kind != BodyKind.COUNCIL:
            counts = tuple(map(add, self.chairs, self.others))
        return Composition(*counts) if any(counts) else None

    @property
    def kind_of_body(self) -> dict[str, str]:
        """What sort of body it is, as columns."""
        return {"level": self.level, "kind": self.kind, "circle": self.circle}

    @property
    def holders(self) -> tuple[str | None, ...]:
        """The genders of the co-chairs, None for a vacant half."""
        women, men, other, undisclosed, *vacant = self.chairs
        held = ["woman"] * women + ["man"] * men + ["other"] * other
        return (*held, *["undisclosed"] * undisclosed, *[None] * sum(vacant))


def survey(
    at: datetime, own: Iterable[int], among: set[int] | None = None
) -> Iterator[tuple[int, Figures]]:
    """Each body's id and figures, by id: of all that existed, or of some.

    `own` are the bodies that have values of their own. Two queries for each block of bodies.
    """
    special = set(own)
    rows = _among(Body.objects.existing(at), "pk", among).order_by("pk")
    told = rows.values_list("pk", "level", "kind", "circle")
    block = list(told[:BLOCK])
    while block:
        counts = _by_body(_bare(_among(_counted(at), "body", {row[0] for row in block})))
        for pk, level, kind, circle in block:
            if among is None or pk in among:
                own_values = pk if pk in special else None
                chairs, others = counts.get(pk, NO_SEATS)
                yield pk, Figures(level, kind, circle, own_values, chairs, others)
        last = block[-1][0]
        block = list(told.filter(pk__gt=last)[:BLOCK]) if len(block) == BLOCK else []


def members(bodies: Collection[int], at: datetime) -> QuerySet[Seat, Any]:
    """The seats that make up these bodies; a council's co-chairs are among its delegates."""
    rows = _among(_held(at), "body", bodies)
    chosen: QuerySet[Seat, Any] = rows.exclude(
        body__kind=BodyKind.COUNCIL, office=OfficeCode.CO_CHAIR
    )
    return chosen


def _held(at: datetime) -> QuerySet[Seat, Any]:
    """Seats in force, but for auditors', beside the mandate that holds each, if one does."""
    held = Q(mandates__since__lte=at) & (
        Q(mandates__until__isnull=True) | Q(mandates__until__gt=at)
    )
    rows = Seat.objects.in_force(at).counted()
    return rows.annotate(held=FilteredRelation("mandates", condition=held))


def _counted(at: datetime) -> QuerySet[Seat, Any]:
    """Seats in force by body, office and who holds them."""
    vacant = Q(held__isnull=True)
    kept = [vacant & Q(reserved_gender=gender) for gender in ("woman", "man", "")]
    genders = [Q(held__gender=gender) for gender in ("woman", "man", "other", "undisclosed")]
    counts = {f"n{place}": Count("pk", filter=one) for place, one in enumerate([*genders, *kept])}
    return _held(at).values_list("body_id", "office").annotate(**counts).order_by()


def _bare(rows: QuerySet[Seat, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query of texts and whole numbers, which need no converting one by one."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        yield from cursor.fetchall()


def _by_body(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Counts, Counts]]:
    """The counts of each body: its co-chairs', and all its other seats'."""
    found: dict[int, tuple[Counts, Counts]] = {}
    for body, office, *counts in rows:
        chairs, others = found.get(body, NO_SEATS)
        if office == OfficeCode.CO_CHAIR:
            chairs = tuple(counts)
        else:
            others = tuple(map(add, others, counts)) if any(others) else tuple(counts)
        found[body] = chairs, others
    return found


def _among(rows: Any, column: str, among: Collection[int] | None) -> Any:
    if among is None:
        return rows
    if len(among) <= FEW:
        return rows.filter(**{f"{column}__in": among})
    return rows.filter(**{f"{column}__gte": min(among), f"{column}__lte": max(among)})
