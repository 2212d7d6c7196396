"""Where in the tree quotas fail: branch by branch and level by level, to be read without colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.models import Body, BodyKind
from communes.views.asking import found_or_404, me, moment, page
from quotas import permissions, wording
from quotas.domain import judging, mapping
from quotas.domain.mapping import Ground, Part
from quotas.models import Audit, AuditState
from quotas.views.findings import letters_of, named

SHOWN = 50
STEPS = (0.0, 0.05, 0.2, 0.5)
"""Above each of these shares a cell is darker by one step."""


@dataclass(frozen=True)
class Heat:
    """One cell: how many fail a rule, how dark that is, from 0 to 4; how many are undecided."""

    rule: str
    failing: int
    vacant: int
    open: int
    step: int


@dataclass(frozen=True)
class Line:
    """One branch or one level: its bodies, and a cell for each rule."""

    name: str
    code: str
    url: str
    bodies: int
    cells: list[Heat]


@login_required
@require_safe
def heat_map(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The branches of a body, those first in which most fails, and its levels."""
    audit, bodies = _audit(request, public_id), Body.objects.all()
    ground = mapping.ground(audit)
    assert audit.scope is not None
    top = _top(request.GET.get("below", ""), audit.scope, ground)
    rules = [one for one in judging.RULES if audit.covers(one) and _asked(one, ground)]
    parts, letters = ground.branches(top.pk), letters_of(request.GET)
    found = named(bodies.filter(pk__in=parts), letters, "folded")
    rows = sorted(found, key=lambda one: (-parts[one.pk].worst, one.folded, one.pk))
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "here": "audit",
        "audit": audit,
        "top": top,
        "page": shown,
        "rules": [wording.rule_name(one) for one in rules],
        "lines": [_branch(audit, one, ground, parts[one.pk], rules) for one in shown],
        "levels": [_level(key, part, rules) for key, part in ground.by_level(top.pk).items()],
        "letters": letters,
        "steps": _steps(audit, top),
    }
    return page(request, "quotas/heat_map.html", context)


def _audit(request: HttpRequest, public_id: UUID) -> Audit:
    rows = permissions.readable_audits(me(request), moment(request))
    done = rows.filter(state=AuditState.DONE, scope__isnull=False)
    return found_or_404(done.select_related("scope", "charter"), public_id)


def _top(asked: str, scope: Body, ground: Ground) -> Body:
    """The body whose branches are shown: the audit's own, or one below it."""
    if not asked:
        return scope
    try:
        body = found_or_404(Body.objects.all(), UUID(asked))
    except ValueError:
        raise Http404 from None
    if body.pk not in ground.below(scope.pk):
        raise Http404
    return body


def _asked(rule: str, ground: Ground) -> bool:
    """Whether the rule is worth a column: the common two, and what is not kept anywhere."""
    if rule in judging.RULES[:2]:
        return True
    return any(rule == told for rows in ground.wanting.values() for told, _verdict in rows)


def _branch(audit: Audit, body: Body, ground: Ground, part: Part, rules: list[str]) -> Line:
    url = reverse("audited_body", args=[audit.public_id, body.public_id])
    if part.bodies > 1:
        url = f"{reverse('heat_map', args=[audit.public_id])}?below={body.key}"
    return Line(body.name, "", url, part.bodies, _cells(part, rules))


def _level(key: tuple[str, str], part: Part, rules: list[str]) -> Line:
    level, kind = key
    name = str(dict(BodyKind.choices).get(kind, kind))
    return Line(name, "" if level == kind else level, "", part.bodies, _cells(part, rules))


def _cells(part: Part, rules: list[str]) -> list[Heat]:
    return [
        Heat(
            wording.rule_name(one),
            part.found(one),
            part.found(one, "vacant"),
            part.found(one, "undeterminable"),
            _step(part.share(one)),
        )
        for one in rules
    ]


def _step(share: float) -> int:
    return sum(1 for limit in STEPS if share > limit)


def _steps(audit: Audit, top: Body) -> list[Mapping[str, Any]]:
    assert audit.scope is not None
    here = reverse("heat_map", args=[audit.public_id])
    known: list[Mapping[str, Any]] = [
        {"name": _("Audit"), "url": reverse("audit")},
        {"name": audit.scope.name, "url": reverse("audit_result", args=[audit.public_id])},
    ]
    if top.pk == audit.scope.pk:
        return [*known, {"name": _("Map")}]
    return [*known, {"name": _("Map"), "url": here}, {"name": top.name}]
