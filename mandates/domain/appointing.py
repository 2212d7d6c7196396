"""By resolution a meeting fills seats that are not elected, and names alternates for any seat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from communes.domain import federating, mending
from communes.domain.acting import Actor, Acts, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.resolving import Decided
from communes.models import AgendaItem, Body, Person, Relation, Resolution
from communes.problems import Problem, refuse_if
from mandates.answers import parameters
from mandates.domain import ending, filling, granting, qualifying
from mandates.domain.granting import Ground
from mandates.models import Alternate, Answer, EndReason, Mandate, MandateBasis, MandateKind, Seat

MOST = 5
"""Alternates of one seat."""


@dataclass(frozen=True)
class Appointment:
    """Which seat is given to whom, how far the holder is bound, and who stands in, in order.

    Without a person only the alternates are named: so for seats that are elected.
    """

    seat: Seat
    person: Person | None = None
    kind: str = MandateKind.IMPERATIVE
    limits: str = ""
    alternates: Sequence[Person] = field(default=())

    @property
    def people(self) -> list[Person]:
        """Everyone named, the holder first."""
        return [*([self.person] if self.person else []), *self.alternates]


def seats_of(body: Body, at: datetime) -> list[Seat]:
    """The seats that a meeting of the body gives or takes: its own, its committees', those it
    sends to; but for seats that follow another."""
    formed = federating.dependants(body, Relation.FORMED_BY, at)
    own = (Q(body=body) | Q(body__in=formed)) & Q(sending_body__isnull=True)
    sent = Q(sending_body=body) & ~Q(body__kind="commune")
    rows = Seat.objects.in_force(at).filter(own | sent, follows__isnull=True)
    return list(rows.select_related("body", "sending_body", "follows").order_by("body", "pk"))


def appoint_problems(
    item: AgendaItem, wanted: Appointment, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering this decision."""
    problems = mending.entry_problems(item, count, at, slip)
    return problems + choice_problems(item.meeting.body, wanted, at, slip)


def choice_problems(
    body: Body, wanted: Appointment, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Why these persons may not be named for this seat."""
    seat = wanted.seat
    if seat.pk not in {one.pk for one in seats_of(body, at)}:
        message = _("This meeting does not fill that seat.")
        return [Problem("seat_elsewhere", message, {}, "seat")]
    problems = _shape_problems(wanted, parameters(at, seat.body).appointed)
    if wanted.person is not None and slip is None:
        problems += granting.held_problems(seat, at)
    home, mended = qualifying.home_of(body), slip.resolution.item if slip else None
    told = qualifying.qualify([seat], body, home, wanted.people, at, mended)
    for number, person in enumerate(wanted.people):
        where = (
            "person"
            if person is wanted.person
            else f"alternate_{number if wanted.person else number + 1}"
        )
        for one in told[person.pk]:
            problems.append(Problem(one.code, f"{person.name}: {one.message}", one.figures, where))
    return problems


def appoint(
    item: AgendaItem,
    *,
    wanted: Appointment,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Enter the decision; adopted, the mandate begins and the alternates are named.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        refuse_if(appoint_problems(item, wanted, count, at, slip))
        decided = Decided(facts=_facts(wanted))
        resolution = mending.enter(
            item, count=count, text=text, decided=decided, slip=slip, by=by, at=at
        )
        if resolution.adopted:
            _carry_out(wanted, resolution, acts)
    return resolution


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back what a decision struck out had brought about: mandate and alternates."""
    with acting(by=by, at=at):
        named = Alternate.objects.filter(resolution=resolution, until__isnull=True)
        named.update(until=at, answer=Answer.STRUCK)
        granted = Mandate.objects.filter(resolution=resolution, basis=MandateBasis.RESOLUTION)
        for mandate in granted.in_force(at).order_by("pk"):
            ending.end(mandate, reason=EndReason.MENDED, by=by, at=at)


def _facts(wanted: Appointment) -> dict[str, Any]:
    return {
        "seat": wanted.seat.key,
        "person": wanted.person.key if wanted.person else None,
        "kind": str(wanted.kind),
        "limits": wanted.limits.strip(),
        "alternates": [person.key for person in wanted.alternates],
    }


def _carry_out(wanted: Appointment, resolution: Resolution, acts: Acts) -> None:
    if wanted.person is not None:
        ground = Ground(
            basis=MandateBasis.RESOLUTION,
            resolution=resolution,
            kind=wanted.kind,
            limits=wanted.limits.strip(),
        )
        granting.grant(wanted.seat, wanted.person, ground=ground, by=acts.by, at=acts.at)
    if wanted.alternates:
        filling.name_alternates(wanted.seat, wanted.alternates, resolution, acts=acts)


def _shape_problems(wanted: Appointment, appointed: Sequence[str]) -> list[Problem]:
    problems = []
    if not wanted.people:
        problems.append(Problem("person_missing", _("Name somebody."), {}, "person"))
    if wanted.person is not None and wanted.seat.office not in appointed:
        message = _("By the charter this seat is filled by an election.")
        problems.append(Problem("seat_elected", message, {}, "seat"))
    if len({person.pk for person in wanted.people}) < len(wanted.people):
        message = _("Each person is named once.")
        problems.append(Problem("person_twice", message, {}, "person"))
    if len(wanted.alternates) > MOST:
        message = _("A seat has at most %(most)s alternates.") % {"most": MOST}
        problems.append(Problem("alternates_many", message, {"most": MOST}, "alternates"))
    return problems + limits_problems(wanted.kind, wanted.limits)


def limits_problems(kind: str, limits: str) -> list[Problem]:
    """Why a mandate of this kind may not be given with these limits."""
    if kind == MandateKind.SEMI_IMPERATIVE and not limits.strip():
        message = _("A semi-imperative mandate says its limits.")
        return [Problem("limits_missing", message, {}, "limits")]
    return []
