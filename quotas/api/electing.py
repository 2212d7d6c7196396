"""Elections: the seats of an item, who stands, the count and what it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from communes.api.answering import shown
from communes.api.asking import Ask, chosen, chosen_one, found, require, require_fresh, require_seen
from communes.api.deciding import slip_of
from communes.api.reaching import body_of, entered, item_of, readable
from communes.api.resources import acts, reads
from communes.domain.recognising import Match
from communes.models import AgendaItem, Person, Resolution, Stage
from communes.permissions import may_run
from communes.serializers.deciding import ResolutionSheetSerializer
from communes.serializers.people import MatchSerializer
from communes.serializers.references import SearchSerializer
from mandates.models import Seat
from mandates.serializers import SeatSerializer
from quotas.domain import (
    announcing,
    declaring,
    electing,
    holding,
    nominating,
    primaries,
    releasing,
    standing_in,
    telling,
    womens_seats,
)
from quotas.domain.totalling import Tally
from quotas.models import Candidacy, Election, ElectionMethod
from quotas.serializers.electing import (
    CandidacySerializer,
    ComponentSerializer,
    ElectionSerializer,
    ForeseenSerializer,
    PlanElectionSerializer,
    ReleaseSeatsSerializer,
    StandSerializer,
    TallySerializer,
)

TENURE = ("kind", "limits", "runners_up", "closes_days")


@reads(SeatSerializer, lists=True)
def electable(ask: Ask, body: UUID) -> Sequence[Seat]:
    """The seats that a meeting of a body may fill: its own, its committees', those it sends to."""
    return nominating.electable(body_of(ask, body), ask.at)


@reads(ElectionSerializer)
def election(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """The election of an item, once its seats are chosen."""
    return _told(_election(item_of(ask, item)), ask.at)


@acts(ElectionSerializer, takes=PlanElectionSerializer)
def plan_election(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Choose the seats that an item is to fill and how; candidates already named stay."""
    row = entered(ask, item, "election")
    seats = chosen(Seat.objects.in_force(ask.at), ask.told["seats"], "seats")
    told = {name: ask.told[name] for name in TENURE if name in ask.told}
    tenure = replace(standing_in.usual(row.meeting.body, ask.at), **told)
    method = ask.told["method"]
    planned = nominating.plan(row, seats, method=method, tenure=tenure, by=ask.by, at=ask.at)
    return _told(planned, ask.at)


@reads(MatchSerializer, lists=True, takes=SearchSerializer)
def search_candidates(ask: Ask, item: UUID) -> Sequence[Match]:
    """Members among whom a candidate is looked for, by a few letters."""
    row = _election(entered(ask, item, "election"))
    return nominating.found(row, ask.told["letters"], ask.at)


@acts(CandidacySerializer, takes=StandSerializer, status=201)
def stand(ask: Ask, item: UUID) -> Candidacy:
    """Put up a candidate: before the meeting one who is asked to accept, in it one who does."""
    row = _election(entered(ask, item, "election"))
    person = chosen_one(Person.objects.living(), ask.told["person"], "person")
    assert person is not None
    ahead = row.item.meeting.stage == Stage.CONVENED
    put_up = announcing.announce if ahead else nominating.stand
    return put_up(row, person, by=ask.by, at=ask.at)


@acts(ElectionSerializer)
def withdraw(ask: Ask, candidacy: UUID) -> Mapping[str, Any]:
    """Take a candidate off the list before the count; answers what is left."""
    rows = Candidacy.objects.filter(election__item__meeting__in=readable(ask))
    row = found(rows.select_related("election__item__meeting__body"), candidacy)
    require(may_run(ask.me, row.election.item.meeting, ask.at))
    nominating.withdraw(row, by=ask.by, at=ask.at)
    return _told(row.election, ask.at)


@acts(CandidacySerializer, takes=ComponentSerializer)
def declare_component(ask: Ask, candidacy: UUID) -> Candidacy:
    """Keep for which component somebody stands, beside the candidacy alone; never answered."""
    rows = Candidacy.objects.filter(election__item__meeting__in=readable(ask))
    row = found(rows.select_related("election__item__meeting__body", "election__body"), candidacy)
    require(may_run(ask.me, row.election.item.meeting, ask.at))
    declaring.declare(row, **ask.told, by=ask.by, at=ask.at)
    return row


@reads(ForeseenSerializer, takes=TallySerializer)
def preview_election(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """How a tally would come out, and every reason against entering it. Enters nothing."""
    row = entered(ask, item, "election")
    contest = _election(row)
    tally = _tally(ask, contest)
    problems = electing.elect_problems(row, tally, ask.then(row.meeting), slip=slip_of(ask, row))
    return {
        "story": telling.foreseen(contest, tally, ask.at),
        "problems": [shown(problem) for problem in problems],
    }


@acts(ResolutionSheetSerializer, takes=TallySerializer, status=201)
def elect(ask: Ask, item: UUID) -> Resolution:
    """Enter the votes of all candidates: the highest eligible are seated, mandates granted.

    Needs a fresh proof.
    """
    row = entered(ask, item, "election")
    require_fresh(ask)
    tally = _tally(ask, _election(row))
    slip = slip_of(ask, row)
    at = ask.then(row.meeting)
    return electing.elect(row, tally=tally, by=ask.by, at=at, slip=slip)


@acts(ElectionSerializer, takes=ReleaseSeatsSerializer)
def release_seats(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Enter whether the women present open seats kept for women that nobody fills.

    After the count each goes to who comes next, and the mandate is granted. Needs a fresh proof.
    """
    row = entered(ask, item, "election")
    contest = _election(row)
    require_fresh(ask)
    seats = chosen(Seat.objects.filter(pk__in=_seats(contest)), ask.told["seats"], "seats")
    told = {"votes_for": ask.told["votes_for"], "against": ask.told["against"]}
    releasing.release(row, seats=seats, **told, by=ask.by, at=ask.then(row.meeting))
    return _told(contest, ask.at)


def _seats(row: Election) -> Sequence[int]:
    return [seat.pk for seat in nominating.seats_of(row)]


@acts(ElectionSerializer, takes=TallySerializer, status=201)
def hold_primary(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Enter the women's vote on whom they put before everyone, where the charter asks for it.

    Needs a fresh proof.
    """
    row = _election(entered(ask, item, "election"))
    require_fresh(ask)
    tally = _votes(ask, row)
    holding.hold(row, tally=tally, by=ask.by, at=ask.then(row.item.meeting))
    return _told(row, ask.at)


@acts(ElectionSerializer)
def take_primary_back(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Take the women's vote back that was entered by a slip: all stand again."""
    row = _election(entered(ask, item, "election"))
    held = primaries.of(row)
    require_seen(held is not None)
    assert held is not None
    return _told(holding.take_back(held, by=ask.by, at=ask.at), ask.at)


def _election(item: AgendaItem) -> Election:
    row = nominating.of_item(item)
    require_seen(row is not None)
    assert row is not None
    return row


def _told(row: Election, at: datetime) -> Mapping[str, Any]:
    return {
        "election": row,
        "voting": womens_seats.voting(row, at),
        "seats": nominating.seats_of(row),
        "candidates": nominating.candidates(row),
        "story": telling.story_of(row),
    }


def _tally(ask: Ask, row: Election) -> Tally | None:
    """The votes sent; none of ranked papers. Raises `ValidationError`."""
    return None if row.method == ElectionMethod.RANKED else _votes(ask, row)


def _votes(ask: Ask, row: Election) -> Tally:
    """The votes sent, each candidate once. Raises `ValidationError`."""
    told = ask.told
    ids = [one["candidacy"] for one in told["votes"]]
    if len(set(ids)) != len(ids):
        twice = ErrorDetail(_("A candidate stands here twice."), "twice")
        raise ValidationError({"votes": [twice]})
    rows = chosen(row.candidacies.standing(), ids, "votes")
    votes = {one.pk: each["votes"] for one, each in zip(rows, told["votes"], strict=True)}
    return Tally(votes, told["abstentions"], told["method"])
