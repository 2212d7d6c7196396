"""What the elected hold, and who stands in for them, as the meeting chose at the planning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from communes.domain.acting import Acts
from communes.models import Body, Resolution
from communes.problems import Problem
from mandates.answers import parameters
from mandates.domain import appointing, filling
from mandates.models import MandateKind, Seat
from quotas.arithmetic.seating import Candidate, Seating
from quotas.arithmetic.standing_in import runners_up
from quotas.domain import deciding_by
from quotas.models import Candidacy, Election


@dataclass(frozen=True)
class Tenure:
    """How far the elected are bound, within which limits, and whether runners-up stand in."""

    kind: str = MandateKind.IMPERATIVE
    limits: str = ""
    runners_up: bool = False
    closes_days: int = 0
    """So many days before the meeting nominations close; 0: not before the count."""


def usual(body: Body, at: datetime) -> Tenure:
    """What the charter says where the meeting chooses nothing."""
    return Tenure(runners_up=parameters(at, body).runners_up)


def tenure_problems(tenure: Tenure) -> list[Problem]:
    """Why mandates may not be given like this."""
    return appointing.limits_problems(tenure.kind, tenure.limits)


def keep(election: Election, tenure: Tenure) -> None:
    """Put down what was chosen, with all that was planned."""
    election.kind, election.limits = tenure.kind, tenure.limits.strip()
    election.runners_up = tenure.runners_up
    closes = timedelta(days=tenure.closes_days)
    election.nominations_until = election.item.meeting.starts_at - closes if closes else None
    election.save()


def alternates(
    election: Election, candidates: Sequence[Candidate], result: Seating, at: datetime
) -> dict[str, list[str]]:
    """Who stands in for each seat, by keys, where the election was planned so."""
    if not election.runners_up:
        return {}
    order = deciding_by.order(election, at)
    return runners_up(candidates, result, order, appointing.MOST)


def facts(election: Election, others: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What the book says of it: ids of persons by seat."""
    told: dict[str, Any] = {"mandate": str(election.kind), "limits": election.limits}
    if election.runners_up:
        told["alternates"] = {seat: list(people) for seat, people in sorted(others.items())}
    return told


def name(
    others: Mapping[str, Sequence[str]],
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    resolution: Resolution,
    acts: Acts,
) -> None:
    """Name the runners-up as alternates of the seats that were filled, in their order."""
    people = {row.person.key: row.person for row in rows}
    for seat in seats:
        if others.get(seat.key):
            named = [people[key] for key in others[seat.key]]
            filling.name_alternates(seat, named, resolution, acts=acts)
