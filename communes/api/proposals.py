"""Proposals for a body's next agenda: made by members, answered by those who convene."""

from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, found, require
from communes.api.filtering import Filter
from communes.api.reaching import body_of
from communes.api.resources import acts, reads
from communes.domain import proposing
from communes.models import Proposal
from communes.serializers.business import (
    ProposalSerializer,
    ProposeSerializer,
    SetAsideSerializer,
)


class ProposalFilter(Filter):
    """Proposals that still wait, or those that were answered or withdrawn."""

    waiting = filters.BooleanFilter(method="unanswered")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def unanswered(self, rows: QuerySet[Proposal], name: str, value: bool) -> QuerySet[Proposal]:
        """Those that wait, or all others."""
        waiting = Proposal.objects.waiting().values("pk")
        return rows.filter(pk__in=waiting) if value else rows.exclude(pk__in=waiting)


@reads(ProposalSerializer, lists=True, filters=ProposalFilter)
def proposals(ask: Ask, body: UUID) -> QuerySet[Proposal]:
    """What members propose for a body's agenda, the latest first."""
    return _rows().filter(body=body_of(ask, body))


@acts(ProposalSerializer, takes=ProposeSerializer, status=201)
def propose(ask: Ask, body: UUID) -> Proposal:
    """Propose an item for the next agenda of a body."""
    row = body_of(ask, body)
    require(permissions.may_propose(ask.me, row, ask.at))
    return proposing.propose(row, person=ask.myself, by=ask.by, at=ask.at, **ask.told)


@acts(ProposalSerializer)
def withdraw_proposal(ask: Ask, proposal: UUID) -> Proposal:
    """Take one's own proposal back while nobody has answered it."""
    row = _seen(ask, proposal)
    require(row.person == ask.me)
    proposing.withdraw(row, by=ask.by, at=ask.at)
    return _seen(ask, proposal)


@acts(ProposalSerializer, takes=SetAsideSerializer)
def set_aside_proposal(ask: Ask, proposal: UUID) -> Proposal:
    """Answer a proposal with a reason instead of an item; its proposer is told."""
    row = _seen(ask, proposal)
    require(permissions.may_convene(ask.me, row.body, ask.at))
    proposing.set_aside(row, reason=ask.told["reason"], by=ask.by, at=ask.at)
    return _seen(ask, proposal)


def _rows() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("body", "person", "item")


def _seen(ask: Ask, proposal: UUID) -> Proposal:
    require(ask.me is not None)
    bodies = permissions.readable_bodies(ask.me, ask.at)
    return found(_rows().filter(body__in=bodies.values("pk")), proposal)
