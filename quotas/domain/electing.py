"""The count of an election: what it gives, who is seated by it, and how a slip is mended."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import attending, mending, resolving
from communes.domain.acting import Actor, acting
from communes.domain.mending import Slip
from communes.domain.resolving import Decided, Outcome
from communes.models import AgendaItem, Basis, BodyKind, OpenPoint, Person, Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import ending, filling, granting, placing
from mandates.domain.granting import Ground
from mandates.models import EndReason, Mandate, MandateBasis, OfficeCode, Seat
from quotas.domain import (
    declaring,
    nominating,
    ranking,
    reaching,
    standing_in,
    totalling,
    womens_seats,
)
from quotas.domain.nominating import eligibility, of_item, seats_of, seats_then
from quotas.domain.reaching import Result
from quotas.domain.totalling import Tally
from quotas.models import Candidacy, Election, ElectionMethod


def eligible_problems(election: Election, at: datetime) -> list[Problem]:
    """Why someone who stands may not be elected now, at the candidate's field."""
    rows = list(election.candidacies.standing().select_related("person"))
    problems = nominating.unaccepted_problems(rows)
    told = eligibility(election, [row.person for row in rows], at, seats_of(election))
    return problems + [
        Problem(p.code, f"{row.person.name}: {p.message}", p.figures, f"votes-{row.key}")
        for row in rows
        for p in told[row.person_id]
    ]


def elect_problems(
    item: AgendaItem, tally: Tally | None, at: datetime, *, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering this result now, anew or in place of a slip.

    The papers of a ranked election are those typed; it takes no tally.
    """
    return _problems(item, of_item(item), tally, at, slip)


def _problems(
    item: AgendaItem,
    election: Election | None,
    tally: Tally | None,
    at: datetime,
    slip: Slip | None,
) -> list[Problem]:
    if election is None:
        return [Problem("seat_missing", _("Choose first which seat is to be filled."))]
    problems = womens_seats.seats_problems(item.meeting.body, seats_of(election), at)
    problems += _figures_problems(election, tally, at, slip) + eligible_problems(election, at)
    if slip is not None:
        return mending.strike_problems(slip.resolution, slip.reason, at) + problems
    return entry_problems(item, at) + problems


def _figures_problems(
    election: Election, tally: Tally | None, at: datetime, slip: Slip | None
) -> list[Problem]:
    if election.method == ElectionMethod.RANKED:
        return ranking.count_problems(election, at, slip=slip)
    return totalling.tally_problems(election, tally or Tally({}), at, slip=slip)


def entry_problems(item: AgendaItem, at: datetime) -> list[Problem]:
    """Why no result may be entered yet, whatever it is: the item, the room, who runs it."""
    problems = resolving.item_problems(item, at)
    if item.meeting.opened_at is not None:
        problems += resolving.room_decides_problems(attending.room(item.meeting, at))
        problems += resolving.concerned_problems(item, at)
    return problems


def elect(
    item: AgendaItem, *, tally: Tally | None, by: Actor, at: datetime, slip: Slip | None = None
) -> Resolution:
    """Enter the result: seat whom the method elects, grant the mandates, explain displacements.

    With a slip the mandates that it granted end, and those of the mended count begin now.
    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        election = of_item(locked)
        refuse_if(_problems(locked, election, tally, at, slip))
        assert election is not None
        rows = list(election.candidacies.standing().select_related("person"))
        result = _result(election, rows, tally, slip, at)
        reached = Outcome(adopted=bool(result.seated), rule=result.rule)
        facts = result.as_facts() | standing_in.facts(election, result.alternates)
        decided = Decided(facts=facts, outcome=reached)
        count, text = result.count, locked.title
        resolution = mending.enter(
            locked, count=count, text=text, decided=decided, slip=slip, by=by, at=at
        )
        for row in reaching.keep(election, rows, result):
            give(row, resolution, by=by, at=at)
        _advertise(result, resolution, at)
        standing_in.name(result.alternates, rows, seats_of(election), resolution, acts)
    return resolution


def _result(
    election: Election,
    rows: list[Candidacy],
    tally: Tally | None,
    slip: Slip | None,
    at: datetime,
) -> Result:
    """What is counted, seats kept as they are; a slip is mended as they were kept then."""
    seats = seats_then(election, slip.resolution.facts if slip is not None else {})
    then = slip.resolution.happened_at if slip is not None else at
    if election.method == ElectionMethod.RANKED:
        found = ranking.result(election, seats, then)
    else:
        assert tally is not None
        found = totalling.result(election, rows, seats, tally, then)
    reserved = {seat.key: str(seat.reserved_gender) for seat in seats}
    return replace(found, facts={**found.facts, "reserved": reserved})


def _advertise(result: Result, resolution: Resolution, at: datetime) -> None:
    """A seat that nobody won and nobody holds waits for the next agenda, unless it does already;
    so does one that is voted on anew, whoever holds it until then."""
    rows = Mandate.objects.in_force(at).filter(seat__in=result.vacant)
    held = set() if result.anew else set(rows.values_list("seat_id", flat=True))
    empty = [seat for seat in result.vacant if seat.pk not in held]
    waiting = OpenPoint.objects.filter(kind="election")
    for seat in empty:
        if not waiting.filter(figures__seat=seat.key).exists():
            filling.await_election(seat, occasion=f"unfilled:{resolution.key}:{seat.key}", at=at)


def give(won: Candidacy, resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """End what stood in the seat, and grant it; a seat that followed another follows no more."""
    seat, person = won.seat, won.person
    assert seat is not None
    if seat.follows_id is not None:
        placing.unfollow(seat, by=by, at=at)
    for old in Mandate.objects.filter(seat=seat).in_force(at):
        ending.end(old, reason=EndReason.REPLACED, by=by, at=at)
    founding = resolution.item.meeting.basis == Basis.FOUNDING
    ground = Ground(
        basis=MandateBasis.FOUNDING if founding else MandateBasis.ELECTION,
        resolution=resolution,
        rests_on=_delegation(seat, person, at),
        until=_until(seat, person, at),
        kind=won.election.kind,
        limits=won.election.limits,
    )
    declaring.carry(won, granting.grant(seat, person, ground=ground, by=by, at=at))


def _delegation(seat: Seat, person: Person, at: datetime) -> Mandate | None:
    """A council's co-chair is one of its delegates: that mandate is what the office rests on."""
    if seat.body.kind != BodyKind.COUNCIL or seat.office != OfficeCode.CO_CHAIR:
        return None
    rows = Mandate.objects.in_force(at).filter(person=person, seat__body=seat.body_id)
    return rows.filter(seat__office=OfficeCode.DELEGATE).first()


def _until(seat: Seat, person: Person, at: datetime) -> datetime:
    term = granting.term_of(seat.body, at)
    ground = _delegation(seat, person, at)
    return min(term, ground.until) if ground is not None and ground.until else term
