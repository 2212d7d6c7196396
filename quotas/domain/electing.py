"""The count of an election: what it gives, who is seated by it, and how a slip is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.domain import attending, counting, mending, resolving
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.resolving import Decided, Outcome
from communes.models import AgendaItem, Basis, BodyKind, Method, Person, Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import ending, granting, placing
from mandates.domain.granting import Ground
from mandates.models import EndReason, Mandate, MandateBasis, OfficeCode, Seat
from quotas.arithmetic import seating
from quotas.arithmetic.seating import Candidate, Seating, SeatSpec
from quotas.domain import standing_in
from quotas.domain.nominating import eligibility, of_item, seats_of
from quotas.models import Candidacy, Displacement, Election


@dataclass(frozen=True)
class Tally:
    """Votes by candidacy id, and who abstained."""

    votes: Mapping[int, int]
    abstain: int = 0
    method: str = Method.HANDS

    @property
    def total(self) -> int:
        """All votes given, abstentions included."""
        return sum(self.votes.values()) + self.abstain


def tally_problems(
    election: Election, tally: Tally, at: datetime, *, slip: Slip | None = None
) -> list[Problem]:
    """Why this tally cannot be: unknown candidates, too many votes, someone not eligible now.

    A slip is mended in the room in which the vote was taken.
    """
    rows = {row.pk: row for row in election.candidacies.select_related("person")}
    seats = seats_of(election)
    present = slip.resolution.present if slip else counting.electorate(election.item, at).present
    problems = []
    if set(tally.votes) != set(rows) or not rows:
        message = _("Enter the votes of every candidate.")
        problems.append(Problem("tally_incomplete", message, {}, "votes"))
    if any(count < 0 for count in tally.votes.values()) or tally.abstain < 0:
        problems.append(Problem("count_negative", _("A count is never below zero."), {}, "votes"))
    if any(count > present for count in tally.votes.values()) or tally.total > present * len(seats):
        message = _("%(total)s votes were entered, and %(present)s people in the room may vote.")
        figures = {"total": tally.total, "present": present}
        problems.append(Problem("count_too_high", message % figures, figures, "votes"))
    told = eligibility(election, [row.person for row in rows.values()], at, seats)
    for row in rows.values():
        problems += [
            Problem(p.code, f"{row.person.name}: {p.message}", p.figures, f"votes-{row.key}")
            for p in told[row.person_id]
        ]
    return problems


def elect_problems(
    item: AgendaItem, tally: Tally, at: datetime, *, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering this result now, anew or in place of a slip."""
    return _problems(item, of_item(item), tally, at, slip)


def _problems(
    item: AgendaItem, election: Election | None, tally: Tally, at: datetime, slip: Slip | None
) -> list[Problem]:
    if election is None:
        return [Problem("seat_missing", _("Choose first which seat is to be filled."))]
    if slip is not None:
        problems = mending.strike_problems(slip.resolution, slip.reason)
        return problems + tally_problems(election, tally, at, slip=slip)
    return entry_problems(item, at) + tally_problems(election, tally, at)


def entry_problems(item: AgendaItem, at: datetime) -> list[Problem]:
    """Why no result may be entered yet, whatever it is: the item, the room, who runs it."""
    problems = resolving.item_problems(item, at)
    if item.meeting.opened_at is not None:
        problems += resolving.room_decides_problems(attending.room(item.meeting, at))
        problems += resolving.concerned_problems(item, at)
    return problems


def outcome(election: Election, tally: Tally) -> Seating:
    """The seating that a tally gives, with every displacement; changes nothing."""
    rows = list(election.candidacies.select_related("person"))
    return _outcome(election, rows, seats_of(election), tally)


def _outcome(
    election: Election, rows: Sequence[Candidacy], seats: Sequence[Seat], tally: Tally
) -> Seating:
    specs = [SeatSpec(seat.key, seat.reserved_gender or None) for seat in seats]
    return seating.seat(_standing(rows, tally), specs, seating.by_lot(election.lot_seed))


def _standing(rows: Sequence[Candidacy], tally: Tally) -> list[Candidate]:
    return [Candidate(row.person.key, row.gender, tally.votes.get(row.pk, 0)) for row in rows]


def elect(
    item: AgendaItem, *, tally: Tally, by: Actor, at: datetime, slip: Slip | None = None
) -> Resolution:
    """Enter the result: seat the highest eligible, grant the mandates, explain displacements.

    With a slip the mandates that it granted end, and those of the mended count begin now.
    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        election = of_item(locked)
        refuse_if(_problems(locked, election, tally, at, slip))
        assert election is not None
        rows = list(election.candidacies.select_related("person"))
        seats = seats_of(election)
        result = _outcome(election, rows, seats, tally)
        reached = Outcome(adopted=bool(result.seated), rule="election_totals")
        others = standing_in.alternates(election, _standing(rows, tally), result)
        facts = _facts(election, rows, result, tally) | standing_in.facts(election, others)
        decided = Decided(facts=facts, outcome=reached)
        count, text = _count(result, tally), locked.title
        resolution = mending.enter(
            locked, count=count, text=text, decided=decided, slip=slip, by=by, at=at
        )
        for row in _keep(election, rows, seats, result, tally):
            _seat(row, resolution, by=by, at=at)
        standing_in.name(others, rows, seats, resolution, acts)
    return resolution


def _count(result: Seating, tally: Tally) -> Count:
    """The figures that a resolution keeps: for whom was seated, for others, abstentions."""
    if len(result.seated) + len(result.vacant) > 1:
        top = max((candidate.votes for _seat, candidate in result.seated), default=0)
        return Count(top, 0, 0, tally.method)
    won = sum(candidate.votes for _seat, candidate in result.seated)
    return Count(won, sum(tally.votes.values()) - won, tally.abstain, tally.method)


def _facts(
    election: Election, rows: Sequence[Candidacy], result: Seating, tally: Tally
) -> dict[str, Any]:
    votes = {row.person.key: tally.votes[row.pk] for row in rows}
    return {
        "election": election.key,
        "tally": dict(sorted(votes.items())),
        "abstain": tally.abstain,
        "seated": [{"seat": spec.id, "person": one.id} for spec, one in result.seated],
        "vacant": [spec.id for spec in result.vacant],
        "displaced": [
            {
                "would_have": one.would_have.id,
                "seated": one.is_seated.id if one.is_seated else None,
                "seat": one.seat.id,
                "reason": str(one.reason),
            }
            for one in result.displaced
        ],
        "lot": election.lot_seed if any(tie.by_lot for tie in result.ties) else None,
    }


def _keep(
    election: Election,
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    result: Seating,
    tally: Tally,
) -> list[Candidacy]:
    """Keep the votes and what came of them; returns who is seated, seat by seat."""
    who = {row.person.key: row for row in rows}
    where = {seat.key: seat for seat in seats}
    for row in rows:
        row.votes = tally.votes[row.pk]
    for spec, candidate in result.seated:
        who[candidate.id].seat = where[spec.id]
    Candidacy.objects.bulk_update(rows, ["votes", "seat"])
    Displacement.objects.bulk_create(
        Displacement(
            election=election,
            seat=where[one.seat.id],
            would_have=who[one.would_have.id],
            seated=who[one.is_seated.id] if one.is_seated else None,
            code=str(one.reason),
        )
        for one in result.displaced
    )
    return [who[candidate.id] for _spec, candidate in result.seated]


def _seat(won: Candidacy, resolution: Resolution, *, by: Actor, at: datetime) -> None:
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
    granting.grant(seat, person, ground=ground, by=by, at=at)


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
