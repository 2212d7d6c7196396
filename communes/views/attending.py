"""Who comes in and who goes out: found by a few letters, checked in, out, and back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.domain import attending, presenting, recognising, retiming
from communes.forms.picking import LettersForm, ids, persons
from communes.forms.recording import CodeForm, GuestForm
from communes.models import AgendaItem, Attendance, Meeting
from communes.views.asking import actor, moment, page, perform
from communes.views.door import door_page, door_url
from communes.views.reaching import item_in, run_by
from communes.views.receiving import happened
from communes.views.room import room_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def room_find(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who is meant by a few letters; asked by POST, so that no name stands in an address."""
    meeting = run_by(request, public_id)
    letters = LettersForm.letters(request.POST)
    if getattr(request, "htmx", None):
        return found_list(request, meeting, letters)
    return _room(request, meeting, letters=letters)


def found_list(request: HttpRequest, meeting: Meeting, letters: str) -> HttpResponse:
    """The matches alone, as the room shows them: quick, for every letter asks for them."""
    context = {
        "meeting": meeting,
        "item": _item(request, meeting),
        "door": request.POST.get("door", ""),
        "zone": meeting.body.time_zone,
        "letters": letters,
        "matches": presenting.at_the_door(meeting, letters, moment(request)),
    }
    return page(request, "communes/room/found.html", context)


@login_required
@require_POST
def check_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a person in."""
    meeting = run_by(request, public_id)
    people = recognising.may_come(meeting.body, meeting.sitting, moment(request))
    found = persons(people, [request.POST.get("person", "")])

    def enter() -> str:
        if not found:
            raise Http404
        attending.check_in(meeting, found, by=actor(request), at=happened(request, meeting))
        return _back(request, meeting)

    return _answer(request, meeting, enter, part=request.POST.get("person"))


@login_required
@require_POST
def check_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that somebody left, or strike out a check-in that was a slip."""
    meeting = run_by(request, public_id)
    left, slip = request.POST.get("left", ""), request.POST.get("slip", "")
    wanted = ids([left or slip])
    row = Attendance.objects.filter(meeting=meeting, public_id__in=wanted).first()

    def act() -> str:
        if row is None:
            raise Http404
        deed = attending.check_out if left else retiming.strike
        deed(row, by=actor(request), at=happened(request, meeting))
        return _back(request, meeting)

    return _answer(request, meeting, act, part=f"{bool(left)}:{left or slip}")


@login_required
@require_POST
def check_in_guest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a guest in who is in no register."""
    meeting = run_by(request, public_id)
    form = GuestForm(request.POST)
    if form.is_valid():

        def enter() -> str:
            name, at = form.cleaned_data["name"], happened(request, meeting)
            attending.check_in_guest(meeting, name, by=actor(request), at=at)
            return _back(request, meeting)

        done = perform(request, enter, form=form, said=_("The guest is in the room."))
        if done:
            return done
    return _room(request, meeting, form=form, guest=form)


@login_required
@require_POST
def check_in_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let in whoever has this member number or slip; the code stands in no address."""
    meeting = run_by(request, public_id)
    form = CodeForm(request.POST)
    if form.is_valid():
        named: list[str] = []

        def enter() -> str:
            at = happened(request, meeting)
            person = presenting.bearer(meeting, form.cleaned_data["code"], at)
            attending.check_in(meeting, [person], by=actor(request), at=at)
            named.append(person.name)
            return _back(request, meeting)

        done = perform(request, enter, form=form, said=lambda: _in_the_room(named[0]))
        if done:
            return done
    return _room(request, meeting, form=form, code=form)


def _in_the_room(name: str) -> str:
    return _("%(name)s is in the room.") % {"name": name}


def _item(request: HttpRequest, meeting: Meeting) -> AgendaItem | None:
    return item_in(meeting, request.POST.get("item", ""))


def _room(request: HttpRequest, meeting: Meeting, **more: Any) -> HttpResponse:
    """The screen that was used: the door's, or the recorder's."""
    if "door" in request.POST:
        return door_page(request, meeting, request.POST["door"], **more)
    return room_page(request, meeting, _item(request, meeting), **more)


def _back(request: HttpRequest, meeting: Meeting) -> str:
    if "door" in request.POST:
        return door_url(meeting, request.POST["door"], request.POST.get("by", ""))
    item = _item(request, meeting)
    there = ("item", item.public_id) if item else ("room", meeting.public_id)
    return reverse(there[0], args=[there[1]]) + "#room"


def _answer(
    request: HttpRequest, meeting: Meeting, deed: Callable[[], str], *, part: object
) -> HttpResponse:
    """To htmx the room for the same letters: the next of the household still stands there."""
    done = perform(request, deed, part=part)
    if done is not None and not getattr(request, "htmx", None):
        return done
    return _room(request, meeting, letters=LettersForm.letters(request.POST))
