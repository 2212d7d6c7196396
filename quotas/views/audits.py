"""Audits: asked for as of a day, read as findings, carried away as a table."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communes.views.asking import (
    account,
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    posted,
    require,
    require_fresh,
)
from quotas import permissions
from quotas.domain import auditing, dating, handing, judging, offering
from quotas.forms.audits import AuditForm
from quotas.models import Audit, AuditState
from quotas.views.branches import tree_of
from quotas.views.findings import (
    Filters,
    codes_of,
    found_by,
    letters_of,
    levels_of,
    named,
    rows_of,
)

FORMER = 20
SHOWN = 50
BY_WHOM = ("people", "charter")
"""Audits that somebody asked for, and those of the charter's rhythm."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """Ask for an audit; those of my branches so far."""
    person, at = me(request), moment(request)
    mine = permissions.scopes_of(person, at)
    require(bool(mine))
    form = AuditForm(
        posted(request), bodies=mine, today=judging.day_of(at), offered=offering.offered()
    )
    if request.method == "POST":
        require_fresh(request)
    if request.method == "POST" and form.is_valid():
        answer = perform(request, lambda: _order(request, form), form=form)
        if answer is not None:
            return answer
    return page(request, "quotas/audit.html", _former(request), form=form)


def _former(request: HttpRequest) -> dict[str, Any]:
    """The audits so far of my branches, looked for by the branch, the state, who asked."""
    person, at = me(request), moment(request)
    letters, state = letters_of(request.GET), request.GET.get("state", "")
    asked = request.GET.get("asked", "")
    rows = named(permissions.readable_audits(person, at), letters, "scope__folded")
    if state in AuditState.values:
        rows = rows.filter(state=state)
    if asked in BY_WHOM:
        rows = rows.filter(occasion="") if asked == "people" else rows.exclude(occasion="")
    former = Paginator(rows.select_related("scope").order_by("-asked_at", "-pk"), FORMER)
    counts = permissions.audited_courses(person, at).counted(judging.day_of(at))
    return {
        "here": "audit",
        "former": former.get_page(request.GET.get("page")),
        "open": counts["open"],
        "late": counts["overdue"],
        "letters": letters,
        "state": state,
        "states": AuditState.choices,
        "asked": asked,
        "filtered": bool(letters or state or asked),
    }


@login_required
@require_safe
def audit_result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What an audit found: one sentence, the levels, the findings by how easily they mend."""
    found = _audit(request, public_id)
    filters = Filters.read(request.GET)
    findings = Paginator(rows_of(found, filters), SHOWN).get_page(request.GET.get("page"))
    done = found.state == AuditState.DONE
    context = {
        "here": "audit",
        "audit": found,
        "done": done,
        **_sums(found),
        "levels": levels_of(found),
        "findings": findings,
        "held": dating.held_since(found, list(findings)),
        "written": dating.written_for(found, list(findings)),
        "filters": filters,
        "choices": filters.choices(codes_of(found), found_by(found)),
        "nodes": tree_of(found) if done else [],
    }
    htmx = getattr(request, "htmx", None)
    if not found.under_way and htmx and htmx.target == "progress":
        return HttpResponseClientRefresh()  # the whole page is new, not only how far it came
    return page(request, "quotas/audit_result.html", context, partial="progress")


@login_required
@require_POST
def stop_audit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop an audit that waits or runs."""
    found = _audit(request, public_id)
    url = reverse("audit_result", args=[found.public_id])

    def deed() -> str:
        auditing.stop(found, by=actor(request), at=moment(request))
        return url

    answer = perform(request, deed, said=_("The audit is stopped."))
    return answer or page(request, "refused.html", {"back": url})


def _sums(found: Audit) -> dict[str, int]:
    """The figures of the one sentence that is said first."""
    failing = found.findings.filter(verdict="fail").values("body")
    vacant = found.findings.filter(verdict="vacant").exclude(body__in=failing)
    return {
        "failing": failing.distinct().count(),
        "waiting": vacant.values("body").distinct().count(),
        "failing_levels": found.levels.filter(verdict="fail").count(),
    }


def _audit(request: HttpRequest, public_id: UUID) -> Audit:
    rows = permissions.readable_audits(me(request), moment(request))
    return found_or_404(rows.select_related("scope", "charter"), public_id)


def _order(request: HttpRequest, form: AuditForm) -> str:
    """Ask for it; a small one is carried out at once."""
    at = moment(request)
    ordered = auditing.order(
        form.cleaned_data["on"],
        scope=form.branch(),
        account=account(request),
        by=actor(request),
        at=at,
        rules=form.cleaned_data["rules"],
    )
    handing.carry_out(ordered, at=at)
    return reverse("audit_result", args=[ordered.public_id])
