"""Elections counted by ranked ballots: the single transferable vote over the papers typed in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.arithmetic.genders import Gender
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.models import Method
from communes.problems import Problem
from mandates.models import Seat
from quotas.arithmetic import counts, displacing, seating
from quotas.arithmetic.displacing import RankedDisplaced, RankedResult
from quotas.arithmetic.guarding import keep
from quotas.arithmetic.ranked import UNIT, Deed, RankedElection, Round, Settled
from quotas.arithmetic.seating import Candidate, Seating, SeatSpec
from quotas.domain import balancing, deciding_by, piling, primaries, standing_in
from quotas.domain.nominating import seats_of
from quotas.domain.reaching import Passing, Result
from quotas.models import Candidacy, Election

Ballots = Mapping[tuple[int, ...], int]


def count_problems(election: Election, at: datetime, *, slip: Slip | None = None) -> list[Problem]:
    """Why the papers cannot be counted: none that rank anyone, or more than people."""
    so_far = piling.pile(election, at)
    problems = primaries.final_problems(election, so_far.papers, at, slip)
    if so_far.papers == so_far.blank:
        message = _("No paper that ranks anyone is typed in yet.")
        problems.append(Problem("papers_missing", message, {}, "papers"))
    present = slip.resolution.present if slip else so_far.present
    if so_far.papers > present:
        message = _("%(total)s papers were typed in, and %(present)s people in the room may vote.")
        told = {"total": so_far.papers, "present": present}
        problems.append(Problem("count_too_high", message % told, told, "papers"))
    return problems


def ballots(election: Election, rows: Sequence[Candidacy]) -> Ballots:
    """How many papers bear each ranking, by the numbers on the ballot."""
    numbers = {row.key: number for number, row in enumerate(rows, start=1)}
    found: Counter[tuple[int, ...]] = Counter()
    for ranking, papers in election.papers.values_list("ranking", "papers"):
        found[tuple(numbers[key] for key in ranking)] += papers
    return found


def counted(election: Election, at: datetime) -> RankedResult | None:
    """The count of the papers as they lie, None while there is none that ranks anyone."""
    rows = piling.on_ballot(election)
    given = ballots(election, rows)
    if not any(given):
        return None
    return _counted(election, rows, seats_of(election), given, at)


def _counted(
    election: Election,
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    given: Ballots,
    at: datetime,
) -> RankedResult:
    genders = {number: row.gender for number, row in enumerate(rows, start=1)}
    women, men = _kept(seats, Gender.WOMAN), _kept(seats, Gender.MAN)
    quotas = tuple(balancing.further(election, seats, at))
    traits = balancing.traits_of(election, rows, at) if quotas else {}
    own = {number: traits.get(row.pk, {}) for number, row in enumerate(rows, start=1)}
    asked = RankedElection(genders, given, keep(len(seats), women, men), own, quotas)
    order, rule = deciding_by.order(election, at), deciding_by.tie_rule(election, at)
    return displacing.elect(asked, order, rule)


def _kept(seats: Sequence[Seat], gender: str) -> int:
    return sum(1 for seat in seats if seat.reserved_gender == gender)


def result(election: Election, seats: Sequence[Seat], at: datetime) -> Result:
    """What the papers come to, ready to be entered: rounds, seats, displacements."""
    rows = piling.on_ballot(election)
    given = ballots(election, rows)
    reached = _counted(election, rows, seats, given, at)
    seated = placed(rows, seats, reached.counted.elected)
    taken = {seat.pk for seat, _row in seated}
    vacant = [seat for seat in seats if seat.pk not in taken]
    first = reached.counted.rounds[0].votes
    blank = given.get((), 0)
    return Result(
        seated=seated,
        vacant=vacant,
        votes={row.pk: first[number] // UNIT for number, row in enumerate(rows, start=1)},
        displaced=_displaced(rows, reached, seated, vacant),
        count=Count(reached.counted.papers, 0, blank, Method.PAPER),
        rule="election_ranked",
        facts=_facts(election, rows, given, reached) | deciding_by.facts(election, at),
        alternates=_alternates(election, rows, reached, seated, at),
    )


def placed(
    rows: Sequence[Candidacy], seats: Sequence[Seat], numbers: Sequence[int]
) -> list[tuple[Seat, Candidacy]]:
    """Who sits where, elected in this order: reserved seats first."""
    elected = [rows[number - 1] for number in numbers]
    who = {row.key: row for row in elected}
    where = {seat.key: seat for seat in seats}
    waiting = [Candidate(row.key, row.gender, 0) for row in elected]
    specs = [SeatSpec(seat.key, seat.reserved_gender or None) for seat in seats]
    return [(where[spec.id], who[one.id]) for spec, one in seating.placed(waiting, specs)]


def _alternates(
    election: Election,
    rows: Sequence[Candidacy],
    reached: RankedResult,
    seated: Sequence[tuple[Seat, Candidacy]],
    at: datetime,
) -> Mapping[str, Sequence[str]]:
    """Who stands in: whoever was excluded last comes first; nobody without a vote *(ours)*."""
    standing = [
        Candidate(rows[one - 1].person.key, rows[one - 1].gender, chance)
        for one, chance in chances(reached.counted.rounds).items()
    ]
    who = {one.id: one for one in standing}
    places = tuple(
        (SeatSpec(seat.key, seat.reserved_gender or None), who[row.person.key])
        for seat, row in seated
    )
    return standing_in.alternates(election, standing, Seating((), places, (), (), ()), at)


def chances(rounds: Sequence[Round]) -> Mapping[int, int]:
    """By number on the ballot how near each came: the round of the exclusion, 0 without a vote."""
    out = {one: each.number for each in rounds if each.deed is Deed.EXCLUSION for one in each.of}
    return {
        one: out.get(one, len(rounds) + 1) if any(each.votes[one] for each in rounds) else 0
        for one in rounds[0].votes
    }


def _displaced(
    rows: Sequence[Candidacy],
    reached: RankedResult,
    seated: Sequence[tuple[Seat, Candidacy]],
    vacant: Sequence[Seat],
) -> list[Passing]:
    held = {row.pk: seat for seat, row in seated}
    empty = list(vacant)
    return [_passing(rows, one, held, empty) for one in reached.displaced]


def _passing(
    rows: Sequence[Candidacy], one: RankedDisplaced, held: Mapping[int, Seat], empty: list[Seat]
) -> Passing:
    instead = rows[one.seated - 1] if one.seated is not None else None
    if instead is not None:
        seat = held[instead.pk]
    else:
        fitting = [seat for seat in empty if seat.reserved_gender == one.gender] or empty
        seat = fitting[0]
        empty.remove(seat)
    figures = {"round": one.round, "reserved_for": one.gender}
    return Passing(rows[one.would_have - 1], instead, seat, str(one.rule), figures)


def _facts(
    election: Election, rows: Sequence[Candidacy], given: Ballots, reached: RankedResult
) -> dict[str, Any]:
    """The papers and the whole count, by number; which number is whom stands beside them.

    Where components decide, not whom the count guarded: it would tell for whom somebody stands.
    """
    by_lot = any(tie.settled == Settled.LOT for one in _rounds(reached) for tie in one.ties)
    first = reached.counted.rounds[0].votes
    return {
        "election": election.key,
        "method": election.method,
        "on_ballot": [row.person.key for row in rows],
        "papers": [[papers, list(ranking)] for ranking, papers in sorted(given.items())],
        "tally": {
            row.person.key: first[number] // UNIT for number, row in enumerate(rows, start=1)
        },
        "abstain": given.get((), 0),
        "count": counts.as_facts(balancing.withheld(reached), seed=election.lot_seed),
        "lot": election.lot_seed if by_lot else None,
        **balancing.across(reached.counted.quotas),
    }


def _rounds(reached: RankedResult) -> Sequence[Any]:
    return [*reached.counted.rounds, *reached.raw.rounds]
