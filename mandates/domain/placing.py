"""Seats are placed in a body and taken away; holders come by granting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from communes.domain.acting import Actor, acting
from communes.models import Body
from mandates.models import Seat


@dataclass(frozen=True)
class SeatTerms:
    """What a seat is to be: its office, for whom it is kept, and what it follows."""

    office: str
    reserved_gender: str = ""
    sending_body: Body | None = None
    follows: Seat | None = None


def place(body: Body, terms: Sequence[SeatTerms], *, by: Actor, at: datetime) -> list[Seat]:
    """Add seats to a body, numbered on within their office; one entry for all."""
    with acting(by=by, at=at) as acts:
        placed = Seat.objects.filter(body=body).order_by().values_list("office", flat=True)
        used = Counter(placed)
        rows = []
        for one in terms:
            used[one.office] += 1
            rows.append(
                Seat(
                    body=body,
                    office=one.office,
                    number=used[one.office],
                    reserved_gender=one.reserved_gender,
                    sending_body=one.sending_body,
                    follows=one.follows,
                    since=at,
                )
            )
        made = Seat.objects.bulk_create(rows)
        acts.enter(body, "seats.placed", {"seats": [_told(seat) for seat in made]})
    return made


def unfollow(seat: Seat, *, by: Actor, at: datetime) -> None:
    """Let a seat no longer follow another: from now on it is filled by its own election."""
    with acting(by=by, at=at) as acts:
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if row.follows_id is None:
            return
        row.follows = None
        row.save(update_fields=["follows"])
        seat.follows = None
        acts.enter(row.body, "seat.unfollowed", {"seat": row.key})


def follow_again(seat: Seat, ground: Seat, *, by: Actor, at: datetime) -> None:
    """Let a seat follow another again, when what had parted them was a slip."""
    with acting(by=by, at=at) as acts:
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if row.follows_id is not None:
            return
        row.follows = ground
        row.save(update_fields=["follows"])
        seat.follows = ground
        acts.enter(row.body, "seat.follows", {"seat": row.key, "follows": ground.key})


def _told(seat: Seat) -> dict[str, str | int | None]:
    return {
        "seat": seat.key,
        "office": str(seat.office),
        "number": seat.number,
        "reserved": str(seat.reserved_gender),
        "for": seat.sending_body.key if seat.sending_body else None,
    }
