"""A seat that the women present opened is kept for women again: it was opened for one term."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from communes.arithmetic.genders import Gender
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Body
from mandates.models import Seat
from quotas.domain import establishing
from quotas.models import ReleasedSeat


def keep_again(opened: QuerySet[ReleasedSeat], *, by: Actor, at: datetime) -> set[int]:
    """Keep these seats for women again; whoever holds one stays in it. Returns the seats' ids."""
    rows = list(opened.filter(until__isnull=True).select_related("seat__body").order_by("seat"))
    if not rows:
        return set()
    with acting(by=by, at=at) as acts:
        for row in rows:
            reserve(row.seat, Gender.WOMAN)
            row.until = at
            row.save(update_fields=["until"])
        told = [{"seat": row.seat.key, "reserved": str(Gender.WOMAN)} for row in rows]
        body: Body = rows[0].seat.body
        acts.enter(body, "seats.reserved", {"seats": told})
        establishing.keep_plan(body, at, None)
    return {row.seat_id for row in rows}


def new_term(item: AgendaItem, seats: Sequence[Seat], *, by: Actor, at: datetime) -> None:
    """Keep again what was opened for the last term; what was opened under this item stays so."""
    rows = ReleasedSeat.objects.filter(seat__in=seats).exclude(release__election__item=item)
    kept = keep_again(rows, by=by, at=at)
    for seat in seats:
        if seat.pk in kept:
            seat.reserved_gender = Gender.WOMAN


def reserve(seat: Seat, gender: str) -> None:
    """Keep a seat for a gender, or for none: in the table and here."""
    seat.reserved_gender = gender
    seat.save(update_fields=["reserved_gender"])
