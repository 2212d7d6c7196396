"""A body forms committees and makes seats of auditors by decisions of its meetings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from communes.domain import mending
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.resolving import Decided
from communes.models import Affiliation, AgendaItem, Relation, Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import ending
from mandates.models import OfficeCode, Seat
from quotas.domain import dissolving, establishing


@dataclass(frozen=True)
class Form:
    """The committee to be formed: its field, its name, how many seats."""

    field: str
    name: str
    size: int


def form_problems(
    item: AgendaItem, form: Form, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering the decision to form this committee."""
    problems = mending.entry_problems(item, count, at, slip)
    if slip is not None:  # the committee that the slip formed is dissolved first
        return problems
    body = item.meeting.body
    return establishing.committee_problems(body, form.field, form.size, at) + problems


def form_committee(
    item: AgendaItem,
    *,
    form: Form,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Decide on forming a committee; adopted, it comes with its seats. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(form_problems(item, form, count, at, slip))
        wanted = {"field": form.field, "name": form.name.strip(), "size": form.size}
        decided = Decided(facts=wanted)
        resolution = mending.enter(
            item, count=count, text=text, decided=decided, slip=slip, by=by, at=at
        )
        if resolution.adopted:
            ground: dict[str, Any] = {**wanted, "resolution": resolution}
            establishing.establish_committee(item.meeting.body, **ground, by=by, at=at)
    return resolution


def make_auditor(
    item: AgendaItem,
    *,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Decide that the body's branch gets an auditor; adopted, the seat waits for its election.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(mending.entry_problems(item, count, at, slip))
        resolution = mending.enter(
            item, count=count, text=text, decided=Decided(), slip=slip, by=by, at=at
        )
        if resolution.adopted:
            seat = establishing.add_auditor(item.meeting.body, by=by, at=at)
            ending.await_election(seat, occasion=f"auditor:{resolution.key}", at=at)
    return resolution


def undo_forming(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Dissolve the committee that a decision struck out as a slip had formed."""
    rows = Affiliation.objects.filter(resolution=resolution, relation=Relation.FORMED_BY)
    for row in rows.filter(until__isnull=True).select_related("body"):
        dissolving.dissolve(row.body, by=by, at=at)


def undo_auditor(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take away the auditor's seat that a decision struck out as a slip had made."""
    seats = Seat.objects.in_force(at).filter(body=resolution.body, office=OfficeCode.AUDITOR)
    with acting(by=by, at=at):
        made = seats.filter(since=mending.entered_at(resolution)).order_by("pk")[:1]
        dissolving.take_away(list(made), by=by, at=at)
