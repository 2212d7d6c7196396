"""The agenda: items put on it, moved, taken off, declared urgent; and the record under them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from communes import permissions
from communes.api.asking import Ask, chosen_one, require_seen
from communes.api.reaching import body_of, entered, item_of, item_run_by, meeting_of, run_by
from communes.api.resources import acts, reads
from communes.arithmetic.majorities import Verdict
from communes.domain import confiding, moving, ordering, planning, recording, urgency
from communes.domain.confiding import Words
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, Meeting, MotionVersion, OpenPoint, Proposal
from communes.serializers.confidential import ConfidentialWordsSerializer
from communes.serializers.deciding import HandsSerializer, VerdictSerializer
from communes.serializers.fields import HappenedSerializer
from communes.serializers.meetings import (
    AddItemsSerializer,
    AgendaItemSerializer,
    AgendaSerializer,
    MoveItemSerializer,
    OpenPointSerializer,
    PlanMinutesSerializer,
    PlanMotionSerializer,
    PutUnderSerializer,
    RecordSerializer,
)


@reads(AgendaItemSerializer, lists=True)
def items(ask: Ask, meeting: UUID) -> QuerySet[AgendaItem]:
    """The agenda of a meeting, in order, with the record under each item."""
    return _agenda(meeting_of(ask, meeting))


@reads(AgendaItemSerializer)
def item(ask: Ask, item: UUID) -> AgendaItem:
    """One item, and the record under it."""
    return item_of(ask, item)


@reads(ConfidentialWordsSerializer, lists=True)
def confidential(ask: Ask, item: UUID) -> Sequence[Words]:
    """The words of a confidential item, for who holds a seat of its committee now (404 else)."""
    row = item_of(ask, item)
    found = confiding.read([row], ask.me, ask.at)
    require_seen(row.pk in found)
    return found[row.pk]


@acts(AgendaSerializer, takes=AddItemsSerializer, status=201)
def add_items(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Put items at the end of an agenda; after the notice they may only be discussed."""
    row = run_by(ask, meeting)
    planned = items_planned(ask, row.body)
    return {"items": planning.put_on_agenda(row, planned, by=ask.by, at=ask.at)}


@acts(AgendaItemSerializer, takes=MoveItemSerializer)
def move_item(ask: Ask, item: UUID) -> AgendaItem:
    """Move an item to another place of the agenda."""
    row = item_run_by(ask, item)
    ordering.move_item(row, to=ask.told["to"], by=ask.by, at=ask.at)
    return item_of(ask, item)


@acts(AgendaItemSerializer, takes=PutUnderSerializer)
def put_under(ask: Ask, item: UUID) -> AgendaItem:
    """Put an item under the one before it, or make it one of its own again."""
    row = item_run_by(ask, item)
    ordering.put_under(row, ask.told["sub"], by=ask.by, at=ask.at)
    return item_of(ask, item)


@acts(AgendaItemSerializer, takes=PlanMinutesSerializer)
def plan_minutes(ask: Ask, item: UUID) -> AgendaItem:
    """Say how many minutes an item is planned to take; null for none."""
    row = item_run_by(ask, item)
    minutes = {row.key: ask.told["planned_minutes"]}
    ordering.plan_minutes(row.meeting, minutes, by=ask.by, at=ask.at)
    return item_of(ask, item)


@acts(AgendaSerializer)
def remove_item(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Take an item off the agenda; what it took up waits again. Answers what is left."""
    row = item_run_by(ask, item)
    planning.remove_item(row, by=ask.by, at=ask.at)
    return {"items": _agenda(row.meeting)}


@acts(AgendaItemSerializer, takes=RecordSerializer)
def write_record(ask: Ask, item: UUID) -> AgendaItem:
    """Write the record of an item, upon the version that was read.

    If someone else saved another text meanwhile, it is refused (409) with theirs and its
    version among the figures; nothing is overwritten.
    """
    row = item_run_by(ask, item)
    told = ask.told
    recording.write(row, text=told["text"], version=told["version"], by=ask.by, at=ask.at)
    return item_of(ask, item)


@acts(AgendaItemSerializer, takes=HappenedSerializer)
def finish_item(ask: Ask, item: UUID) -> AgendaItem:
    """Say that the meeting is done with an item, decided or not."""
    row = item_run_by(ask, item)
    recording.finish(row, by=ask.by, at=ask.then(row.meeting))
    return row


@acts(AgendaItemSerializer)
def reopen_item(ask: Ask, item: UUID) -> AgendaItem:
    """Take an item up again; what was decided on it stands."""
    row = item_run_by(ask, item)
    recording.reopen(row, by=ask.by, at=ask.at)
    return row


@acts(AgendaItemSerializer, takes=PlanMotionSerializer)
def plan_motion(ask: Ask, item: UUID) -> AgendaItem:
    """Choose the wording on which an item is to decide, of a motion before its own body."""
    row = entered(ask, item, "motion")
    known = MotionVersion.objects.filter(motion__raised_in=row.meeting.body)
    version = chosen_one(known.select_related("motion"), ask.told["motion_version"], "version")
    moving.plan(row, version, by=ask.by, at=ask.at)
    return row


@acts(VerdictSerializer, takes=HandsSerializer)
def declare_urgent(ask: Ask, item: UUID) -> Verdict:
    """Enter the vote on the urgency of an item that was not announced."""
    row = item_run_by(ask, item)
    told = ask.told
    count = Count(told["votes_for"], told["votes_against"], told["abstentions"])
    at = ask.then(row.meeting)
    return urgency.declare_urgent(row, count=count, by=ask.by, at=at)


@reads(OpenPointSerializer, lists=True)
def open_points(ask: Ask, body: UUID) -> QuerySet[OpenPoint]:
    """Business that waits for the body's next agenda, oldest first."""
    rows = OpenPoint.objects.filter(body=body_of(ask, body), item__isnull=True)
    return rows.order_by("opened_at", "pk")


def items_planned(ask: Ask, body: Body) -> list[PlannedItem]:
    """The items that were sent, their motions and points found. Raises `ValidationError`."""
    return [_planned(ask, body, told) for told in ask.told["items"]]


def _planned(ask: Ask, body: Body, told: Mapping[str, Any]) -> PlannedItem:
    waiting = OpenPoint.objects.filter(body=body, item__isnull=True)
    proposal = chosen_one(Proposal.objects.waiting().filter(body=body), told["proposal"], "items")
    point = chosen_one(waiting, told["point"], "items")
    source = point or proposal
    motions = MotionVersion.objects.filter(
        motion__raised_in__in=permissions.readable_bodies(ask.me, ask.at)
    )
    return PlannedItem(
        title=told["title"] or (source.title if source else ""),
        kind=source.kind if source else told["kind"],
        planned_minutes=told["planned_minutes"],
        concerns_women=told["concerns_women"],
        motion_version=chosen_one(motions, told["motion_version"], "items"),
        point=point,
        sub=told["sub"],
        proposal=proposal,
        confidential=told["confidential"],
    )


def _agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    rows = meeting.items.select_related("meeting", "motion_version", "parent", "aim__resolution")
    return rows.order_by("position", "pk")
