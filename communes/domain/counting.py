"""Counts: who could vote, who did, and what the charter's arithmetic makes of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.arithmetic.majorities import Majority, decide
from communes.arithmetic.majorities import Verdict as Arithmetic
from communes.domain import chartering, rolls
from communes.models import AgendaItem, Attendance, Ballot, Gender, Method
from communes.problems import Problem


@dataclass(frozen=True)
class Count:
    """Hands, papers or called votes: for, against, abstaining."""

    votes_for: int
    against: int = 0
    abstain: int = 0
    method: str = Method.HANDS
    women: tuple[int, int, int] | None = None
    """Of these the women's: for, against, abstaining; where their count is taken apart."""

    @property
    def total(self) -> int:
        """All votes together."""
        return self.votes_for + self.against + self.abstain


@dataclass(frozen=True)
class Electorate:
    """Who could have voted, who of them was in the room, and how many of these were women."""

    size: int
    present: int
    women: int


def electorate(item: AgendaItem, at: datetime, ballot: Ballot | None = None) -> Electorate:
    """The electorate of an item at the instant, and its part that is in the room.

    Whoever answered a roll call and left before it was closed still belongs to its room.
    """
    return of_voters(item, kinds.voters(item, at), at, ballot)


def of_voters(
    item: AgendaItem, voters: kinds.Voters, at: datetime, ballot: Ballot | None = None
) -> Electorate:
    """The same for a vote of others than decide the item, such as a primary of the women."""
    people = rolls.electors(item.meeting, voters, at)
    rows = Attendance.objects.filter(meeting=item.meeting, person__in=people.values("pk"))
    genders = dict(rows.in_room(at).members().values_list("person", "gender"))
    if ballot is not None:
        answered = rows.filter(person__in=ballot.votes.values("person"), struck_at__isnull=True)
        genders |= dict(answered.values_list("person", "gender"))
    women = sum(1 for gender in genders.values() if gender == Gender.WOMAN)
    return Electorate(people.count(), len(genders), women)


def by_consensus(item: AgendaItem, at: datetime, *, abstain: int = 0) -> Count:
    """The count when nobody objects: all in the room who may vote, but for who stands aside."""
    present = electorate(item, at).present
    return Count(max(present - abstain, 0), 0, abstain, Method.CONSENSUS)


def rule_of(item: AgendaItem, at: datetime) -> str:
    """The majority that the item needs: its kind's own, or the charter's."""
    charter = chartering.communes_parameters(at, item.meeting.body)
    return kinds.kind(item.kind).majority or charter.majority


def count_problems(count: Count, voters: Electorate) -> list[Problem]:
    """Why a count cannot be: never more hands than people in the room who may vote."""
    problems = []
    if min(count.votes_for, count.against, count.abstain) < 0:
        problems.append(Problem("count_negative", _("A count is never below zero."), {}, "count"))
    if count.total > voters.present:
        message = _("%(total)s hands were counted, and %(present)s people in the room may vote.")
        figures = {"total": count.total, "present": voters.present}
        problems.append(Problem("count_too_high", message % figures, figures, "count"))
    return problems


def verdict(item: AgendaItem, count: Count, voters: Electorate, at: datetime) -> Arithmetic:
    """The charter's arithmetic for a count on the item."""
    rule = "consensus" if count.method == Method.CONSENSUS else rule_of(item, at)
    return decide(
        Majority(rule),
        votes_for=count.votes_for,
        against=count.against,
        abstain=count.abstain,
        electorate=voters.size,
    )
