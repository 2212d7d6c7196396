"""Report-backs: the draft that both delegates write, filing it, and reading what was filed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.forms.picking import ids
from communes.models import Meeting
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    posted,
    refused,
    replayed,
    require,
    require_seen,
)
from communes.views.reaching import trail
from mandates import permissions
from mandates.domain import binding, reporting
from mandates.forms import ReportForm
from mandates.models import Mandate, Report


@login_required
@require_POST
def begin_report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin the report of one's delegation on a session, or go on with the one begun."""
    mandate = found_or_404(binding.with_seats(Mandate.objects.all()), public_id)
    at, sender = moment(request), mandate.seat.sending_body
    require(permissions.may_declare(me(request), mandate) and mandate.in_force(at))
    wanted = ids([request.POST.get("session", "")])
    session = Meeting.objects.filter(public_id__in=wanted, body=mandate.seat.body).first()
    require_seen(sender is not None and session is not None)

    def begin() -> str:
        assert sender is not None
        assert session is not None
        row = reporting.begin(sender, session, by=actor(request), at=at)
        return reverse("report", args=[row.public_id])

    done = perform(request, begin)
    return done or page(request, "refused.html", {"back": reverse("my_mandates")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The report: the delegates write and file it; others read it once it was filed."""
    related = ("sender", "session__body", "saved_by", "item__meeting__body")
    row = found_or_404(Report.objects.select_related(*related), public_id)
    at, person = moment(request), me(request)
    writes = permissions.may_write_report(person, row, at)
    require_seen(writes or permissions.may_read_report(person, row, at))
    form = ReportForm(posted(request), initial={"text": row.text, "version": row.version})
    if request.method == "POST":
        require(writes)
        if replayed(request) or form.is_valid():
            done = _save(request, row, form)
            if done is not None:
                return done
    theirs = _theirs(request)
    if theirs and request.method == "POST":
        row.refresh_from_db()
        data = request.POST.copy()
        data["version"] = str(row.version)
        form = ReportForm(data)
    return page(request, "mandates/report.html", _context(row, writes, theirs, at), form=form)


def _theirs(request: HttpRequest) -> str:
    """The text that the other delegate saved meanwhile."""
    found = [one for one in refused(request) if one.code == "text_moved_on"]
    return str(found[0].figures["theirs"]) if found else ""


def _context(row: Report, writes: bool, theirs: str, at: datetime) -> dict[str, Any]:
    dues = reporting.dues([row.sender_id], at)
    due = next((one for one in dues if one.report == row), None)
    return {
        "report": row,
        "steps": trail(row.sender)[:1],
        "writes": writes and row.filed_at is None,
        "theirs": theirs,
        "due": due,
        "state": due.state(at) if due else "",
    }


def _save(request: HttpRequest, row: Report, form: ReportForm) -> HttpResponse | None:
    """Save the draft; with the other button file it too, as one act."""
    filing = request.POST.get("do") == "file"
    at = moment(request)

    def act() -> str:
        told = form.cleaned_data
        reporting.submit(
            row, told["text"], seen=told["version"], files=filing, by=actor(request), at=at
        )
        return reverse("report", args=[row.public_id])

    said = (
        _("The report is filed; the next agenda gets it.") if filing else _("The draft is saved.")
    )
    return perform(request, act, form=form, said=said)
