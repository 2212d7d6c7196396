"""Elections by totals: who stands, who is eligible, who is seated and by which rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from communes.domain import attending, counting, federating, resolving, rolls
from communes.domain.acting import Actor, acting
from communes.domain.chartering import communes_parameters
from communes.domain.counting import Count
from communes.domain.resolving import Decided, Outcome
from communes.models import (
    AgendaItem,
    Basis,
    Body,
    BodyKind,
    Method,
    Person,
    Relation,
    Resolution,
    Stage,
)
from communes.problems import Problem, refuse_if
from mandates.domain import ending, granting, placing
from mandates.domain.granting import Ground
from mandates.models import EndReason, Mandate, MandateBasis, OfficeCode, Seat
from quotas.arithmetic import seating
from quotas.arithmetic.seating import Candidate, Seating, SeatSpec
from quotas.models import Candidacy, Displacement, Election, ElectionSeat


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


def electable(body: Body, at: datetime) -> list[Seat]:
    """Seats that a meeting of the body may fill: its own, its committees', those it sends to."""
    formed = federating.dependants(body, Relation.FORMED_BY, at)
    own = Seat.objects.in_force(at).filter(
        Q(body=body) | Q(body__in=formed), sending_body__isnull=True
    )
    sent = Seat.objects.in_force(at).filter(sending_body=body).exclude(body__kind="commune")
    rows = (own | sent).select_related("body", "sending_body", "follows").order_by("pk")
    return [seat for seat in rows if not _board_place(seat)]


def plan_problems(item: AgendaItem, seats: Sequence[Seat], at: datetime) -> list[Problem]:
    """Why the item cannot be about filling these seats."""
    problems = []
    if item.kind != "election":
        problems.append(Problem("not_an_election", _("This item is not an election.")))
    if item.resolutions.standing().exists() or item.meeting.stage in (Stage.CLOSED, Stage.SIGNED):
        problems.append(Problem("item_decided", _("This item is already decided.")))
    if not seats:
        problems.append(Problem("seat_missing", _("Choose the seat."), {}, "seats"))
    allowed = {seat.pk for seat in electable(item.meeting.body, at)}
    if any(seat.pk not in allowed for seat in seats):
        message = _("This meeting does not fill that seat.")
        problems.append(Problem("seat_elsewhere", message, {}, "seats"))
    if len({(seat.body_id, seat.office) for seat in seats}) > 1:
        message = _("One election fills seats of one office in one body.")
        problems.append(Problem("seats_mixed", message, {}, "seats"))
    return problems


def plan(item: AgendaItem, seats: Sequence[Seat], *, by: Actor, at: datetime) -> Election:
    """Say which seats the item is to fill. Raises `Refused`; candidates already named stay."""
    with acting(by=by, at=at):
        refuse_if(plan_problems(item, seats, at))
        election, _made = Election.objects.get_or_create(
            item=item, defaults={"body": seats[0].body}
        )
        election.body = seats[0].body
        election.save(update_fields=["body"])
        election.seats.exclude(seat__in=seats).delete()
        known = set(election.seats.values_list("seat_id", flat=True))
        ElectionSeat.objects.bulk_create(
            ElectionSeat(election=election, seat=seat) for seat in seats if seat.pk not in known
        )
    return election


def of_item(item: AgendaItem) -> Election | None:
    """The election of an item, once its seats are chosen."""
    return Election.objects.filter(item=item).select_related("body").first()


def seats_of(election: Election) -> list[Seat]:
    """The seats to be filled, in the order of their numbers."""
    rows = Seat.objects.filter(
        Exists(ElectionSeat.objects.filter(election=election, seat=OuterRef("pk")))
    )
    return list(rows.select_related("body", "follows", "sending_body").order_by("number", "pk"))


def eligibility_problems(election: Election, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not be elected: age, residence or seat, reservation, another seat."""
    seats = seats_of(election)
    meeting_body = election.item.meeting.body
    limits = communes_parameters(at, meeting_body)
    problems = []
    on = rolls.day_of(meeting_body, at).date()
    if not person.has_reached(limits.election_age, on):
        message = _("Candidates must have reached the age of %(age)s.")
        figures = {"age": limits.election_age}
        problems.append(Problem("too_young", message % figures, figures, "person"))
    if not _belongs(election, person, at):
        message = _("%(name)s is not on the roll of %(body)s.")
        told = {"name": person.name, "body": meeting_body.name}
        problems.append(Problem("not_on_roll", message % told, {}, "person"))
    fits = [granting.fit_problems(seat, person) for seat in seats]
    if seats and all(fits):
        problems += fits[0]
    return problems + _second_seat_problems(seats, person, at) + _term_problems(seats, person, at)


def stand_problems(election: Election, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not be put up as a candidate now."""
    problems = eligibility_problems(election, person, at)
    if election.candidacies.filter(person=person).exists():
        message = _("%(name)s already stands.") % {"name": person.name}
        problems.append(Problem("stands_already", message, {}, "person"))
    if election.item.resolutions.standing().exists():
        problems.append(Problem("item_decided", _("This item is already decided.")))
    return problems


def stand(election: Election, person: Person, *, by: Actor, at: datetime) -> Candidacy:
    """Put up a candidate who accepts, with the gender as declared. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(stand_problems(election, person, at))
        return Candidacy.objects.create(
            election=election, person=person, gender=person.gender, accepted_at=at
        )


def withdraw(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """Take a candidate off the list before the count is entered. Raises `Refused`."""
    with acting(by=by, at=at):
        if candidacy.election.item.resolutions.standing().exists():
            refuse_if([Problem("item_decided", _("This item is already decided."))])
        candidacy.delete()


def tally_problems(election: Election, tally: Tally, at: datetime) -> list[Problem]:
    """Why this tally cannot be: unknown candidates, too many votes, someone not eligible now."""
    candidacies = {row.pk: row for row in election.candidacies.select_related("person")}
    seats = seats_of(election)
    voters = counting.electorate(election.item, at)
    problems = []
    if set(tally.votes) != set(candidacies) or not candidacies:
        message = _("Enter the votes of every candidate.")
        problems.append(Problem("tally_incomplete", message, {}, "votes"))
    if any(count < 0 for count in tally.votes.values()) or tally.abstain < 0:
        problems.append(Problem("count_negative", _("A count is never below zero."), {}, "votes"))
    most = voters.present * len(seats)
    if any(count > voters.present for count in tally.votes.values()) or tally.total > most:
        message = _("%(total)s votes were entered, and %(present)s people in the room may vote.")
        figures = {"total": tally.total, "present": voters.present}
        problems.append(Problem("count_too_high", message % figures, figures, "votes"))
    for row in candidacies.values():
        problems += [
            Problem(p.code, f"{row.person.name}: {p.message}", p.figures, f"votes-{row.key}")
            for p in eligibility_problems(election, row.person, at)
        ]
    return problems


def elect_problems(item: AgendaItem, tally: Tally, at: datetime) -> list[Problem]:
    """Every reason against entering this result now."""
    election = of_item(item)
    if election is None or not election.seats.exists():
        return [Problem("seat_missing", _("Choose first which seat is to be filled."))]
    problems = resolving.item_problems(item, at)
    if item.meeting.opened_at is not None:
        problems += resolving.room_decides_problems(attending.room(item.meeting, at))
        problems += resolving.concerned_problems(item, at)
    return problems + tally_problems(election, tally, at)


def outcome(election: Election, tally: Tally) -> Seating:
    """The seating that a tally gives, with every displacement; changes nothing."""
    candidates = [
        Candidate(row.person.key, row.gender, tally.votes.get(row.pk, 0))
        for row in election.candidacies.select_related("person")
    ]
    specs = [SeatSpec(seat.key, seat.reserved_gender or None) for seat in seats_of(election)]
    return seating.seat(candidates, specs, seating.by_lot(election.item.key))


def elect(item: AgendaItem, *, tally: Tally, by: Actor, at: datetime) -> Resolution:
    """Enter the result: seat the highest eligible, grant the mandates, explain displacements.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(elect_problems(locked, tally, at))
        election = of_item(locked)
        assert election is not None
        result = outcome(election, tally)
        resolution = resolving.adopt(
            locked,
            count=_count(result, tally),
            text=locked.title,
            by=by,
            at=at,
            decided=Decided(
                facts=_facts(election, result, tally),
                outcome=Outcome(adopted=bool(result.seated), rule="election_totals"),
            ),
        )
        _keep(election, result, tally)
        people = {row.person.key: row.person for row in election.candidacies.all()}
        seats = {seat.key: seat for seat in seats_of(election)}
        for spec, candidate in result.seated:
            _seat(seats[spec.id], people[candidate.id], resolution, by=by, at=at)
    return resolution


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back the mandates of an election whose result was entered by a slip."""
    with acting(by=by, at=at):
        granted = Mandate.objects.filter(resolution=resolution, rests_on__isnull=True)
        for mandate in granted.in_force(at).order_by("pk"):
            ending.end(mandate, reason=EndReason.MENDED, by=by, at=at)
        Candidacy.objects.filter(election__item=resolution.item).update(votes=None, seat=None)
        Displacement.objects.filter(election__item=resolution.item).delete()


def concerned(item: AgendaItem) -> list[Person]:
    """The candidates: they neither chair nor record their own election."""
    election = of_item(item)
    if election is None:
        return []
    return [row.person for row in election.candidacies.select_related("person")]


def _board_place(seat: Seat) -> bool:
    """A committee's place on its commune's board follows the committee's own election."""
    return seat.follows_id is not None and seat.office == OfficeCode.MEMBER


def _belongs(election: Election, person: Person, at: datetime) -> bool:
    body = election.item.meeting.body
    if body.kind == BodyKind.COMMITTEE:
        home = body.affiliations.filter(relation="formed_by").first()
        body = home.parent if home else body
    return rolls.roll(body, "assembly", at).filter(pk=person.pk).exists()


def _second_seat_problems(seats: Sequence[Seat], person: Person, at: datetime) -> list[Problem]:
    """One person holds one seat of a body, but for a council's co-chairs, who are delegates."""
    if not seats:
        return []
    mine = Mandate.objects.in_force(at).filter(person=person, seat__body=seats[0].body_id)
    mine = mine.exclude(seat__in=seats).exclude(seat__office=OfficeCode.AUDITOR)
    if seats[0].body.kind == BodyKind.COUNCIL:
        mine = mine.filter(seat__office=seats[0].office)
    if seats[0].office == OfficeCode.AUDITOR or not mine.exists():
        return []
    message = _("%(name)s already holds a seat of this body.") % {"name": person.name}
    return [Problem("incompatible", message, {}, "person")]


def _term_problems(seats: Sequence[Seat], person: Person, at: datetime) -> list[Problem]:
    """Two terms in any elected council at most (DOMAIN §5); the charter's 0 is no limit."""
    from mandates.answers import parameters

    if not seats or seats[0].body.kind != BodyKind.COUNCIL:
        return []
    limit = parameters(at).term_limit_council
    served = Mandate.objects.filter(
        person=person, seat__body=seats[0].body_id, seat__office=seats[0].office, until__lte=at
    ).exclude(end_reason=EndReason.MENDED)
    if not limit or served.count() < limit:
        return []
    message = _("%(name)s has served %(terms)s terms here; the charter allows %(limit)s.")
    told = {"name": person.name, "terms": served.count(), "limit": limit}
    return [Problem("term_limit", message % told, {"limit": limit}, "person")]


def _count(result: Seating, tally: Tally) -> Count:
    """The figures that a resolution keeps: for whom was seated, for others, abstentions."""
    if len(result.seated) + len(result.vacant) > 1:
        top = max((candidate.votes for _seat, candidate in result.seated), default=0)
        return Count(top, 0, 0, tally.method)
    won = sum(candidate.votes for _seat, candidate in result.seated)
    return Count(won, sum(tally.votes.values()) - won, tally.abstain, tally.method)


def _facts(election: Election, result: Seating, tally: Tally) -> dict[str, Any]:
    votes = {row.person.key: tally.votes[row.pk] for row in election.candidacies.all()}
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
        "lot": election.item.key if any(tie.by_lot for tie in result.ties) else None,
    }


def _keep(election: Election, result: Seating, tally: Tally) -> None:
    rows = {row.person.key: row for row in election.candidacies.select_related("person")}
    seats = {seat.key: seat for seat in seats_of(election)}
    for row in rows.values():
        row.votes = tally.votes[row.pk]
    for spec, candidate in result.seated:
        rows[candidate.id].seat = seats[spec.id]
    Candidacy.objects.bulk_update(rows.values(), ["votes", "seat"])
    Displacement.objects.bulk_create(
        Displacement(
            election=election,
            seat=seats[one.seat.id],
            would_have=rows[one.would_have.id],
            seated=rows[one.is_seated.id] if one.is_seated else None,
            code=str(one.reason),
        )
        for one in result.displaced
    )


def _seat(seat: Seat, person: Person, resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """End what stood in the seat, and grant it; a seat that followed another follows no more."""
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
