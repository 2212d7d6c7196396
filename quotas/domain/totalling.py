"""Elections counted by totals: votes, or approvals, of each candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.domain import counting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.models import Method
from communes.problems import Problem
from mandates.models import Seat
from quotas.arithmetic import seating
from quotas.arithmetic.seating import Candidate, Displacement, Seating, SeatSpec
from quotas.arithmetic.tie_rules import TieRule
from quotas.domain import balancing, deciding_by, primaries, standing_in
from quotas.domain.nominating import seats_of, seats_then
from quotas.domain.reaching import Passing, Result
from quotas.models import Candidacy, Election, ElectionMethod

WAYS = (Method.HANDS, Method.QUEUE, Method.PAPER)
"""How totals are counted; in queues everyone stands behind one candidate alone."""


@dataclass(frozen=True)
class Tally:
    """Votes or approvals by candidacy id, and who abstained."""

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
    """Why these figures cannot be: a candidate without votes entered, more votes than people.

    A slip is mended in the room in which the vote was taken.
    """
    votes = sum(tally.votes.values())
    problems = primaries.final_problems(election, votes, at, slip)
    return problems + figures_problems(election, tally, present_for(election, at, slip))


def figures_problems(election: Election, tally: Tally, present: int) -> list[Problem]:
    """The same of a vote for which so many are in the room; a primary may leave nobody."""
    rows = set(election.candidacies.standing().values_list("pk", flat=True))
    problems = []
    if set(tally.votes) != rows or not (rows or primaries.of(election)):
        message = _("Enter the votes of every candidate.")
        problems.append(Problem("tally_incomplete", message, {}, "votes"))
    if any(count < 0 for count in tally.votes.values()) or tally.abstain < 0:
        problems.append(Problem("count_negative", _("A count is never below zero."), {}, "votes"))
    figures = {"total": tally.total, "present": present}
    if tally.method == Method.QUEUE:
        return problems + _queue_problems(election, figures)
    if _too_many(election, tally, present):
        message = _("%(total)s votes were entered, and %(present)s people in the room may vote.")
        problems.append(Problem("count_too_high", message % figures, figures, "votes"))
    return problems


def _queue_problems(election: Election, figures: Mapping[str, int]) -> list[Problem]:
    """Everyone stands in one queue, however many seats there are: so no approvals by queue."""
    problems = []
    if election.method == ElectionMethod.APPROVALS:
        message = _("In a queue one stands behind one candidate alone: approvals need hands.")
        problems.append(Problem("queue_of_approvals", message, {}, "method"))
    if figures["total"] > figures["present"]:
        message = _(
            "%(total)s people were counted in the queues and apart, and %(present)s people in "
            "the room may vote; everyone stands in one queue."
        )
        problems.append(Problem("count_too_high", message % figures, figures, "votes"))
    return problems


def present_for(election: Election, at: datetime, slip: Slip | None = None) -> int:
    """How many in the room may vote: now, or when the entry to be mended was made."""
    return slip.resolution.present if slip else counting.electorate(election.item, at).present


def _too_many(election: Election, tally: Tally, present: int) -> bool:
    """Totals: as many votes for each as there are seats; approvals: one for each candidate."""
    most = max(tally.votes.values(), default=0)
    if election.method == ElectionMethod.APPROVALS:
        return most + tally.abstain > present
    return most > present or tally.total > present * len(seats_of(election))


def outcome(election: Election, tally: Tally, at: datetime) -> Seating:
    """The seating that a tally gives, with every displacement; changes nothing."""
    rows = list(election.candidacies.standing().select_related("person"))
    return _outcome(election, rows, seats_of(election), tally, at)


def retold(election: Election, told: Mapping[str, Any]) -> Seating:
    """The seating of a result that stands: from its votes, or as the book has it."""
    if "balanced" in told:
        return balancing.kept(told, told["tally"])
    rows = list(election.candidacies.standing().select_related("person"))
    votes = {row.pk: int(told["tally"].get(row.person.key, 0)) for row in rows}
    rule = deciding_by.told(told)
    return _by_seats(election, rows, seats_then(election, told), Tally(votes), rule)


def _outcome(
    election: Election,
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    tally: Tally,
    at: datetime,
) -> Seating:
    quotas = balancing.further(election, seats, at)
    if quotas:
        return balancing.seat(election, rows, seats, tally.votes, quotas, at)
    return _by_seats(election, rows, seats, tally, deciding_by.tie_rule(election, at))


def _by_seats(
    election: Election,
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    tally: Tally,
    rule: TieRule,
) -> Seating:
    specs = [SeatSpec(seat.key, seat.reserved_gender or None) for seat in seats]
    order = seating.by_lot(election.lot_seed, rule)
    return seating.seat(_standing(rows, tally), specs, order, rule)


def _standing(rows: Sequence[Candidacy], tally: Tally) -> list[Candidate]:
    return [Candidate(row.person.key, row.gender, tally.votes.get(row.pk, 0)) for row in rows]


def result(
    election: Election,
    rows: Sequence[Candidacy],
    seats: Sequence[Seat],
    tally: Tally,
    at: datetime,
) -> Result:
    """What the tally comes to, ready to be entered."""
    # Long: one line for each thing that is entered.
    reached = _outcome(election, rows, seats, tally, at)
    who = {row.person.key: row for row in rows}
    where = {seat.key: seat for seat in seats}
    passings = [
        Passing(
            who[one.would_have.id],
            who[one.is_seated.id] if one.is_seated else None,
            where[one.seat.id],
            str(one.reason),
        )
        for one in reached.displaced
    ]
    return Result(
        seated=[(where[spec.id], who[one.id]) for spec, one in reached.seated],
        vacant=[where[spec.id] for spec in reached.vacant],
        votes={row.pk: tally.votes[row.pk] for row in rows},
        displaced=passings,
        count=_count(election, reached, tally),
        rule=f"election_{election.method}",
        facts=_facts(election, rows, reached, tally) | deciding_by.facts(election, at),
        alternates=standing_in.alternates(election, _standing(rows, tally), reached, at),
        anew=any(tie.open for tie in reached.ties),
    )


def _count(election: Election, reached: Seating, tally: Tally) -> Count:
    """The figures that a resolution keeps: for whom was seated, for others, abstentions."""
    alone = len(reached.seated) + len(reached.vacant) == 1
    if not alone or election.method == ElectionMethod.APPROVALS:
        top = max((candidate.votes for _seat, candidate in reached.seated), default=0)
        return Count(top, 0, 0, tally.method)
    won = sum(candidate.votes for _seat, candidate in reached.seated)
    return Count(won, sum(tally.votes.values()) - won, tally.abstain, tally.method)


def _facts(
    election: Election, rows: Sequence[Candidacy], reached: Seating, tally: Tally
) -> dict[str, Any]:
    votes = {row.person.key: tally.votes[row.pk] for row in rows}
    by_lot = any(tie.by_lot for tie in reached.ties) or _close(reached)
    balanced = {"balanced": balancing.facts(reached)} if _by_quotas(reached) else {}
    anew = [
        {"votes": tie.votes, "people": list(tie.order), "places": tie.open}
        for tie in reached.ties
        if tie.open
    ]
    return {
        **balanced,
        **({"anew": anew} if anew else {}),
        "election": election.key,
        "method": election.method,
        "tally": dict(sorted(votes.items())),
        "abstain": tally.abstain,
        "lot": election.lot_seed if by_lot else None,
    }


def _by_quotas(reached: Seating) -> bool:
    by_rule = any(one.reason == Displacement.QUOTAS for one in reached.displaced)
    return by_rule or bool(reached.shortfalls)


def _close(reached: Seating) -> bool:
    """Under several quotas: whether someone passed over has as many votes as the one seated."""
    return any(
        one.reason == Displacement.QUOTAS
        and one.is_seated is not None
        and one.is_seated.votes == one.would_have.votes
        for one in reached.displaced
    )
