"""Audits, for those who hold a mandate of auditor: asked for, and read as findings."""

from uuid import UUID

from django.db.models import F, QuerySet
from django_filters import rest_framework as filters

from communes.api.asking import Ask, chosen_one, found, require, require_fresh
from communes.api.filtering import Filter, FoldedFilter
from communes.api.resources import acts, reads
from communes.domain import federating
from communes.models import Body, BodyKind
from quotas import permissions
from quotas.domain import auditing, handing, judging
from quotas.models import Audit, AuditState, Finding
from quotas.models.audits import VERDICTS
from quotas.serializers.auditing import (
    AuditSerializer,
    AuditSheetSerializer,
    FindingSerializer,
    OrderAuditSerializer,
)


class AuditFilter(Filter):
    """Audits by how far they have come."""

    state = filters.ChoiceFilter(choices=AuditState.choices)

    class Meta:
        model = Audit
        fields: list[str] = []


class FindingFilter(Filter):
    """Findings by verdict, rule, and what body it is."""

    verdict = filters.ChoiceFilter(choices=[(one, one) for one in VERDICTS])
    rule = filters.ChoiceFilter(choices=[(one, one) for one in judging.RULES])
    kind = filters.ChoiceFilter(field_name="body__kind", choices=BodyKind.choices)
    level = filters.CharFilter(field_name="body__level", max_length=40)
    search = FoldedFilter(field_name="body__folded", max_length=160)

    class Meta:
        model = Finding
        fields: list[str] = []


@reads(AuditSerializer, lists=True, filters=AuditFilter)
def audits(ask: Ask) -> QuerySet[Audit]:
    """The audits of the branches that this account audits, the latest first."""
    require(permissions.may_audit(ask.me, ask.at))
    return _audits(ask).order_by("-asked_at", "-pk")


@acts(AuditSheetSerializer, takes=OrderAuditSerializer, status=201)
def order_audit(ask: Ask) -> Audit:
    """Ask for an audit of a branch as of a day.

    A branch of up to 1,000 bodies is audited at once. A larger one is handed to the queue:
    `state` and `done` say how far it has come, and it may be stopped.
    Needs a fresh proof.
    """
    mine = permissions.audited_by(ask.me, ask.at)
    require(bool(mine))
    require_fresh(ask)
    within = set().union(*(federating.branch(body, ask.at) for body in mine))
    scope = chosen_one(Body.objects.filter(pk__in=within), ask.told["scope"], "scope")
    on = ask.told["on"]
    rules = ask.told["rules"]
    row = auditing.order(on, scope=scope, account=ask.account, by=ask.by, at=ask.at, rules=rules)
    [told] = handing.carry_out(row, at=ask.at)
    return told


@acts(AuditSheetSerializer)
def stop_audit(ask: Ask, audit: UUID) -> Audit:
    """Stop an audit that waits or runs; nothing of it is kept."""
    row = found(_audits(ask), audit)
    auditing.stop(row, by=ask.by, at=ask.at)
    return found(_audits(ask), audit)


@reads(AuditSheetSerializer)
def audit(ask: Ask, audit: UUID) -> Audit:
    """One audit, with each level taken together."""
    return found(_audits(ask), audit)


@reads(FindingSerializer, lists=True, filters=FindingFilter)
def findings(ask: Ask, audit: UUID) -> QuerySet[Finding]:
    """What an audit found, those first that mend most easily."""
    rows = found(_audits(ask), audit).findings.select_related("body", "audit")
    return rows.order_by(F("change").asc(nulls_last=True), "body__folded", "rule", "pk")


def _audits(ask: Ask) -> QuerySet[Audit]:
    return permissions.readable_audits(ask.me, ask.at).select_related("scope", "charter")
