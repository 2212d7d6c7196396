"""The door: who comes in by household, by number or by slip, on a screen beside the recorder's.

Whoever keeps the door sees one household at a time, so that nothing moves under the finger, and
lets each person in singly: a household is not in the room because somebody of it is.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import attending, households, presenting
from communes.domain.households import BY_LETTER, BY_STREET, Door
from communes.forms.picking import ids
from communes.forms.recording import CodeForm, GuestForm
from communes.models import Household, Meeting, Stage
from communes.views import receiving
from communes.views.asking import me, moment, page
from communes.views.reaching import run_by
from communes.views.room import clock_parts, meter, stamp

SCRIPTS = ("outbox.js", "entries.js", "finder.js", "recorder.js", "door.js")
"""In the order in which they lean on one another."""
PARTS = ("meter", "people", "found")
"""What is brought anew by itself: a press at the door brings its household, not the page."""


@login_required
@require_http_methods(["GET", "HEAD"])
def door(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The households of the commune, or the people of one; nothing if nothing changed."""
    meeting = run_by(request, public_id)
    if request.GET.get("seen") == stamp(meeting):
        return HttpResponse(status=204)
    return door_page(request, meeting, request.GET.get("home", ""))


def door_url(meeting: Meeting, home: str = "", by: str = "") -> str:
    """The address of the door, with the household that stands open and the order of the list."""
    known, order = ids([home]), f"by={by}" if by in (BY_STREET, BY_LETTER) else ""
    asked = "&".join(part for part in (f"home={known[0]}" if known else "", order) if part)
    there = reverse("door", args=[meeting.public_id]) + (f"?{asked}" if asked else "")
    return there + ("#people" if known else "")


def door_page(
    request: HttpRequest,
    meeting: Meeting,
    home: str = "",
    *,
    letters: str = "",
    form: Any = None,
    **more: Any,
) -> HttpResponse:
    """The door; `more` holds forms that come back with what was wrong. It may use the camera."""
    request.komin_lends = ("camera",)  # type: ignore[attr-defined]
    at = receiving.clock(request, meeting) or moment(request)
    part, opened = _part(request), _opened(meeting, home, request)
    context = {
        "meeting": meeting,
        "zone": meeting.body.time_zone,
        "live": meeting.stage == Stage.OPEN,
        "meter": meter(attending.room(meeting, at)),
        "door": str(opened.public_id) if opened else "list",
        **_finding(request, meeting, letters, at),
        **clock_parts(request, meeting),
        "scripts": SCRIPTS,
        **({} if part == "meter" else _list(request, meeting, opened)),
        **more,
    }
    return page(request, f"communes/room/door{'_parts' if part else ''}.html", context, form=form)


def _part(request: HttpRequest) -> str:
    """The part that htmx, or the outbox after a receipt, asks for; nothing for the page."""
    target = getattr(getattr(request, "htmx", None), "target", None)
    return target if target in PARTS else ""


def _finding(request: HttpRequest, meeting: Meeting, letters: str, at: datetime) -> dict[str, Any]:
    """What finds or lets in a person by letters, by a code, or as a guest."""
    return {
        "letters": letters,
        "matches": presenting.at_the_door(meeting, letters, at) if letters else None,
        "keeps": permissions.may_keep_register(me(request), meeting.body, at),
        "code": CodeForm(),
        "guest": GuestForm(),
    }


def _opened(meeting: Meeting, home: str, request: HttpRequest) -> Household | None:
    """The household that the address names. Raises `Http404` for one that is not of this door."""
    if not home or home == "list":
        return None
    known = ids([home])
    found = households.household_of(meeting, known[0], moment(request)) if known else None
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, meeting: Meeting, opened: Household | None) -> dict[str, Any]:
    """All households in parts to jump to; or one with its people, and which stand beside it."""
    at = receiving.clock(request, meeting) or moment(request)
    if not households.has_doors(meeting):
        return {"stretches": [], "home": None}
    found = households.doors(meeting, at)
    streets = households.stretches(found, BY_STREET)
    usual = BY_STREET if 1 < len(streets) <= len(found) // 2 else BY_LETTER
    by = request.GET.get("by") or request.POST.get("by") or usual
    parts = streets if by == BY_STREET else households.stretches(found, BY_LETTER)
    rows = [one for part in parts for one in part.doors]
    context: dict[str, Any] = {"by": by, "home": opened, "found": found, "stretches": parts}
    if opened is not None:
        context |= _beside(rows, opened)
        context |= {"stretches": [], "comers": households.comers(meeting, opened, at)}
    else:
        context["tabs"] = _tabs(by)
    return context


def _beside(rows: list[Door], opened: Household) -> dict[str, Any]:
    """The doors before and after the open one, in the order of the list."""
    place = next((n for n, one in enumerate(rows) if one.key == opened.public_id), 0)
    following = rows[place + 1] if place + 1 < len(rows) else None
    return {"before": rows[place - 1] if place else None, "after": following}


def _tabs(by: str) -> list[dict[str, Any]]:
    names = {BY_STREET: _("By street"), BY_LETTER: _("By name")}
    return [
        {"label": label, "url": f"?by={name}", "current": name == by}
        for name, label in names.items()
    ]
