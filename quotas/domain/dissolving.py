"""A body, or some of its seats, made by a slip are taken back: nothing is removed, all ends."""

from collections.abc import Sequence
from datetime import datetime

from communes.domain import planning
from communes.domain.acting import Actor, acting
from communes.models import Affiliation, Body
from mandates.domain import ending
from mandates.models import EndReason, Mandate, Seat


def dissolve(body: Body, *, by: Actor, at: datetime) -> None:
    """End the body, its relations, its seats and the places that it has elsewhere."""
    with acting(by=by, at=at) as acts:
        seats = Seat.objects.in_force(at).filter(body=body)
        places = Seat.objects.in_force(at).filter(sending_body=body)
        take_away([*seats, *places], by=by, at=at)
        Affiliation.objects.filter(body=body, until__isnull=True).update(until=at)
        Body.objects.filter(pk=body.pk).update(ended_at=at)
        acts.enter(body, "body.ended", {"reason": str(EndReason.MENDED)})


def take_away(seats: Sequence[Seat], *, by: Actor, at: datetime) -> None:
    """End the seats and who holds them; the election of none of them is awaited any more."""
    with acting(by=by, at=at):
        ids = [seat.pk for seat in seats]
        Seat.objects.filter(pk__in=ids).update(until=at)
        for mandate in Mandate.objects.in_force(at).filter(seat__in=ids).order_by("pk"):
            ending.end(mandate, reason=EndReason.MENDED, by=by, at=at)
        for seat in seats:
            planning.no_longer_awaited("election", seat=seat.key)
