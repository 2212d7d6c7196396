"""An audit's map, its shares over time, and two days compared; for those who audit the branch."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from communes.api.asking import Ask, found, require_fresh
from communes.api.resources import acts, reads
from communes.models import Body
from quotas import permissions
from quotas.domain import comparing, judging, mapping, trending
from quotas.domain.comparing import Comparison
from quotas.domain.mapping import Ground, Part
from quotas.models import Audit, AuditState, Finding
from quotas.serializers.auditing import FindingSerializer
from quotas.serializers.mapping import (
    BranchSerializer,
    CompareAskSerializer,
    ComparisonSerializer,
    MapAskSerializer,
    MapLevelSerializer,
    PastSerializer,
    TrendSerializer,
)


@reads(BranchSerializer, lists=True, asks=MapAskSerializer)
def audit_branches(ask: Ask, audit: UUID) -> Sequence[dict[str, Any]]:
    """What belongs to a body of the audited branch, those first in which most fails."""
    row, ground, top = _ground(ask, audit)
    parts = ground.branches(top.pk)
    bodies = Body.objects.filter(pk__in=parts)
    rows = sorted(bodies, key=lambda one: (-parts[one.pk].worst, one.folded, one.pk))
    return [{"body": one, **_told(row, parts[one.pk])} for one in rows]


@reads(MapLevelSerializer, lists=True, asks=MapAskSerializer)
def audit_levels(ask: Ask, audit: UUID) -> Sequence[dict[str, Any]]:
    """The levels of a body's branch, each added up."""
    row, ground, top = _ground(ask, audit)
    levels = ground.by_level(top.pk).items()
    return [{"level": level, "kind": kind, **_told(row, part)} for (level, kind), part in levels]


@reads(TrendSerializer, lists=True)
def audit_trend(ask: Ask, audit: UUID) -> Sequence[dict[str, Any]]:
    """The shares of women and men in each level, day by day, as audits of this branch found."""
    levels = trending.trend(_done(ask, audit)).items()
    return [
        {"level": level, "kind": kind, "circle": circle, "days": days}
        for (level, kind, circle), days in levels
    ]


@acts(PastSerializer, status=201)
def audit_past(ask: Ask, audit: UUID) -> dict[str, int]:
    """Ask for audits of the ends of the past twelve months that are missing.

    Needs a fresh proof.
    """
    scope = _done(ask, audit).scope
    require_fresh(ask)
    if scope is None:
        return {"ordered": 0}
    return {"ordered": trending.order_past(scope, account=ask.account, by=ask.by, at=ask.at)}


@reads(ComparisonSerializer, asks=CompareAskSerializer)
def audit_comparison(ask: Ask, audit: UUID) -> dict[str, Any]:
    """Two audited days of a branch held against each other."""
    told = _compared(ask, audit)
    return {
        "earlier": told.earlier,
        "later": told.later,
        "fell": told.fell.count(),
        "mended": told.mended.count(),
    }


@reads(FindingSerializer, lists=True, asks=CompareAskSerializer)
def audit_fell(ask: Ask, audit: UUID) -> QuerySet[Finding]:
    """What fails on the later of two days and did not before, as the later audit found it."""
    return _compared(ask, audit).fell.select_related("body", "audit__charter")


@reads(FindingSerializer, lists=True, asks=CompareAskSerializer)
def audit_mended(ask: Ask, audit: UUID) -> QuerySet[Finding]:
    """What failed on the earlier of two days and does not any more, as it was found then."""
    return _compared(ask, audit).mended.select_related("body", "audit__charter")


def _done(ask: Ask, audit: UUID) -> Audit:
    rows = permissions.readable_audits(ask.me, ask.at).filter(state=AuditState.DONE)
    return found(rows.select_related("scope", "charter"), audit)


def _ground(ask: Ask, audit: UUID) -> tuple[Audit, Ground, Body]:
    """The audit, its ground, and the body of which the branches are wanted; it lies in them."""
    row = _done(ask, audit)
    ground = mapping.ground(row)
    assert row.scope is not None  # a readable audit has a branch
    below = ask.asked.get("below")
    if below is None:
        return row, ground, row.scope
    within = ground.below(row.scope.pk)
    top = found(Body.objects.all(), below)
    return row, ground, found(Body.objects.filter(pk__in=within & {top.pk}), below)


def _told(audit: Audit, part: Part) -> dict[str, Any]:
    rules = (one for one in judging.RULES if audit.covers(one))
    verdicts = {"failing": "fail", "vacant": "vacant", "undeterminable": "undeterminable"}
    told = [
        {"rule": rule, **{name: part.found(rule, one) for name, one in verdicts.items()}}
        for rule in rules
    ]
    return {"bodies": part.bodies, "found": told}


def _compared(ask: Ask, audit: UUID) -> Comparison:
    """Both are of the same branch, so whoever may read the one may read the other."""
    row, other = _done(ask, audit), ask.asked.get("other")
    rows = comparing.others(row).select_related("scope", "charter")
    chosen = found(rows, other) if other is not None else comparing.nearest(row, rows)
    if chosen is None:
        raise Http404
    return comparing.compare(row, chosen)
