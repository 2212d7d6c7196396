"""A mandate ends before its term, and with it all that rests on it."""

from datetime import datetime

from communes.domain import federating, planning
from communes.domain.acting import Actor, Acts, acting
from communes.models import Body, Relation
from mandates.models import EndReason, Mandate, Seat


def end(mandate: Mandate, *, reason: str, by: Actor, at: datetime) -> list[Mandate]:
    """End a mandate in force now, and those resting on it; returns all that ended.

    A mandate that is already over stays as it is.
    """
    with acting(by=by, at=at) as acts:
        row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        if not row.in_force(at):
            return []
        _tell(acts, row, reason)
        if reason != EndReason.REPLACED:  # whoever replaces takes the seat in the same deed
            await_election(row.seat, occasion=f"vacancy:{row.key}", at=at)
        ended = [row]
        for carried in Mandate.objects.filter(rests_on=row).in_force(at).order_by("pk"):
            ended += end(carried, reason=EndReason.GROUND_ENDED, by=by, at=at)
        # Last, for the database lets no mandate outlast the one it rests on.
        row.until = mandate.until = at
        row.end_reason = mandate.end_reason = reason
        row.save(update_fields=["until", "end_reason"])
    return ended


def electing_body(seat: Seat, at: datetime) -> Body:
    """The body whose meeting fills the seat: who sends there, who formed it, or it itself."""
    formed_by = federating.parents(seat.body, Relation.FORMED_BY, at).first()
    return seat.sending_body or formed_by or seat.body


def await_election(seat: Seat, *, occasion: str, at: datetime) -> None:
    """Let the election of a vacant seat wait for the next agenda; a following seat has none."""
    if seat.follows_id is not None or not seat.holds_at(at):
        return
    planning.await_agenda(
        electing_body(seat, at),
        kind="election",
        occasion=occasion,
        title=f"{seat.get_office_display()} {seat.number} · {seat.body.name}",
        at=at,
        seat=seat.key,
    )


def _tell(acts: Acts, mandate: Mandate, reason: str) -> None:
    body = mandate.seat.body
    facts = {"mandate": mandate.key, "seat": mandate.seat.key, "reason": reason}
    acts.enter(body, "mandate.ended", facts)
    figures = {"body": body.name, "office": str(mandate.seat.office), "reason": reason}
    acts.notify(body, "mandate_ended", f"ended:{mandate.key}", figures=figures)
    acts.notify_person(
        mandate.person, "mandate_ended", f"ended:{mandate.key}", link="/mandates/", figures=figures
    )
