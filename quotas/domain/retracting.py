"""What an election entered by a slip brought about is taken back, by new acts."""

from collections.abc import Sequence
from datetime import datetime

from communes.domain import mending
from communes.domain.acting import Actor, acting
from communes.models import OpenPoint, Resolution
from mandates.domain import ending, granting, placing
from mandates.domain.granting import Ground
from mandates.models import Alternate, Answer, EndReason, Mandate, MandateBasis, Seat
from quotas.domain import reserving
from quotas.domain.nominating import seats_of
from quotas.models import Candidacy, Displacement, Election, ReleasedSeat


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back what an election entered by a slip brought about, by new acts.

    The mandates granted end, and whoever they replaced holds the seat again.
    """
    with acting(by=by, at=at):
        seats = seats_of(Election.objects.get(item=resolution.item))
        take_back(resolution, seats, by=by, at=at)
        named = Alternate.objects.filter(resolution=resolution, until__isnull=True)
        named.update(until=at, answer=Answer.STRUCK)
        Candidacy.objects.filter(election__item=resolution.item).update(votes=None, seat=None)
        Displacement.objects.filter(election__item=resolution.item).delete()


def take_back(resolution: Resolution, seats: Sequence[Seat], *, by: Actor, at: datetime) -> None:
    """End the mandates that a resolution granted, and give these seats back."""
    with acting(by=by, at=at):
        granted = Mandate.objects.filter(resolution=resolution)
        own = granted.exclude(basis=MandateBasis.EX_OFFICIO).in_force(at)
        for mandate in own.select_related("seat__body").order_by("pk"):
            ending.end(mandate, reason=EndReason.MENDED, by=by, at=at)
        opened = ReleasedSeat.objects.filter(release__resolution=resolution)
        reserving.keep_again(opened, by=by, at=at)
        for seat in seats:
            _restore(seat, resolution, by=by, at=at)
        OpenPoint.objects.filter(occasion__startswith=f"unfilled:{resolution.key}:").delete()


def _restore(seat: Seat, resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """Give the seat back to whom the election replaced, for the rest of that term."""
    rows = Mandate.objects.filter(seat=seat, end_reason=EndReason.REPLACED, term_until__gt=at)
    old = rows.filter(until=mending.entered_at(resolution)).order_by("-pk").first()
    if old is None:
        return
    ground = old.rests_on
    if old.basis == MandateBasis.EX_OFFICIO:
        if ground is not None and ground.in_force(at):
            placing.follow_again(seat, ground.seat, by=by, at=at)
            granting.follow(seat, ground, by=by, at=at)
        return
    kept = Ground(
        basis=MandateBasis.CARRIED_OVER,
        kind=old.kind,
        limits=old.limits,
        resolution=old.resolution,
        rests_on=ground if ground is not None and ground.in_force(at) else None,
        until=old.term_until,
    )
    granting.grant(seat, old.person, ground=kept, by=by, at=at)
