"""Closing a meeting: what is unfinished is listed first."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import kinds
from communes.domain import closing
from communes.models import AgendaItem, Meeting
from communes.views.asking import actor, page, perform
from communes.views.meetings import agenda
from communes.views.reaching import run_by, trail
from communes.views.receiving import happened


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what is unfinished; close; go on to the signatures."""
    meeting = run_by(request, public_id)

    def close() -> str:
        closing.close(meeting, by=actor(request), at=happened(request, meeting))
        return reverse("sign", args=[meeting.public_id])

    if request.method == "POST":
        done = perform(request, close, said=_("The meeting is closed."))
        if done:
            return done
    context = {
        "meeting": meeting,
        "steps": trail(meeting.body, meeting),
        "blocked": closing.close_problems(meeting),
        **unfinished(meeting),
    }
    return page(request, "communes/meetings/close.html", context)


def unfinished(meeting: Meeting) -> dict[str, Any]:
    """Items that are undecided, and items without a word of record."""
    items = agenda(meeting)
    return {
        "undecided": [
            one for one in items if kinds.kind(one["item"].kind).decides and not one["resolution"]
        ],
        "wordless": [one for one in items if not _recorded(one["item"])],
        "count": len(items),
    }


def _recorded(item: AgendaItem) -> bool:
    """Whether something stands under the item, be it apart."""
    return bool(item.text_version) if item.confidential else bool(item.text.strip())
