"""Decisions: counts previewed and entered, slips mended, votes by name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.answering import shown
from communes.api.asking import Ask, chosen_one, found, require, require_seen
from communes.api.filtering import Filter, FoldedFilter
from communes.api.reaching import (
    ballots_of,
    item_of,
    item_run_by,
    nameable,
    plain,
    resolutions_of,
)
from communes.api.resources import acts, reads
from communes.domain import changing, counting, deciding, mending, tallying, voting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.models import AgendaItem, Ballot, Person, Resolution, RollCallVote, Shelf, Verdict
from communes.serializers.deciding import (
    AimSerializer,
    BallotSerializer,
    CastSerializer,
    CountSerializer,
    DecisionSerializer,
    MendSerializer,
    PreviewSerializer,
    ReasonSerializer,
    ResolutionSerializer,
    ResolutionSheetSerializer,
    RollCallVoteSerializer,
    TextSerializer,
)
from communes.serializers.fields import HappenedSerializer
from communes.serializers.meetings import AgendaItemSerializer


class ResolutionFilter(Filter):
    """Decisions of a body or a meeting, by outcome and kind of business."""

    body = filters.UUIDFilter(field_name="body__public_id")
    meeting = filters.UUIDFilter(field_name="item__meeting__public_id")
    verdict = filters.ChoiceFilter(choices=Verdict.choices)
    shelf = filters.ChoiceFilter(
        choices=Shelf.choices, method="on_shelf", help_text="What became of it, as in a register."
    )
    kind = filters.CharFilter(field_name="item__kind", max_length=40)
    search = FoldedFilter(field_name="folded", max_length=160)

    class Meta:
        model = Resolution
        fields: list[str] = []

    def on_shelf(self, rows: Any, name: str, value: str) -> Any:
        """The resolutions that a register keeps under this heading."""
        return rows.on_shelf(value)


@reads(ResolutionSerializer, lists=True, filters=ResolutionFilter)
def resolutions(ask: Ask) -> QuerySet[Resolution]:
    """What was decided, the latest first; entries struck out as slips say so."""
    return plain(ask)


@reads(ResolutionSerializer, lists=True)
def item_decisions(ask: Ask, item: UUID) -> QuerySet[Resolution]:
    """What was decided on one item, with what mended it, in order."""
    row = item_of(ask, item)
    runs = permissions.may_run(ask.me, row.meeting, ask.at)
    rows = resolutions_of(ask) if runs else plain(ask)
    return rows.filter(item=row).order_by("number", "revision")


@reads(ResolutionSheetSerializer)
def resolution(ask: Ask, resolution: UUID) -> Resolution:
    """One decision."""
    return found(plain(ask), resolution)


@acts(AgendaItemSerializer, takes=AimSerializer)
def aim(ask: Ask, item: UUID) -> AgendaItem:
    """Say which earlier resolution of the body the item changes, if it is adopted."""
    row = item_run_by(ask, item)
    rows = changing.changeable(row.meeting.body)
    target = chosen_one(rows, ask.told["resolution"]["public_id"], "resolution")
    changing.aim(row, target=target, effect=ask.told["effect"], by=ask.by, at=ask.at)
    return item_of(ask, item)


@acts(AgendaItemSerializer)
def drop_aim(ask: Ask, item: UUID) -> AgendaItem:
    """Let the item leave every earlier resolution as it is."""
    changing.drop_aim(item_run_by(ask, item), by=ask.by, at=ask.at)
    return item_of(ask, item)


@reads(PreviewSerializer, takes=CountSerializer)
def preview_decision(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """What a count would decide now, and every reason against entering it. Enters nothing."""
    row = item_run_by(ask, item)
    at = ask.then(row.meeting)
    told = deciding.counted(row, count_of(ask), at)
    voters = counting.electorate(row, at)
    problems = deciding.decide_problems(row, told, at)
    return {
        "verdict": counting.verdict(row, told, voters, at),
        "voters": voters,
        "problems": [shown(problem) for problem in problems],
    }


@acts(ResolutionSheetSerializer, takes=DecisionSerializer, status=201)
def decide(ask: Ask, item: UUID) -> Resolution:
    """Enter a decision by hands, papers or consensus; the charter's rule gives the verdict.

    Elections, instructions and other business that needs more than a count have addresses of
    their own, and a vote by name is a ballot.
    """
    row = item_run_by(ask, item)
    count, at = count_of(ask), ask.then(row.meeting)
    return deciding.decide(row, count=count, text=ask.told["text"], by=ask.by, at=at)


@acts(ResolutionSheetSerializer, takes=MendSerializer)
def mend(ask: Ask, resolution: UUID) -> Resolution:
    """Mend a slip before the minutes are signed: the entry is struck out and entered anew."""
    row = _run(ask, resolution)
    text, reason = ask.told["text"], ask.told["reason"]
    count = deciding.counted(row.item, count_of(ask), ask.at, Slip(row, reason))
    return mending.mend(row, count=count, text=text, reason=reason, by=ask.by, at=ask.at)


@acts(ResolutionSheetSerializer, takes=ReasonSerializer)
def strike(ask: Ask, resolution: UUID) -> Resolution:
    """Strike out a decision entered by a slip, with all that it brought about."""
    row = _run(ask, resolution)
    mending.strike(row, reason=ask.told["reason"], by=ask.by, at=ask.at)
    return found(resolutions_of(ask), resolution)


@acts(BallotSerializer, takes=HappenedSerializer, status=201)
def open_ballot(ask: Ask, item: UUID) -> Ballot:
    """Open a vote by name; from now on the instructions on its motion stand."""
    row = item_run_by(ask, item)
    return voting.open_vote(row, by=ask.by, at=ask.then(row.meeting))


@reads(BallotSerializer)
def ballot(ask: Ask, ballot: UUID) -> Ballot:
    """One vote by name, and how many have voted."""
    return found(ballots_of(ask), ballot)


@reads(RollCallVoteSerializer, lists=True)
def votes(ask: Ask, ballot: UUID) -> QuerySet[RollCallVote]:
    """Who voted how, for members of the body and those who run the meeting."""
    row = found(ballots_of(ask).filter(item__confidential=False), ballot)
    require_seen(permissions.may_see_people(ask.me, row.item.meeting, ask.at))
    return row.votes.select_related("person", "stands_for").order_by("pk")


@acts(RollCallVoteSerializer, takes=CastSerializer, status=201)
def cast(ask: Ask, ballot: UUID) -> RollCallVote:
    """Record one person's vote as it was called out."""
    row = _ballot_run_by(ask, ballot)
    person, choice = _voter(ask, row), ask.told["choice"]
    at = ask.then(row.item.meeting)
    return voting.cast(row, person=person, choice=choice, by=ask.by, at=at)


@acts(RollCallVoteSerializer, takes=CastSerializer)
def retake(ask: Ask, ballot: UUID) -> RollCallVote:
    """Mend a vote that was recorded wrongly, while the roll call is open."""
    row = _ballot_run_by(ask, ballot)
    person = chosen_one(
        Person.objects.filter(pk__in=row.votes.values("person")), ask.told["person"], "person"
    )
    assert person is not None
    choice, at = ask.told["choice"], ask.then(row.item.meeting)
    voting.retake(row, person=person, choice=choice, by=ask.by, at=at)
    return row.votes.select_related("person", "stands_for").get(person=person)


@acts(ResolutionSheetSerializer, takes=TextSerializer)
def close_ballot(ask: Ask, ballot: UUID) -> Resolution:
    """Close a vote by name and enter what it decides, each sending body's votes apart."""
    row = _ballot_run_by(ask, ballot)
    text, at = ask.told["text"], ask.then(row.item.meeting)
    return tallying.decide_by_roll_call(row, text=text, by=ask.by, at=at)


@acts(BallotSerializer, takes=HappenedSerializer)
def drop_ballot(ask: Ask, ballot: UUID) -> Ballot:
    """End a vote by name without a decision: it was a slip, or the meeting changed its mind."""
    row = _ballot_run_by(ask, ballot)
    voting.close_vote(row, by=ask.by, at=ask.then(row.item.meeting))
    return row


def count_of(ask: Ask) -> Count:
    """The count that was sent."""
    told = ask.told
    counts = (told["votes_for"], told["votes_against"], told["abstentions"])
    women = tuple(told["women"]) if told.get("women") else None
    return Count(*counts, method=told["method"], women=women)


def slip_of(ask: Ask, item: AgendaItem) -> Slip | None:
    """The decision that is to be mended, if a reason was sent and there is one."""
    old = deciding.standing(item) if ask.told["reason"].strip() else None
    return Slip(old, ask.told["reason"]) if old is not None else None


def entry_of(ask: Ask, item: AgendaItem) -> dict[str, Any]:
    """Count, text, slip, actor and instant, as deeds of upper floors take them for an entry."""
    slip, at = slip_of(ask, item), ask.then(item.meeting)
    return {
        "count": deciding.counted(item, count_of(ask), at, slip),
        "text": ask.told["text"],
        "slip": slip,
        "by": ask.by,
        "at": at,
    }


def _run(ask: Ask, resolution: UUID) -> Resolution:
    row = found(resolutions_of(ask), resolution)
    require(permissions.may_run(ask.me, row.item.meeting, ask.at))
    return row


def _ballot_run_by(ask: Ask, ballot: UUID) -> Ballot:
    row = found(ballots_of(ask), ballot)
    require(permissions.may_run(ask.me, row.item.meeting, ask.at))
    return row


def _voter(ask: Ask, ballot: Ballot) -> Person:
    person = chosen_one(nameable(ask, ballot.item.meeting), ask.told["person"], "person")
    assert person is not None
    return person
