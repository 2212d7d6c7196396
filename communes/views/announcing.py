"""A meeting moved to another time or place; and who was told of it, by which way, when."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes import permissions
from communes.domain import rescheduling, telling
from communes.forms.convening import WhenForm
from communes.models import Meeting
from communes.notices import sentence
from communes.views.asking import actor, me, moment, page, perform, posted, require
from communes.views.reaching import meeting_of, run_by, trail

SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a convened meeting another day, hour or place; everyone is told."""
    found = run_by(request, public_id)
    form = WhenForm(found.body, posted(request), initial=_told(found))
    if request.method == "POST" and form.is_valid():
        starts_at = form.starts_at()

        def change() -> str:
            assert starts_at is not None
            place = form.cleaned_data["place"]
            by, at = actor(request), moment(request)
            rescheduling.change(found, place=place, starts_at=starts_at, by=by, at=at)
            return reverse("meeting", args=[found.public_id])

        done = perform(request, change, form=form, said=_("It is changed; the body is told."))
        if done:
            return done
    context = {"meeting": found, "steps": trail(found.body, found)}
    return page(request, "communes/meetings/change.html", context, form=form)


def _told(found: Meeting) -> dict[str, Any]:
    local: datetime = found.starts_at.astimezone(ZoneInfo(found.body.time_zone))
    return {"day": local.date(), "clock": local.time(), "place": found.place}


@login_required
@require_safe
def meeting_told(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who was told of the meeting, when, and who has to be told by word of mouth."""
    found, at = meeting_of(request, public_id), moment(request)
    who = me(request)
    require(permissions.may_run(who, found, at) or permissions.officer(who, found.body, at))
    people = telling.people(found, at)
    shown = Paginator(people, SHOWN).get_page(request.GET.get("page"))
    context = {
        "meeting": found,
        "steps": trail(found.body, found),
        "notices": [
            {"reach": one, "text": sentence(one.notice.code, one.notice.figures)}
            for one in telling.reached(found)
        ],
        "people": shown,
        "without": people.filter(account__isnull=True).count(),
    }
    return page(request, "communes/meetings/told.html", context)
