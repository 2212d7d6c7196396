"""Seats kept for women that nobody filled: the women present may open them (DOMAIN §6).

Where the charter says so. After the count each seat goes to who of those not elected had the most
votes; before it, where fewer women stand than seats are kept, anyone may be put up. Opened is a
seat by more than half of the women present, for this term: at its next election it is kept for
women again. The co-chairs' seats and those of delegations are never opened *(ours)*.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from communes.domain import attending, chartering, resolving, womens
from communes.domain.acting import Actor, Acts, acting
from communes.models import AgendaItem, Circle, Gender, Meeting, Resolution
from communes.models.womens import Question
from communes.problems import Problem, refuse_if
from mandates.models import Mandate, OfficeCode, Seat
from quotas.arithmetic import counts, seating
from quotas.arithmetic.optimum import optimum
from quotas.arithmetic.traits import Quota
from quotas.domain import (
    balancing,
    deciding_by,
    electing,
    establishing,
    nominating,
    piling,
    ranking,
    reserving,
    totalling,
)
from quotas.domain.nominating import of_item, seats_of
from quotas.models import Candidacy, Election, ElectionMethod, ReleasedSeat, SeatRelease
from quotas.parameters import RELEASED, QuotasParameters


def standing(item: AgendaItem) -> Resolution | None:
    """The result that stands."""
    rows = Resolution.objects.filter(item=item).standing().select_related("item__meeting__body")
    return rows.order_by("-number", "-revision").first()


def unfilled(election: Election, at: datetime) -> list[Seat]:
    """Seats kept for women that nobody holds: left empty by the result, or wanting women to stand.

    Before the count these are the last ones, as many as women are missing.
    """
    result = standing(election.item)
    kept = [seat for seat in seats_of(election) if seat.reserved_gender == Gender.WOMAN]
    held = Mandate.objects.in_force(at).filter(seat__in=kept).values_list("seat_id", flat=True)
    empty = [seat for seat in kept if seat.pk not in set(held)]
    if result is not None:
        vacant = [] if _voted_anew(election, result) else result.facts.get("vacant", [])
        return [seat for seat in empty if seat.key in vacant]
    women = election.candidacies.filter(gender=Gender.WOMAN, accepted_at__isnull=False).count()
    return empty[max(0, women - len(kept) + len(empty)) :]


def _voted_anew(election: Election, result: Resolution) -> bool:
    """Whether the seats are empty because equal votes for them are voted on anew."""
    if election.method == ElectionMethod.RANKED:
        return False
    return any(tie.open for tie in totalling.retold(election, result.facts).ties)


def allowed(election: Election, at: datetime) -> bool:
    """Whether the charter lets the women present open such seats of the body."""
    rules = cast("QuotasParameters", chartering.parameters("quotas", at, election.body))
    return rules.unfilled_seats == RELEASED and election.body.circle != Circle.WOMEN


def never_opened(seat: Seat) -> bool:
    """Whether the seat is one of a pair, or of a delegation."""
    return seat.office == OfficeCode.CO_CHAIR or seat.sending_body_id is not None


def may_be_asked(election: Election, at: datetime) -> list[Seat]:
    """The seats about which the women present may be asked now."""
    if not allowed(election, at):
        return []
    asked = _asked(election)
    rows = unfilled(election, at)
    return [seat for seat in rows if not never_opened(seat) and seat.key not in asked]


def _asked(election: Election) -> set[str]:
    rows = SeatRelease.objects.filter(election=election, resolution=standing(election.item))
    return {key for asked in rows.values_list("asked", flat=True) for key in asked}


def release_problems(
    item: AgendaItem, seats: Sequence[Seat], votes_for: int, against: int, at: datetime
) -> list[Problem]:
    """Why the women present cannot decide now that these seats are opened."""
    election = of_item(item)
    if election is None:
        return [Problem("seat_missing", _("Choose first which seat is to be filled."))]
    problems = attending.room_problems(item.meeting)
    if not allowed(election, at):
        message = _("By the charter a seat kept for women that nobody fills stays empty.")
        problems.append(Problem("release_off", message))
    problems += _seats_problems(election, seats, at)
    if item.meeting.opened_at is not None:
        room = attending.room(item.meeting, at)
        problems += resolving.room_decides_problems(room)
        problems += womens.room_count_problems(votes_for, against, room.women)
        problems += resolving.concerned_problems(item, at)
    return problems


def _seats_problems(election: Election, seats: Sequence[Seat], at: datetime) -> list[Problem]:
    empty, asked, problems = {seat.pk for seat in unfilled(election, at)}, _asked(election), []
    if not seats:
        problems.append(Problem("seat_missing", _("Choose the seat."), {}, "seats"))
    if any(never_opened(seat) for seat in seats):
        message = _("The seats of co-chairs and of delegations stay a woman's and a man's.")
        problems.append(Problem("seat_of_a_pair", message, {}, "seats"))
    if any(seat.key in asked for seat in seats):
        message = _("The women decided on this; their decision stands.")
        problems.append(Problem("women_decided", message, {}, "seats"))
    elif any(seat.pk not in empty for seat in seats):
        message = _("Only a seat kept for women that nobody fills is opened.")
        problems.append(Problem("seat_not_unfilled", message, {}, "seats"))
    return problems


def release(
    item: AgendaItem,
    *,
    seats: Sequence[Seat],
    votes_for: int,
    against: int,
    by: Actor,
    at: datetime,
) -> SeatRelease:
    """Enter what the women present decided; the seats they open go to who comes next.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)  # nobody leaves
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(release_problems(locked, seats, votes_for, against, at))
        election = of_item(locked)
        assert election is not None
        made = SeatRelease.objects.create(
            vote=womens.enter(locked, Question.SEATS, votes_for, against, acts),
            election=election,
            resolution=standing(locked),
            asked=[seat.key for seat in seats],
        )
        if made.vote.adopted:
            _open(made, sorted(seats, key=lambda seat: seat.number), acts)
    return made


def _open(made: SeatRelease, seats: Sequence[Seat], acts: Acts) -> None:
    """Open the seats, and give each to who comes next; one that nobody may take stays kept."""
    election, result, told = made.election, made.resolution, []
    people: list[Candidacy | None] = [None] * len(seats)
    if result is not None:
        people = list(successors(election, result, seats, acts.at))
    for seat, row in zip(seats, people, strict=False):
        ReleasedSeat.objects.create(release=made, seat=seat, candidacy=row)
        reserving.reserve(seat, "")
        told.append({"seat": seat.key, "person": row.person.key if row else None})
        if row is not None and result is not None:
            row.seat = seat
            row.save(update_fields=["seat"])
            electing.give(row, result, by=acts.by, at=acts.at)
    if told:
        facts = {"election": election.key, "release": made.key, "seats": told}
        acts.enter(election.body, "seats.opened", facts)
        establishing.keep_plan(election.body, acts.at, result)


def successors(
    election: Election, result: Resolution, seats: Sequence[Seat], at: datetime
) -> list[Candidacy]:
    """Who of those not elected would take these seats, as open ones: the most votes first.

    Of ranked papers whoever stayed in the count longest; quotas left unmet are kept.
    """
    rows = [row for row in piling.on_ballot(election) if row.seat_id is None]
    opened = [copy(seat) for seat in seats]
    for seat in opened:
        seat.reserved_gender = ""
    people = [row.person for row in rows]
    told = nominating.eligibility(election, people, at, opened)
    able = [row for row in rows if not told[row.person_id]]
    votes = _votes(election, result)
    if not able or not seats:
        return []
    contenders = balancing.contenders_of(election, able, votes, at)
    quotas = [*_unmet(result, len(seats)), *_of_components(election, seats, at)]
    lot = seating.by_lot(election.lot_seed, deciding_by.told(result.facts))
    best = optimum(contenders, len(seats), quotas, lot)
    who = {row.person.key: row for row in able}
    return [who[one.id] for one in best.seated]


def _unmet(result: Resolution, seats: int) -> list[Quota]:
    """The quotas for the young that the result left unmet, for so many seats."""
    rows = result.facts.get("balanced", {}).get("unmet", [])
    told = [(trait, value, by) for trait, value, _least, by in rows]
    ranked = result.facts.get("count", {}).get("unmet", [])
    told += [(one["trait"], one["value"], one["by"]) for one in ranked]
    found = [(trait, value, min(by, seats)) for trait, value, by in told]
    return [Quota(*one) for one in found if one[0] == balancing.YOUTH]


def _of_components(election: Election, seats: Sequence[Seat], at: datetime) -> list[Quota]:
    """What these seats have to bring for components; no result says for which."""
    asked = balancing.further(election, seats, at)
    return [one for one in asked if one.trait == balancing.COMPONENT]


def _votes(election: Election, result: Resolution) -> Mapping[int, int]:
    """Votes by candidacy; of ranked papers how near each came."""
    if election.method != ElectionMethod.RANKED:
        return {row.pk: row.votes or 0 for row in election.candidacies.all()}
    near = ranking.chances(counts.of_facts(result.facts["count"]).rounds)
    keys = dict(enumerate(result.facts["on_ballot"], start=1))
    rows = {row.person.key: row.pk for row in piling.on_ballot(election)}
    return {rows[keys[number]]: chance for number, chance in near.items()}
