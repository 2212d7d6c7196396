"""Business that members bring: demands for a meeting, motions and their wordings."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, chosen, chosen_one, found, require
from communes.api.filtering import Filter
from communes.api.planning import items_planned
from communes.api.reaching import body_of
from communes.api.resources import acts, reads
from communes.domain import demanding, moving, recognising, rolls
from communes.domain.convening import Invitation
from communes.domain.recognising import Match
from communes.models import (
    Body,
    ConveningRequest,
    ConveningSigner,
    Motion,
    MotionVersion,
    Sitting,
)
from communes.serializers.business import (
    AmendSerializer,
    DemandSerializer,
    MotionSerializer,
    MotionVersionSerializer,
    OpenDemandSerializer,
    RaiseSerializer,
)
from communes.serializers.people import MatchSerializer
from communes.serializers.references import SearchSerializer


class MotionFilter(Filter):
    """Motions of one body."""

    body = filters.UUIDFilter(field_name="raised_in__public_id")

    class Meta:
        model = Motion
        fields: list[str] = []


class DemandFilter(Filter):
    """Demands that still wait for signatures, or those that convened a meeting."""

    open = filters.BooleanFilter(field_name="meeting", lookup_expr="isnull")

    class Meta:
        model = ConveningRequest
        fields: list[str] = []


@reads(MatchSerializer, lists=True, takes=SearchSerializer)
def search_members(ask: Ask, body: UUID) -> list[Match]:
    """Members of a body by a few letters, for whoever convenes it or demands a meeting."""
    row = body_of(ask, body)
    demands = permissions.may_demand(ask.me, row, ask.at)
    require(demands or permissions.may_convene(ask.me, row, ask.at))
    return recognising.members(row, Sitting.ASSEMBLY, ask.told["letters"], ask.at)


@reads(DemandSerializer, lists=True, filters=DemandFilter)
def demands(ask: Ask, body: UUID) -> QuerySet[ConveningRequest]:
    """The demands of a body's members for a meeting, the latest first; who signed stays unsaid."""
    return _demands(ask).filter(body=body_of(ask, body)).order_by("-opened_at", "-pk")


@acts(DemandSerializer, takes=OpenDemandSerializer, status=201)
def demand(ask: Ask, body: UUID) -> ConveningRequest:
    """Demand a meeting, with those who signed for it on paper; enough of them convene it at once.

    Whoever enters the demand signs it.
    """
    row = body_of(ask, body)
    require(permissions.may_demand(ask.me, row, ask.at))
    told = ask.told
    members = rolls.roll(row, Sitting.ASSEMBLY, ask.at)
    others = chosen(members.exclude(pk=ask.myself.pk), told["signers"], "signers")
    invitation = Invitation(told["place"], told["starts_at"], items_planned(ask, row))
    signers = [ask.myself, *others]
    made = demanding.demand(
        row, invitation, reason=told["reason"], signers=signers, by=ask.by, at=ask.at
    )
    return found(_demands(ask), made.public_id)


@acts(DemandSerializer)
def join_demand(ask: Ask, demand: UUID) -> ConveningRequest:
    """Sign a demand; the signature that reaches the number convenes the meeting."""
    row = found(_demands(ask), demand)
    require(permissions.may_demand(ask.me, row.body, ask.at))
    demanding.join_demand(row, person=ask.myself, by=ask.by, at=ask.at)
    return found(_demands(ask), demand)


@reads(MotionSerializer, lists=True, filters=MotionFilter)
def motions(ask: Ask) -> QuerySet[Motion]:
    """Motions before the bodies whose meetings this account may read, the latest first."""
    return _motions(ask)


@reads(MotionSerializer)
def motion(ask: Ask, motion: UUID) -> Motion:
    """One motion with all its wordings."""
    return found(_motions(ask), motion)


@acts(MotionSerializer, takes=RaiseSerializer, status=201)
def raise_motion(ask: Ask, body: UUID) -> Motion:
    """Put a text to a body, perhaps another body's."""
    row = body_of(ask, body)
    require(permissions.may_demand(ask.me, row, ask.at))
    told = ask.told
    origin = chosen_one(_motions(ask), told["origin"], "origin")
    version = moving.raise_motion(
        row, title=told["title"], text=told["text"], by=ask.by, at=ask.at, origin=origin
    )
    return found(_motions(ask), version.motion.public_id)


@acts(MotionVersionSerializer, takes=AmendSerializer, status=201)
def amend(ask: Ask, motion: UUID) -> MotionVersion:
    """Give a motion another wording; instructions stay bound to the one that they name.

    If it was amended since `seen`, it is refused (409) with the newer wording.
    """
    row = found(_motions(ask), motion)
    require(permissions.may_demand(ask.me, row.raised_in, ask.at))
    seen = chosen_one(MotionVersion.objects.filter(motion=row), ask.told["seen"], "seen")
    return moving.amend(row, text=ask.told["text"], by=ask.by, at=ask.at, seen=seen)


@acts(MotionSerializer)
def queue_motion(ask: Ask, motion: UUID) -> Motion:
    """Let the newest wording wait for its body's next agenda: its mover, or who convenes."""
    row = found(_motions(ask), motion)
    convenes = permissions.may_convene(ask.me, row.raised_in, ask.at)
    require(convenes or (ask.me is not None and row.mover_id == ask.me.pk))
    moving.put_on_next_agenda(row, by=ask.by, at=ask.at)
    return row


def _readable(ask: Ask) -> QuerySet[Body]:
    require(ask.me is not None)
    return permissions.readable_bodies(ask.me, ask.at)


def _motions(ask: Ask) -> QuerySet[Motion]:
    rows = Motion.objects.filter(raised_in__in=_readable(ask))
    return rows.select_related("raised_in", "mover", "origin").prefetch_related("versions")


def _demands(ask: Ask) -> QuerySet[ConveningRequest]:
    mine = ConveningSigner.objects.filter(request=OuterRef("pk"), person=ask.me)
    rows = ConveningRequest.objects.filter(body__in=_readable(ask))
    return rows.select_related("body", "meeting").annotate(
        signatures=Count("signers"), signed_by_me=Exists(mine)
    )
