"""The clock of a meeting that is entered afterwards: what is entered happened when it stands."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.forms.clocks import ClockForm
from communes.views.asking import moment
from communes.views.reaching import item_in, run_by
from communes.views.receiving import set_clock
from communes.views.room import room_page


@login_required
@require_POST
def room_clock(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Set the clock to when things happened, for the entries that follow; or back to now."""
    meeting = run_by(request, public_id)
    item = item_in(meeting, request.POST.get("item", ""))
    form = ClockForm(meeting, moment(request), request.POST)
    if request.POST.get("do") == "now":
        set_clock(request, meeting, None)
        messages.success(request, _("What you enter happens now again."))
    elif form.is_valid():
        set_clock(request, meeting, form.cleaned_data["instant"])
    else:
        return room_page(request, meeting, item, form=form, clock=form)
    there = ("item", item.public_id) if item else ("room", meeting.public_id)
    return HttpResponseRedirect(reverse(there[0], args=[there[1]]))
