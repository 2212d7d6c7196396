"""Whom the lot drew is seated: resolution and mandates, and how a slip is undone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain import resolving
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.resolving import Decided, Outcome
from communes.models import Basis, Method, Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import ending, filling, granting, placing
from mandates.domain.granting import Ground
from mandates.models import EndReason, Mandate, MandateBasis, Seat
from quotas.arithmetic.seating import Candidate, SeatSpec, placed
from quotas.domain import electing, pooling, retracting
from quotas.models import Lot, Sortition

RULE = "sortition"


def holding(sortition: Sortition) -> QuerySet[Lot]:
    """Who was drawn and has not given the place up."""
    rows = sortition.lots.filter(drawing__isnull=False, gave_up_at__isnull=True)
    return rows.select_related("person").order_by("drawing", "number")


def seating(sortition: Sortition) -> tuple[list[tuple[Seat, Lot]], list[Seat]]:
    """Who of those drawn sits where, reserved seats first; and which seats stay empty."""
    seats = {seat.key: seat for seat in pooling.seats_of(sortition)}
    rows = {str(row.number): row for row in holding(sortition)}
    specs = [SeatSpec(key, seat.reserved_gender or None) for key, seat in seats.items()]
    drawn = [Candidate(number, row.gender, 0) for number, row in rows.items()]
    found = placed(drawn, specs)
    taken = {spec.id for spec, _holder in found}
    empty = [seat for key, seat in seats.items() if key not in taken]
    return [(seats[spec.id], rows[one.id]) for spec, one in found], empty


def enter_problems(sortition: Sortition, at: datetime) -> list[Problem]:
    """Every reason against entering what was drawn now."""
    if sortition.seeded_at is None:
        return [Problem("not_drawn_yet", _("Nothing is drawn yet."))]
    people = [row.person for row in holding(sortition)]
    told = pooling.eligibility(sortition, people, at)
    problems = [
        Problem(one.code, f"{person.name}: {one.message}", one.figures)
        for person in people
        for one in told[person.pk]
    ]
    return electing.entry_problems(sortition.item, at) + problems


def enter(sortition: Sortition, *, by: Actor, at: datetime) -> Resolution:
    """Enter whom the lot drew, and grant the mandates. Nobody is for or against. Raises `Refused`.

    After a slip was struck out, whoever declined may give up the place, and it is entered anew.
    """
    with acting(by=by, at=at):
        row = pooling.locked(sortition)
        refuse_if(enter_problems(row, at))
        seated, empty = seating(row)
        decided = Decided(_facts(row, seated, empty), outcome=Outcome(bool(seated), RULE))
        count = Count(0, method=Method.CONSENSUS)
        resolution = resolving.adopt(
            row.item, count=count, text=row.item.title, decided=decided, by=by, at=at
        )
        for seat, lot in seated:
            _seat(seat, lot, resolution, by=by, at=at)
        _advertise(empty, resolution, at)
    return resolution


def _seat(seat: Seat, lot: Lot, resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """End what stood in the seat, and grant it, as after an election."""
    if seat.follows_id is not None:
        placing.unfollow(seat, by=by, at=at)
    for old in Mandate.objects.filter(seat=seat).in_force(at):
        ending.end(old, reason=EndReason.REPLACED, by=by, at=at)
    founding = resolution.item.meeting.basis == Basis.FOUNDING
    basis = MandateBasis.FOUNDING if founding else MandateBasis.RESOLUTION
    ground = Ground(basis=basis, resolution=resolution, until=granting.term_of(seat.body, at))
    granting.grant(seat, lot.person, ground=ground, by=by, at=at)


def _advertise(empty: Sequence[Seat], resolution: Resolution, at: datetime) -> None:
    """A seat for which nobody could be drawn and that nobody holds is elected at a next meeting."""
    held = Mandate.objects.in_force(at).filter(seat__in=empty).values_list("seat_id", flat=True)
    taken = set(held)
    for seat in empty:
        if seat.pk not in taken:
            filling.await_election(seat, occasion=f"unfilled:{resolution.key}:{seat.key}", at=at)


def _facts(
    sortition: Sortition, seated: Sequence[tuple[Seat, Lot]], empty: Sequence[Seat]
) -> dict[str, Any]:
    """What the resolution keeps: ids and figures, from which anyone can draw again."""
    return {
        "sortition": sortition.key,
        "pool": str(sortition.pool),
        "people": sum(kind["people"] for kind in sortition.terms["kinds"]),
        "mark": sortition.mark,
        "seed": sortition.seed,
        "seated": [
            {"seat": seat.key, "person": lot.person.key, "number": lot.number}
            for seat, lot in seated
        ],
        "vacant": [seat.key for seat in empty],
        "drawings": [
            {"number": one.number, "drawn": one.drawn, "given_up": one.for_number}
            for one in sortition.drawings.all()
        ],
    }


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back what a drawing entered by a slip brought about, by new acts; the lots stay."""
    seats = pooling.seats_of(Sortition.objects.get(item=resolution.item))
    retracting.take_back(resolution, seats, by=by, at=at)
