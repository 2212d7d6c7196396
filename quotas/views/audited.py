"""One body as an audit saw it: each rule's verdict, and who held which seat on that day."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes import permissions as ground
from communes.models import Body
from communes.views.asking import found_or_404, me, moment, page
from mandates.domain import occupying
from quotas import permissions, presence_wording, wording
from quotas.arithmetic.composition import Composition, Reserved
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import auditing, dating, deciding, judging
from quotas.domain.dating import Held, Key
from quotas.domain.deciding import PRESENCE
from quotas.domain.judging import COMPOSITION, PAIR, Judged
from quotas.domain.ruling import Rules
from quotas.models import Audit, AuditState, Finding


@login_required
@require_safe
def audited_body(request: HttpRequest, public_id: UUID, body_id: UUID) -> HttpResponse:
    """The verdicts on a body of the audited branch, and its seats as they were that day."""
    audit = _audit(request, public_id)
    at = judging.instant_of(audit.on)
    body = found_or_404(Body.objects.filter(pk__in=judging.bodies_of(audit.scope, at)), body_id)
    found = {row.rule: row for row in audit.findings.filter(body=body)}
    live = audit.on == judging.day_of(moment(request))
    judged = judging.judge_bodies({body.pk: body}, at, charter=audit.charter, live=live)
    judged += _stored(body, found.values(), {one.rule for one in judged})
    held = dating.held_since(audit, [_with_body(row, body) for row in found.values()])
    context = {
        "here": "audit",
        "audit": audit,
        "body": body,
        "steps": _trail(audit, body),
        "rules": [_told(one, found.get(one.rule), held) for one in judged],
        "written": dating.last_written([body.pk], at).get(body.pk),
        "silent": _silent(audit, body, {one.rule for one in judged}),
        "places": occupying.held(body, at),
        "then": at,
        "readable": ground.may_read_meetings(me(request), body, moment(request)),
    }
    return page(request, "quotas/audited_body.html", context)


def _audit(request: HttpRequest, public_id: UUID) -> Audit:
    rows = permissions.readable_audits(me(request), moment(request))
    done = rows.filter(state=AuditState.DONE)
    return found_or_404(done.select_related("scope", "charter"), public_id)


def _with_body(finding: Finding, body: Body) -> Finding:
    finding.body = body
    return finding


def _stored(body: Body, found: Iterable[Finding], known: set[str]) -> list[Judged]:
    """What the audit kept of rules that nobody can judge any more for that day."""
    nothing = Composition(), Reserved(0, 0, 0)
    return [
        Judged(body, row.rule, Verdict(row.verdict), None, *nothing)
        for row in found
        if row.rule not in known
    ]


def _silent(audit: Audit, body: Body, judged: set[str]) -> str:
    """In words, that the rule on presence holds and there was no meeting to judge by it."""
    asked = deciding.concerns(Rules(audit.charter, judging.instant_of(audit.on)), body)
    if PRESENCE in judged or not asked or not audit.covers(PRESENCE):
        return ""
    return presence_wording.nothing()


def _told(one: Judged, finding: Finding | None, held: Mapping[Key, Held]) -> dict[str, Any]:
    """A rule's verdict: as the audit kept it, else the pass that it counted."""
    figures = finding.figures if finding is not None else auditing.figures_of(one)
    pair = one.rule != COMPOSITION
    verdict = finding.verdict if finding is not None else "pass"
    vacant = sum(figures.get(f"vacant_{kept}", 0) for kept in wording.KEPT)
    return {
        "rule": wording.rule_name(one.rule),
        "pair": pair,
        "doubt": wording.doubt(one.rule, figures),
        "verdict": verdict,
        "now": str(one.verdict) if str(one.verdict) != verdict else "",
        "held": held.get((one.body.pk, one.rule)),
        "choices": wording.choices_of(one.rule, verdict, figures),
        "figures": figures,
        "vacant": vacant,
        "seats": "" if one.rule == PAIR else wording.seats(figures),
        "needed": wording.asked(one.rule, one.body.circle, figures),
        "untold": wording.untold(figures) if finding is not None else "",
        "change": wording.change(figures.get("steps", [])) if finding is not None else "",
        "seats_to_change": finding.change if finding is not None else 0,
    }


def _trail(audit: Audit, body: Body) -> list[dict[str, str]]:
    scope = audit.scope.name if audit.scope else _("everything")
    return [
        {"name": _("Audit"), "url": reverse("audit")},
        {"name": scope, "url": reverse("audit_result", args=[audit.public_id])},
        {"name": body.name},
    ]
