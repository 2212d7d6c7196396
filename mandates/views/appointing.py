"""Seats filled by resolution and alternates named; alternates answer, holders resign."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.models import Attendance, Person
from communes.views.asking import actor, found_or_404, me, moment, page, perform, posted, require
from mandates import permissions
from mandates.domain import appointing, resigning, succeeding
from mandates.forms import AppointForm
from mandates.models import Mandate
from mandates.views import entering
from mandates.views.entering import ASKED, Entry


@login_required
@require_http_methods(ASKED)
def appoint(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter who is given a seat by resolution, and who stands in, in which order."""
    item = entering.item_for(request, public_id, "appointment")
    at, standing = moment(request), entering.standing(item)
    here = Attendance.objects.in_room(at).members().filter(meeting=item.meeting)
    form = AppointForm(
        posted(request),
        seats=appointing.seats_of(item.meeting.body, at),
        people=Person.objects.filter(pk__in=here.values("person")).order_by("sort_key", "pk"),
        initial=standing.facts if standing else {},
        mending=standing is not None,
    )
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: appointing.appoint_problems(item, form.wanted(), count, at, slip),
        deed=lambda count, slip: appointing.appoint(
            item, wanted=form.wanted(), **entering.given(request, form, count, slip)
        ),
        standing=standing,
    )
    answer = entering.answer(request, entry, said=_("The decision is entered."))
    return answer or entering.shown(request, entry, "mandates/appoint.html", {})


@login_required
@require_http_methods(ASKED)
def resign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give one's own mandate back; first it says what ends with it."""
    row = found_or_404(Mandate.objects.select_related("seat__body", "person"), public_id)
    require(permissions.may_resign(me(request), row))
    at, url = moment(request), reverse("mandate", args=[row.public_id])

    def give_back() -> str:
        resigning.resign(row, by=actor(request), at=at)
        return url

    if request.method == "POST":
        done = perform(request, give_back, said=_("You have resigned; the body is told."))
        if done is not None:
            return done
    context = {
        "mandate": row,
        "back": url,
        "consequences": resigning.would_end(row, at),
        "why_not": resigning.resign_problems(row, at),
        "steps": [{"name": row.seat.body.name, "url": url}, {"name": _("Resign")}],
    }
    return page(request, "mandates/resign.html", context)


@login_required
@require_POST
def accept_call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the vacant seat to which one is called as alternate."""
    return _answer(request, public_id, accepts=True)


@login_required
@require_POST
def decline_call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leave the vacant seat to the next."""
    return _answer(request, public_id, accepts=False)


def _answer(request: HttpRequest, public_id: UUID, *, accepts: bool) -> HttpResponse:
    rows = permissions.answerable(me(request), moment(request))
    row = found_or_404(rows.select_related("seat__body"), public_id)
    by, at = actor(request), moment(request)

    def answer() -> str:
        if accepts:
            succeeding.accept(row, by=by, at=at)
        else:
            succeeding.decline(row, by=by, at=at)
        return reverse("seat", args=[row.seat.public_id])

    said = (
        _("The seat is taken.") if accepts else _("The next alternate is called, if there is one.")
    )
    back = reverse("seat", args=[row.seat.public_id])
    done = perform(request, answer, said=said)
    return done or page(request, "refused.html", {"back": back})
