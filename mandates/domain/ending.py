"""A mandate ends before its term, and with it all that rests on it."""

from datetime import datetime

from communes.domain.acting import Actor, Acts, acting
from communes.models import Ballot, Body, Resolution
from mandates import ports
from mandates.domain import filling
from mandates.domain.filling import await_election, electing_body
from mandates.models import EndReason, Mandate

__all__ = ["await_election", "electing_body", "end"]

TAKEN_BACK = (EndReason.MENDED, EndReason.BODY_ENDED)
"""Where nobody went, no alternate is called."""


def end(
    mandate: Mandate,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    resolution: Resolution | None = None,
) -> list[Mandate]:
    """End a mandate in force now, and those resting on it; returns all that ended.

    A mandate that is already over stays as it is. `resolution` is the decision that ends it.
    """
    with acting(by=by, at=at) as acts:
        _hold_votes(mandate.seat.body)
        row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        if not row.in_force(at):
            return []
        _tell(acts, row, reason, resolution)
        ended = [row]
        for carried in Mandate.objects.filter(rests_on=row).in_force(at).order_by("pk"):
            ended += end(carried, reason=EndReason.GROUND_ENDED, by=by, at=at)
        # Last, for the database lets no mandate outlast the one it rests on.
        row.until = mandate.until = at
        row.end_reason = mandate.end_reason = reason
        row.ended_by = mandate.ended_by = resolution
        row.save(update_fields=["until", "end_reason", "ended_by"])
        ports.ended(row, at)
        _fill(row, by, at)
    return ended


def _fill(mandate: Mandate, by: Actor, at: datetime) -> None:
    if mandate.end_reason in TAKEN_BACK:
        await_election(mandate.seat, occasion=f"vacancy:{mandate.key}", at=at)
    elif mandate.end_reason != EndReason.REPLACED:  # who replaces takes the seat in the same deed
        filling.vacated(mandate, by=by, at=at)


def _hold_votes(body: Body) -> None:
    """A vote being cast in the body locks its roll call: it comes before this end, or after it."""
    rows = Ballot.objects.filter(item__meeting__body=body, closed_at__isnull=True)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _tell(acts: Acts, mandate: Mandate, reason: str, resolution: Resolution | None) -> None:
    body = mandate.seat.body
    facts = {"mandate": mandate.key, "seat": mandate.seat.key, "reason": reason}
    if resolution is not None:
        facts["resolution"] = resolution.key
    acts.enter(body, "mandate.ended", facts)
    figures = {"body": body.name, "office": str(mandate.seat.office), "reason": reason}
    acts.notify(body, "mandate_ended", f"ended:{mandate.key}", figures=figures)
    acts.notify_person(
        mandate.person, "mandate_ended", f"ended:{mandate.key}", link="/mandates/", figures=figures
    )
