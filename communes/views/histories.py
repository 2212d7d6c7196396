"""A body's page over time: its meetings, who came, and what became of its resolutions."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from communes import permissions
from communes.arithmetic.columns import columns
from communes.domain.history import fates, history
from communes.views.asking import me, moment, page
from communes.views.reaching import body_of, tabs, trail


@login_required
@require_safe
def over_time(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Meetings held and missed, attendance and women's presence, resolutions and tasks."""
    body, at = body_of(request, public_id), moment(request)
    told = history(body, at)
    tasks = permissions.readable_tasks(me(request), at).filter(body=body)
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "over_time"),
        "history": told,
        "held": len(told.gathered),
        "drawn": columns([(one.came, one.women) for one in told.gathered]),
        "fates": fates(body),
        "tasks": tasks.count(),
        "open_tasks": tasks.open().count(),
    }
    return page(request, "communes/books/over_time.html", context)
