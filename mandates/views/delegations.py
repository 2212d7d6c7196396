"""A body's delegates: how they obeyed, what they report, and their votes while they are taken."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.models import Body
from communes.views.asking import found_or_404, me, moment, page, require, require_seen
from communes.views.reaching import trail
from mandates import permissions
from mandates.domain import binding, reporting, watching
from mandates.models import Mandate


@login_required
@require_safe
def delegates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Each delegate with what they voted beside what was said, terms, and reports."""
    body, at = _body(request, public_id), moment(request)
    held = watching.delegates(body, at)
    records = watching.records(body)
    sheets = binding.sheets(held, at)
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "delegates": [_told(sheet, records.get(sheet.mandate.pk, ())) for sheet in sheets],
        "reports": [(one, one.state(at)) for one in reporting.dues([body.pk], at)],
        "sessions": watching.sessions(body, at),
    }
    return page(request, "mandates/delegates.html", context)


@login_required
@require_safe
def delegates_now(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Each vote of the session beside its instruction; nothing if nothing changed since `seen`."""
    body, at = _body(request, public_id), moment(request)
    told = watching.sessions(body, at)
    stamp = watching.stamp(told)
    if getattr(request, "htmx", None) and request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    held = watching.delegates(body, at)
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "sessions": told,
        "stamp": stamp,
        "live": any(one.meeting.closed_at is None for one in told),
        "delegates": held,
        "next": binding.next_meetings({one.seat.body_id for one in held}, at).values(),
    }
    return page(request, "mandates/delegates_now.html", context, partial="now")


def _body(request: HttpRequest, public_id: UUID) -> Body:
    """The body, for its own members (403); of another circle nobody else knows more (404)."""
    require(me(request) is not None)
    body = found_or_404(Body.objects.all(), public_id)
    require_seen(permissions.knows_meetings(me(request), body, moment(request)))
    require(permissions.may_watch(me(request), body, moment(request)))
    return body


def _told(sheet: binding.Sheet, casts: Any) -> dict[str, Any]:
    mandate: Mandate = sheet.mandate
    return {
        "sheet": sheet,
        "mandate": mandate,
        "casts": casts,
        "counts": Counter(one.ruled.standing for one in casts),
        "title": _("How %(name)s voted beside the instruction") % {"name": mandate.person.name},
    }
