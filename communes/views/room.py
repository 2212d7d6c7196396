"""The room: one screen on which a meeting is recorded, for those who run it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import attending, presenting
from communes.domain.attending import Room
from communes.domain.resolving import room_decides_problems
from communes.forms.adding import AddForm
from communes.forms.clocks import ClockForm
from communes.forms.recording import GuestForm
from communes.models import AgendaItem, Attendance, Meeting, Residence, Stage, Submission
from communes.periods import holding
from communes.views import confided, receiving
from communes.views.asking import account, me, moment, page
from communes.views.items import item_parts, item_reading
from communes.views.meetings import agenda, planned
from communes.views.reaching import item_in, item_of, run_by

LIVE = (Stage.OPEN, Stage.CLOSED)
SCRIPTS = (
    "outbox.js",
    "record.js",
    "entries.js",
    "finder.js",
    "recorder.js",
    "speaking.js",
    "shortcuts.js",
)
"""In the order in which they lean on one another."""


@login_required
@require_http_methods(["GET", "HEAD"])
def room(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The room, at the item that the meeting is at."""
    meeting = run_by(request, public_id)
    if meeting.stage not in LIVE:
        return HttpResponseRedirect(reverse("meeting", args=[meeting.public_id]))
    item = current(meeting)
    if item is not None:
        return HttpResponseRedirect(reverse("item", args=[item.public_id]))
    return room_page(request, meeting)


@login_required
@require_http_methods(["GET", "HEAD"])
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The room at one item; for other readers, what was recorded and decided on it."""
    found = item_of(request, public_id)
    meeting = found.meeting
    if permissions.may_run(me(request), meeting, moment(request)) and meeting.stage in LIVE:
        return room_page(request, meeting, found)
    return item_reading(request, found)


@login_required
@require_http_methods(["GET", "HEAD"])
def room_live(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The room again if anything changed since `seen`; else nothing, so that nothing moves."""
    meeting = run_by(request, public_id)
    if request.GET.get("seen") == stamp(meeting):
        return HttpResponse(status=204)
    return room_page(request, meeting, item_in(meeting, request.GET.get("item", "")))


def current(meeting: Meeting) -> AgendaItem | None:
    """The first item that the meeting is not done with; the last one when it is done with all."""
    rows = meeting.items.order_by("position", "pk")
    return rows.filter(finished_at__isnull=True).first() or rows.last()


def room_page(
    request: HttpRequest,
    meeting: Meeting,
    item: AgendaItem | None = None,
    *,
    letters: str = "",
    form: Any = None,
    **more: Any,
) -> HttpResponse:
    """The room; `more` holds forms that come back with what was wrong, and texts in conflict."""
    at = receiving.clock(request, meeting) or moment(request)
    item = item or current(meeting)
    state = attending.room(meeting, at)
    context = {
        "meeting": meeting,
        "zone": meeting.body.time_zone,
        "live": meeting.stage == Stage.OPEN,
        "item": item,
        "meter": meter(state),
        **clock_parts(request, meeting),
        **agenda_parts(request, meeting, item, at),
        **door_parts(request, meeting, letters, at),
        **(item_parts(request, item, state, at) if item else {}),
        **more,
    }
    return page(request, "communes/room/room.html", context, form=form)


def clock_parts(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """Where the clock stands when a meeting is entered afterwards, and what the outbox needs:
    the room's state as a stamp, its scripts, how many entries of this person the server has."""
    behind, now = receiving.clock(request, meeting), moment(request)
    mine = Submission.objects.filter(account=account(request))
    received = mine.filter(at__gte=meeting.opened_at).count() if meeting.opened_at else 0
    return {
        "behind": behind,
        "clock": ClockForm.at(meeting, now, behind or meeting.opened_at or now),
        "stamp": stamp(meeting),
        "scripts": SCRIPTS,
        "received": received,
    }


def agenda_parts(
    request: HttpRequest, meeting: Meeting, item: AgendaItem | None, at: datetime
) -> dict[str, Any]:
    """The agenda with the item that the screen stands at, and the time it takes."""
    items = agenda(meeting)
    confided.name(request, items)
    for one in items:
        one["here"] = item is not None and one["item"].pk == item.pk
    return {
        "items": items,
        "plan": planned(meeting, items),
        "elapsed": at - meeting.opened_at if meeting.opened_at else None,
        "add": AddForm(meeting.body),
    }


def door_parts(
    request: HttpRequest, meeting: Meeting, letters: str, at: datetime
) -> dict[str, Any]:
    """Who is in the room, and who may be coming in."""
    return {
        "people": in_room(meeting, at),
        "letters": letters,
        "matches": presenting.at_the_door(meeting, letters, at),
        "keeps": permissions.may_keep_register(me(request), meeting.body, at),
        "guest": GuestForm(),
    }


def meter(state: Room) -> dict[str, Any]:
    """The room as the meter shows it: who is here, what the quorum and the women's share lack."""
    presence = state.presence
    in_members = state.quorum.unit != "households"
    told: dict[str, Any] = {
        "present": state.members,
        "women": state.women,
        "quorum": state.quorum.needed if in_members else None,
        "households": None if in_members else state.quorum,
        "blocked": room_decides_problems(state),
        "others": state.observers + state.guests,
    }
    if presence is not None:
        told["women_needed"] = 0 if presence.met else presence.missing or 1
        told["women_percent"] = presence.percent
        told["warns"] = not state.presence_binds and not presence.met
        if presence.met and presence.may_leave:
            leave = ngettext(
                "%(count)s woman may leave", "%(count)s women may leave", presence.may_leave
            )
            told["may_leave"] = leave % {"count": presence.may_leave}
    return told


def in_room(meeting: Meeting, at: datetime) -> Sequence[Attendance]:
    """Everyone who is in the room, by name, with their household."""
    home = Residence.objects.filter(holding(at), person=OuterRef("person"))
    rows = Attendance.objects.in_room(at).filter(meeting=meeting)
    rows = rows.select_related("person", "stands_for")
    named = rows.annotate(household=Subquery(home.values("household__name")[:1]))
    by_name = F("person__sort_key").asc(nulls_last=True)
    return list(named.order_by(by_name, "guest_name", "pk"))


def stamp(meeting: Meeting) -> str:
    """A short text that changes whenever someone comes or goes, or the agenda moves on."""
    stays = meeting.attendances.aggregate(
        rows=Count("pk"),
        left=Count("pk", filter=Q(left_at__isnull=False)),
        struck=Count("pk", filter=Q(struck_at__isnull=False)),
        last=Max("pk"),
    )
    floor = meeting.speeches.aggregate(
        *(Max(name) for name in ("pk", "began_at", "ended_at", "withdrawn_at"))
    )
    items = meeting.items.order_by("position", "pk").annotate(
        entered=Max("resolutions__pk"), called=Max("ballots__pk"), closed=Max("ballots__closed_at")
    )
    columns = ("pk", "position", "finished_at", "urgent", "entered", "called", "closed")
    told = [
        str(meeting.stage),
        sorted(stays.items()),
        sorted(floor.items()),
        meeting.debate_answers.aggregate(Max("pk")),
        list(items.values_list(*columns)),
    ]
    return sha256(repr(told).encode()).hexdigest()[:16]
