"""What the women in the room decide: an item declared theirs, their presence released."""

from uuid import UUID

from communes.api.asking import Ask
from communes.api.reaching import item_of, item_run_by
from communes.api.resources import acts
from communes.domain import womens
from communes.models import AgendaItem, WomensVote
from communes.serializers.meetings import AgendaItemSerializer
from communes.serializers.womens import (
    DeclareSerializer,
    WomensCountSerializer,
    WomensVoteSerializer,
)


@acts(WomensVoteSerializer, takes=WomensCountSerializer, status=201)
def women_vote(ask: Ask, item: UUID) -> WomensVote:
    """Enter what the women present decided: release their presence, or whether it concerns them."""
    row = item_run_by(ask, item)
    return womens.vote(row, **ask.told, by=ask.by, at=ask.then(row.meeting))


@acts(AgendaItemSerializer, takes=DeclareSerializer)
def declare_concerns(ask: Ask, item: UUID) -> AgendaItem:
    """Declare that the item concerns women; their count is then taken apart."""
    row = item_run_by(ask, item)
    womens.declare(row, **ask.told, by=ask.by, at=ask.then(row.meeting))
    return item_of(ask, item)
