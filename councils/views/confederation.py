"""The confederation on one page: who belongs where, how it stands, what meets next."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from communes import permissions
from communes.folding import fold
from communes.models import Body
from communes.views.asking import account, me, moment, page
from councils.arithmetic import areas
from councils.arithmetic.areas import Area
from councils.domain import picturing
from councils.domain.picturing import Branch
from quotas.permissions import may_found

COMING = 12
FOUND = 50
ROW = 36
"""Height of a row of the picture, in pixels."""
OPEN_DEPTH = 2
"""So many levels of the tree stand open at first."""


@login_required
@require_safe
def confederation(request: HttpRequest) -> HttpResponse:
    """The tree with its verdicts, a search, and the next meetings."""
    account(request)
    at = moment(request)
    letters = request.GET.get("q", "").strip()[:80]
    picture = picturing.picture(at)
    cells = _cells(picture.roots)
    meetings = permissions.readable_meetings(me(request), at).filter(
        starts_at__gte=at, cancelled_at__isnull=True, opened_at__isnull=True
    )
    context = {
        "here": "confederation",
        "picture": picture,
        "nodes": [_node(branch, 0) for branch in picture.roots],
        "cells": cells,
        "height": areas.rows([area for area, _branch in cells]) * ROW,
        "may_found": may_found(me(request), at),
        "letters": letters,
        "matches": _matches(letters, request),
        "coming": meetings.select_related("body").order_by("starts_at", "pk")[:COMING],
    }
    return page(request, "councils/confederation.html", context)


def _cells(roots: Sequence[Branch]) -> list[tuple[Area, Branch]]:
    """Councils and communes as nested areas; of too many, only the councils."""
    drawn = picturing.drawn(roots)
    forest = [picturing.outline(branch, drawn) for branch in roots if branch.body.pk in drawn]
    found = areas.nested(forest, mirrored=get_language_bidi())
    return [(area, drawn[area.key]) for area in found] if len(found) > 1 else []


def _node(branch: Branch, depth: int) -> dict[str, Any]:
    return {
        "name": branch.body.name,
        "url": reverse("body", args=[branch.body.public_id]),
        "verdict": branch.verdict,
        "note": branch.body.get_kind_display(),
        "children": [_node(one, depth + 1) for one in branch.below],
        "open": depth < OPEN_DEPTH and branch.body.kind == "council",
    }


def _matches(letters: str, request: HttpRequest) -> list[Body]:
    """Bodies whose name holds the letters; folded letters that are empty match nothing."""
    folded = fold(letters)
    if not folded:
        return []
    rows = Body.objects.existing(moment(request)).filter(folded__contains=folded)
    return list(rows.order_by("folded", "pk")[:FOUND])
