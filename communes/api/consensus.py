"""Consensus first: blocks with their reasons, one adjournment, then the vote."""

from uuid import UUID

from django.db.models import QuerySet

from communes import permissions
from communes.api.asking import Ask, require_seen
from communes.api.reaching import item_of, item_run_by
from communes.api.resources import acts, reads
from communes.domain import consensus
from communes.models import Adjournment, AgendaItem, ConsensusCheck
from communes.serializers.consensus import (
    AdjournmentSerializer,
    AdjournSerializer,
    ConsensusCheckSerializer,
    RecordBlockSerializer,
)
from communes.serializers.fields import HappenedSerializer
from communes.serializers.meetings import AgendaItemSerializer


@reads(ConsensusCheckSerializer, lists=True)
def blocks(ask: Ask, item: UUID) -> QuerySet[ConsensusCheck]:
    """How often consensus on an item was blocked, by how many, and why."""
    row = item_of(ask, item)
    runs = permissions.may_run(ask.me, row.meeting, ask.at)
    require_seen(runs or not row.confidential)
    return row.checks.select_related("item").order_by("at", "pk")


@acts(ConsensusCheckSerializer, takes=RecordBlockSerializer, status=201)
def record_block(ask: Ask, item: UUID) -> ConsensusCheck:
    """Record that consensus was sought and blocked; a vote then waits for one adjournment."""
    row = item_run_by(ask, item)
    return consensus.record_block(row, **ask.told, by=ask.by, at=ask.then(row.meeting))


@acts(AdjournmentSerializer, takes=AdjournSerializer, status=201)
def adjourn(ask: Ask, item: UUID) -> Adjournment:
    """Put an item off: for a pause, or to the next meeting, on whose agenda it then waits."""
    row = item_run_by(ask, item)
    at = ask.then(row.meeting)
    return consensus.adjourn(row, to_next=ask.told["to_next"], by=ask.by, at=at)


@acts(AgendaItemSerializer, takes=HappenedSerializer)
def take_up(ask: Ask, item: UUID) -> AgendaItem:
    """Take an item up again that was put off for a pause."""
    row = item_run_by(ask, item)
    consensus.take_up(row, by=ask.by, at=ask.then(row.meeting))
    return row
