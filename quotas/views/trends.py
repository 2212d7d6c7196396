"""Audits over time: the shares of each level as a picture with its table; two days compared."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communes.models import BodyKind
from communes.pictures import line
from communes.views.asking import (
    account,
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    require_fresh,
)
from quotas import permissions
from quotas.domain import comparing, trending
from quotas.domain.trending import Level, Shares
from quotas.models import Audit, AuditState

SHOWN = 50
SHARES = ("women", "men")


@login_required
@require_safe
def trend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The shares of each level, day by day, as audits of the same branch found them."""
    audit = _audit(request, public_id)
    told = trending.trend(audit)
    context = {
        "here": "audit",
        "audit": audit,
        "levels": [_drawn(level, rows) for level, rows in told.items() if len(rows) > 1],
        "days": len({one.on for rows in told.values() for one in rows}),
        "past": trending.past(audit.scope, moment(request)) if audit.scope else None,
        "steps": _steps(audit, _("Over time")),
    }
    return page(request, "quotas/trend.html", context)


@login_required
@require_POST
def audit_past(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for audits of the ends of the past twelve months that are missing."""
    audit = _audit(request, public_id)
    require_fresh(request)
    scope, url = audit.scope, reverse("audit_trend", args=[audit.public_id])
    made: list[int] = []

    def deed() -> str:
        by, at = actor(request), moment(request)
        if scope is not None:
            made.append(trending.order_past(scope, account=account(request), by=by, at=at))
        return url

    def said() -> str:
        number = sum(made)
        text = ngettext("%(n)s audit was asked for.", "%(n)s audits were asked for.", number)
        return text % {"n": number}

    answer = perform(request, deed, said=said)
    return answer or page(request, "refused.html", {"back": url})


@login_required
@require_safe
def compare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who fell and who was mended between two audited days."""
    audit = _audit(request, public_id)
    others = list(comparing.others(audit)[:SHOWN])
    chosen = next((one for one in others if one.key == request.GET.get("with")), None)
    context: dict[str, Any] = {
        "here": "audit",
        "audit": audit,
        "others": others,
        "chosen": chosen or comparing.nearest(audit, others),
        "steps": _steps(audit, _("Compared")),
    }
    if context["chosen"] is not None:
        told = comparing.compare(audit, context["chosen"])
        number = request.GET.get("page")
        fell, mended = Paginator(told.fell, SHOWN), Paginator(told.mended, SHOWN)
        longer = fell if fell.num_pages >= mended.num_pages else mended
        context |= {
            "told": told,
            "fell": fell.get_page(number) if _has(fell, number) else [],
            "mended": mended.get_page(number) if _has(mended, number) else [],
            "fell_count": fell.count,
            "mended_count": mended.count,
            "page": longer.get_page(number),
        }
    return page(request, "quotas/compare.html", context)


def _has(pages: "Paginator[Any]", number: str | None) -> bool:
    """Whether the list reaches to that page; the shorter of two lists ends before the other."""
    try:
        pages.validate_number(number or 1)
    except PageNotAnInteger:
        return True  # the first is shown
    except EmptyPage:
        return False
    return True


def _audit(request: HttpRequest, public_id: UUID) -> Audit:
    rows = permissions.readable_audits(me(request), moment(request))
    done = rows.filter(state=AuditState.DONE)
    return found_or_404(done.select_related("scope", "charter"), public_id)


def _drawn(level: Level, rows: list[Shares]) -> Mapping[str, Any]:
    """A level with its two lines: women and men, by day."""
    code, kind, circle = level
    first, last = rows[0].on, rows[-1].on
    whole = max((last - first).days, 1)
    along = [(one.on - first).days / whole for one in rows]
    mirrored = get_language_bidi()
    drawn = list(zip(along, rows, strict=True))
    places = {name: [(x, one.share(name)) for x, one in drawn] for name in SHARES}
    lines = {name: line(points, mirrored=mirrored) for name, points in places.items()}
    return {
        "kind": dict(BodyKind.choices).get(kind, kind),
        "code": "" if code == kind else code,
        "circle": circle,
        "lines": lines,
        "days": [f"{100 * (1 - x if mirrored else x):g}" for x in along],
        "first": rows[0],
        "last": rows[-1],
        "rows": [
            (one, round(100 * one.share("women"), 1), round(100 * one.share("men"), 1))
            for one in reversed(rows)
        ],
        "change": round(100 * (rows[-1].share("women") - rows[0].share("women")), 1),
    }


def _steps(audit: Audit, name: str) -> list[Mapping[str, Any]]:
    scope = audit.scope.name if audit.scope else _("everything")
    return [
        {"name": _("Audit"), "url": reverse("audit")},
        {"name": scope, "url": reverse("audit_result", args=[audit.public_id])},
        {"name": name},
    ]
