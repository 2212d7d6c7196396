"""The speaking list in the room: who asks, who has the floor, what the women answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.domain import speaking
from communes.forms.picking import ids
from communes.models import AgendaItem, Attendance, Speech
from communes.views.asking import actor, perform
from communes.views.reaching import item_run_by
from communes.views.receiving import happened
from communes.views.room import room_page

DEEDS: dict[str, Callable[..., Any]] = {
    "give": speaking.give_floor,
    "end": speaking.end,
    "withdraw": speaking.withdraw,
}


@login_required
@require_POST
def speak_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody in the room asks for the floor, or raises a point of order."""
    item = item_run_by(request, public_id)
    order = bool(request.POST.get("order"))
    wanted = ids([request.POST.get("order") or request.POST.get("stay", "")])
    stay = Attendance.objects.filter(meeting=item.meeting, public_id__in=wanted).first()

    def ask() -> str:
        if stay is None:
            raise Http404
        by, at = actor(request), happened(request, item.meeting)
        speaking.ask(item, stay, by=by, at=at, point_of_order=order)
        return _here(item)

    done = perform(request, ask, part=f"{order}:{wanted}")
    return done or room_page(request, item.meeting, item)


@login_required
@require_POST
def speak_floor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the floor to whoever is next, end a speech, or take somebody off the list."""
    item = item_run_by(request, public_id)
    name = next((one for one in DEEDS if request.POST.get(one)), "")
    wanted = ids([request.POST.get(name, "")])
    rows = Speech.objects.filter(meeting=item.meeting, public_id__in=wanted)
    speech = rows.select_related("meeting__body", "item").first()

    def act() -> str:
        if speech is None:
            raise Http404
        DEEDS[name](speech, by=actor(request), at=happened(request, item.meeting))
        return _here(item)

    return perform(request, act, part=f"{name}:{wanted}") or room_page(request, item.meeting, item)


@login_required
@require_POST
def speak_answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record what the women answered: whether debate on the item goes on."""
    item = item_run_by(request, public_id)
    goes_on = request.POST.get("goes_on") == "yes"

    def enter() -> str:
        speaking.answer(
            item, goes_on=goes_on, by=actor(request), at=happened(request, item.meeting)
        )
        return _here(item)

    said = _("Debate goes on.") if goes_on else _("Debate on this item does not go on.")
    done = perform(request, enter, said=said, part=goes_on)
    return done or room_page(request, item.meeting, item)


def _here(item: AgendaItem) -> str:
    return reverse("item", args=[item.public_id]) + "#room"
