"""A mandate is granted: the seat is free, the person fits it, and what follows it comes along."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from communes.arithmetic.days import term_end
from communes.domain import planning, rolls
from communes.domain.acting import Actor, Acts, acting
from communes.models import Body, BodyKind, Person, Resolution
from communes.problems import Problem, refuse_if
from mandates.answers import parameters
from mandates.domain import ending, filling
from mandates.domain.fitting import fit_problems, incompatible_problem, incompatible_with
from mandates.domain.stating import facts_of
from mandates.models import EndReason, Mandate, MandateBasis, MandateKind, Seat


@dataclass(frozen=True)
class Ground:
    """On what a mandate rests, and until when it is given."""

    basis: str
    resolution: Resolution | None = None
    rests_on: Mandate | None = None
    until: datetime | None = None
    kind: str = MandateKind.IMPERATIVE
    limits: str = ""


NEW_TERM = (MandateBasis.FOUNDING, MandateBasis.ELECTION, MandateBasis.RESOLUTION)
"""On these grounds a term begins, and those who were alternates in the last are it no more."""


def term_of(body: Body, at: datetime) -> datetime:
    """The end of a term that begins now: the same local hour, months later (DOMAIN §5)."""
    rules = parameters(at, body)
    council = body.kind == BodyKind.COUNCIL
    months = rules.term_months_council if council else rules.term_months_commune
    return end_of_term(body, at, months)


def end_of_term(body: Body, at: datetime, months: int) -> datetime:
    """The same hour by the body's clocks, so many months later, as an instant.

    Resolved here once: where the clocks jump over that hour, it is as long after midnight as the
    hour says.
    """
    local = rolls.day_of(body, at)
    day = term_end(local.date(), months=months)
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)


def grant_problems(seat: Seat, person: Person, at: datetime) -> list[Problem]:
    """Why the seat may not be given to the person now."""
    problems = fit_problems(seat, person) + held_problems(seat, at)
    if not parameters(at, seat.body).incompatible_ends:
        problems += [incompatible_problem(one) for one in incompatible_with(seat, [person], at)]
    return problems


def held_problems(seat: Seat, at: datetime) -> list[Problem]:
    """Why the seat may be given to nobody now: it is held, or does not exist."""
    problems = []
    if not seat.holds_at(at):
        problems.append(Problem("seat_not_in_force", _("This seat does not exist now.")))
    holder = Mandate.objects.filter(seat=seat).in_force(at).select_related("person").first()
    if holder is not None:
        message = _("%(name)s holds this seat.") % {"name": holder.person}
        problems.append(Problem("seat_held", message, {"holder": holder.person.key}))
    return problems


def grant(seat: Seat, person: Person, *, ground: Ground, by: Actor, at: datetime) -> Mandate:
    """Give the seat to the person until the term's end, with all seats that follow it.

    Raises `Refused`. The mandates that follow rest on this one and end with it.
    """
    # Long: one line for each thing that a mandate keeps.
    with acting(by=by, at=at) as acts:
        row = Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
        refuse_if(grant_problems(row, person, at))
        for older in incompatible_with(row, [person], at):
            ending.end(older, reason=EndReason.INCOMPATIBLE, by=by, at=at)
        filling.dismiss(row, at=at, all_of_them=ground.basis in NEW_TERM)
        until = ground.until or term_of(row.body, at)
        mandate = Mandate.objects.create(
            seat=row,
            person=person,
            basis=ground.basis,
            kind=ground.kind,
            limits=ground.limits,
            gender=person.gender,
            reserved_gender=row.reserved_gender,
            rests_on=ground.rests_on,
            resolution=ground.resolution,
            since=at,
            until=until,
            term_until=until,
        )
        _tell(acts, mandate)
        planning.no_longer_awaited("election", seat=row.key)
        for follower in row.followers.filter(until__isnull=True).order_by("pk"):
            follow(follower, mandate, by=by, at=at)
    return mandate


def follow(seat: Seat, ground: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """Give a seat that follows another to the holder of that other, ex officio."""
    with acting(by=by, at=at):
        for old in Mandate.objects.filter(seat=seat).in_force(at):
            ending.end(old, reason=EndReason.REPLACED, by=by, at=at)
        rests = Ground(
            basis=MandateBasis.EX_OFFICIO,
            resolution=ground.resolution,
            rests_on=ground,
            until=ground.until,
        )
        return grant(seat, ground.person, ground=rests, by=by, at=at)


def _tell(acts: Acts, mandate: Mandate) -> None:
    body = mandate.seat.body
    acts.enter(body, "mandate.granted", facts_of(mandate))
    acts.notify_person(
        mandate.person,
        "mandate_granted",
        f"granted:{mandate.key}",
        link="/mandates/",
        figures={"body": body.name, "office": str(mandate.seat.office)},
    )
