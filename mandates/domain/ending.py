"""A mandate ends before its term, and with it all that rests on it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import translation

from communes.domain.acting import Actor, Acts, acting
from communes.models import Affiliation, Ballot, Body, OpenPoint, Relation, Resolution
from communes.periods import holding
from mandates.models import EndReason, Mandate, OfficeCode, Seat


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
        if reason != EndReason.REPLACED:  # whoever replaces takes the seat in the same deed
            await_election(row.seat, occasion=f"vacancy:{row.key}", at=at)
        ended = [row]
        for carried in Mandate.objects.filter(rests_on=row).in_force(at).order_by("pk"):
            ended += end(carried, reason=EndReason.GROUND_ENDED, by=by, at=at)
        # Last, for the database lets no mandate outlast the one it rests on.
        row.until = mandate.until = at
        row.end_reason = mandate.end_reason = reason
        row.ended_by = mandate.ended_by = resolution
        row.save(update_fields=["until", "end_reason", "ended_by"])
    return ended


def electing_body(seat: Seat, at: datetime) -> Body:
    """The body whose meeting fills the seat: who sends there, who formed it, or it itself."""
    return _electing_bodies([seat], at)[seat.pk]


def await_election(seat: Seat, *, occasion: str, at: datetime) -> None:
    """Let the election of a vacant seat wait for the next agenda; a following seat has none."""
    await_elections([(seat, occasion)], at=at)


def await_elections(vacant: Sequence[tuple[Seat, str]], *, at: datetime) -> None:
    """The same for many seats, each with its occasion, in a constant number of statements."""
    own = [(s, occasion) for s, occasion in vacant if s.follows_id is None and s.holds_at(at)]
    bodies = _electing_bodies([seat for seat, _occasion in own], at)
    offices = _offices({(bodies[s.pk].language, s.office) for s, _occasion in own})
    points = [
        OpenPoint(
            body=bodies[seat.pk],
            kind="election",
            occasion=occasion,
            title=offices[bodies[seat.pk].language, seat.office] % (seat.number, seat.body.name),
            figures={"seat": seat.key},
            opened_at=at,
        )
        for seat, occasion in own
    ]
    OpenPoint.objects.bulk_create(points, ignore_conflicts=True)


def _offices(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What agendas call these offices, each in the language of the body whose agenda it is."""
    found = {}
    for language, office in wanted:
        with translation.override(language):
            found[language, office] = f"{OfficeCode(office).label} %s · %.250s"
    return found


def _electing_bodies(seats: Sequence[Seat], at: datetime) -> dict[int, Body]:
    homes = {seat.body_id for seat in seats if seat.sending_body_id is None}
    rows = Affiliation.objects.filter(holding(at), body__in=homes, relation=Relation.FORMED_BY)
    formed = {row.body_id: row.parent for row in rows.select_related("parent").order_by("-pk")}
    return {s.pk: s.sending_body or formed.get(s.body_id) or s.body for s in seats}


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
