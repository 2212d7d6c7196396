"""Recalls on agendas: whose mandate, the reply, the vote."""

from uuid import UUID

from django.db.models import QuerySet

from communes.api.asking import Ask, chosen_one, found, require_seen
from communes.api.deciding import entry_of
from communes.api.reaching import entered, item_of
from communes.api.resources import acts, reads
from communes.models import Resolution
from communes.serializers.deciding import EnteredSerializer, ResolutionSheetSerializer
from mandates.domain import binding, hearing, recalling
from mandates.domain.recalling import Reply
from mandates.models import Mandate, RecallItem
from mandates.serializers.petitions import (
    HeardSerializer,
    PlanRecallSerializer,
    RecallSerializer,
)


@reads(RecallSerializer)
def recall_item(ask: Ask, item: UUID) -> RecallItem:
    """Whose mandate an item is about to end, and the reply that was heard."""
    return _planned(ask, item)


@acts(RecallSerializer, takes=PlanRecallSerializer)
def plan_recall(ask: Ask, item: UUID) -> RecallItem:
    """Let an item be about the recall of a mandate that its body gave, or hear one of its
    delegates; the person is told."""
    row = entered(ask, item, *recalling.KINDS)
    rows = binding.with_seats(Mandate.objects.all())
    mandate = chosen_one(rows, ask.told["mandate"], "mandate")
    assert mandate is not None
    if row.kind == hearing.KIND:
        hearing.plan(row, mandate, by=ask.by, at=ask.at)
    else:
        recalling.plan(row, mandate, by=ask.by, at=ask.at)
    return _planned(ask, item)


@acts(RecallSerializer, takes=HeardSerializer)
def record_reply(ask: Ask, item: UUID) -> RecallItem:
    """Record how the person concerned used the right of reply, before the vote."""
    row = entered(ask, item, *recalling.KINDS)
    told = Reply(ask.told["heard"], ask.told["reply"])
    recalling.record_reply(row, told, by=ask.by, at=ask.at)
    return _planned(ask, item)


@acts(ResolutionSheetSerializer, takes=EnteredSerializer, status=201)
def recall(ask: Ask, item: UUID) -> Resolution:
    """Enter the vote on a recall; adopted, the mandate ends this instant."""
    row = entered(ask, item, *recalling.KINDS)
    return recalling.recall(row, **entry_of(ask, row))


def _shown() -> "QuerySet[Mandate]":
    rows = binding.with_seats(Mandate.objects.all())
    return rows.select_related("seat__follows", "rests_on")


def _planned(ask: Ask, item: UUID) -> RecallItem:
    row = recalling.planned_for(item_of(ask, item))
    require_seen(row is not None)
    assert row is not None
    row.mandate = found(_shown(), row.mandate.public_id)
    return row
