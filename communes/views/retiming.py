"""Arrivals and departures with their times, and how they were corrected."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import retiming
from communes.forms.times import TimesForm
from communes.models import Attendance, Stage
from communes.problems import Problem
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    only_again,
    page,
    perform,
    posted,
    refused,
    require,
)
from communes.views.reaching import run_by, trail


@login_required
@require_http_methods(["GET", "HEAD"])
def attendance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who came and went, when; corrected entries beside what they corrected."""
    meeting = run_by(request, public_id)
    rows = meeting.attendances.select_related("person", "stands_for", "corrected_by", "corrects")
    context = {
        "meeting": meeting,
        "zone": meeting.body.time_zone,
        "steps": trail(meeting.body, meeting, _("Arrivals and departures")),
        "stays": rows.order_by("arrived_at", "pk"),
        "open": meeting.stage in (Stage.OPEN, Stage.CLOSED),
    }
    return page(request, "communes/meetings/attendance.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_times(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct when somebody came or left; what it changes in decisions is said first."""
    stay = _stay(request, public_id)
    form = TimesForm(stay, posted(request))
    if request.method == "POST" and form.is_valid():

        def correct() -> str:
            told = form.cleaned_data
            more = {"reason": told["reason"], "knowing": told["knowing"]}
            by, at = actor(request), moment(request)
            retiming.retime(stay, times=form.times(), by=by, at=at, **more)
            return reverse("attendance", args=[stay.meeting.public_id])

        done = perform(request, correct, form=form, said=_("The times are corrected."))
        if done:
            return done
    context: dict[str, Any] = {
        "stay": stay,
        "meeting": stay.meeting,
        "zone": stay.meeting.body.time_zone,
        "steps": trail(stay.meeting.body, stay.meeting, _("Correct the times")),
        "standing": standing_problems(stay),
        "named": any(problem.code == "changes_decision" for problem in refused(request)),
    }
    return page(request, "communes/meetings/correct_times.html", context, form=form)


def standing_problems(stay: Attendance) -> list[Problem]:
    """Why the entry can be corrected no more, whatever times are told."""
    if stay.struck_at is not None:
        return [Problem("already_struck", _("This entry was already struck out or corrected."))]
    return []


def _stay(request: HttpRequest, public_id: UUID) -> Attendance:
    """An entry of a meeting that the reader runs (404 where it cannot be read, 403 else)."""
    person, at = me(request), moment(request)
    if person is None:
        raise Http404
    rows = Attendance.objects.filter(meeting__in=permissions.readable_meetings(person, at))
    stay = found_or_404(rows.select_related("meeting__body", "person"), public_id)
    runs = permissions.may_run(person, stay.meeting, at)
    require(runs or only_again(request))
    return stay
