"""Who sits where: a body's seats, their holders, and what is done about empty ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from communes.domain import federating
from communes.models import AgendaItem, Body, Meeting, OpenPoint, Relation
from mandates.answers import caretaking
from mandates.domain.binding import with_seats
from mandates.models import Mandate, OfficeCode, Seat


@dataclass(frozen=True)
class Place:
    """A seat at an instant: who holds it, or who looks after it, or when it is to be filled.

    `election` is the meeting on whose agenda its election stands, `awaited` tells that the
    election waits for the next agenda.
    """

    seat: Seat
    mandate: Mandate | None = None
    caretaker: Mandate | None = None
    election: Meeting | None = None
    awaited: bool = False

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return self.mandate is None


def places(body: Body, at: datetime) -> list[Place]:
    """The seats of a body as they are at the instant, in a constant number of queries."""
    seats = _seats(body, at)
    holders = _holders(seats, at)
    vacant = [seat for seat in seats if seat.pk not in holders]
    left = with_seats(caretaking(at).filter(seat__in=vacant)) if vacant else ()
    kept = {row.seat_id: row for row in left}
    points = _points(vacant)
    elections = _elections(body, at)
    return [
        Place(
            seat,
            holders.get(seat.pk),
            kept.get(seat.pk),
            _election(seat, points, elections),
            awaited=seat.key in points and points[seat.key].item is None,
        )
        for seat in seats
    ]


def held(body: Body, at: datetime) -> list[Place]:
    """The seats of a body at an instant past or present, and who held each then."""
    seats = _seats(body, at)
    holders = _holders(seats, at)
    return [Place(seat, holders.get(seat.pk)) for seat in seats]


def life_of(seat: Seat) -> list[Mandate]:
    """Who held the seat and who holds it, newest first; what was granted by a slip left out."""
    rows = with_seats(Mandate.objects.filter(seat=seat)).order_by("-since", "-pk")
    return [row for row in rows if row.until is None or row.since < row.until]


@dataclass(frozen=True)
class Span:
    """A stretch of a seat's life: who held it, or nobody, from one instant until another."""

    seat: Seat
    since: datetime
    until: datetime | None
    mandate: Mandate | None = None


def spans_of(seat: Seat, at: datetime) -> list[Span]:
    """The seat's life from its making until now, the gaps between its holders too, newest first."""
    found: list[Span] = []
    free = seat.since
    end = min(at, seat.until) if seat.until else at
    for row in reversed(life_of(seat)):
        if row.since > free:
            found.append(Span(seat, free, row.since))
        found.append(Span(seat, row.since, row.until, row))
        free = max(free, row.until) if row.until else end
    if free < end:
        found.append(Span(seat, free, seat.until))
    return found[::-1]


def _seats(body: Body, at: datetime) -> list[Seat]:
    rows = Seat.objects.in_force(at).filter(body=body)
    related = rows.select_related("body", "sending_body", "follows__body")
    order = list(OfficeCode)
    return sorted(related, key=lambda one: (order.index(OfficeCode(one.office)), one.number))


def _holders(seats: Sequence[Seat], at: datetime) -> dict[int, Mandate]:
    rows = with_seats(Mandate.objects.in_force(at).filter(seat__in=seats))
    return {row.seat_id: row for row in rows}


def _points(vacant: Sequence[Seat]) -> dict[str, OpenPoint]:
    keys = [seat.key for seat in vacant]
    rows = OpenPoint.objects.filter(kind="election", figures__seat__in=keys)
    return {
        str(row.figures["seat"]): row
        for row in rows.select_related("item__meeting__body").order_by("opened_at", "pk")
    }


def _elections(body: Body, at: datetime) -> list[Meeting]:
    """Meetings to come or going on that fill seats of the body, the earliest first."""
    filling = [
        body.pk,
        *federating.parents(body, Relation.FORMED_BY, at).values_list("pk", flat=True),
    ]
    items = AgendaItem.objects.filter(
        meeting=OuterRef("pk"), kind="election", finished_at__isnull=True
    )
    rows = Meeting.objects.filter(
        Exists(items), body__in=filling, cancelled_at__isnull=True, closed_at__isnull=True
    )
    return list(rows.select_related("body").order_by("starts_at", "pk")[:1])


def _election(
    seat: Seat, points: dict[str, OpenPoint], elections: Sequence[Meeting]
) -> Meeting | None:
    point = points.get(seat.key)
    if point is not None and point.item is not None:
        meeting = point.item.meeting
        if meeting.closed_at is None and meeting.cancelled_at is None:
            return meeting
    if point is not None or seat.follows_id is not None:
        return None
    return elections[0] if elections else None
