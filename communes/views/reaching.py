"""The body, meeting or item that an address names, as far as the reader may see it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from communes import permissions
from communes.models import AgendaItem, Body, Meeting
from communes.templatetags.meetings import meeting_title
from communes.views.asking import found_or_404, me, moment, only_again, require, require_seen


def body_of(request: HttpRequest, public_id: UUID) -> Body:
    """The body, if the reader may read its meetings; another circle's is not there (404)."""
    require(me(request) is not None)
    body = found_or_404(Body.objects.all(), public_id)
    require_seen(permissions.may_read_meetings(me(request), body, moment(request)))
    return body


def meeting_of(request: HttpRequest, public_id: UUID) -> Meeting:
    """The meeting, if the reader may read it (404 else)."""
    require(me(request) is not None)
    rows = permissions.readable_meetings(me(request), moment(request))
    return found_or_404(rows.select_related("body"), public_id)


def run_by(request: HttpRequest, public_id: UUID) -> Meeting:
    """The meeting, for those who run it (403 for other readers).

    A form that was handed in before is only answered again, even if it took the right away.
    """
    meeting = meeting_of(request, public_id)
    runs = permissions.may_run(me(request), meeting, moment(request))
    require(runs or only_again(request))
    return meeting


def item_of(request: HttpRequest, public_id: UUID) -> AgendaItem:
    """The item, if the reader may read its meeting (404 else)."""
    require(me(request) is not None)
    meetings = permissions.readable_meetings(me(request), moment(request))
    rows = AgendaItem.objects.filter(meeting__in=meetings)
    return found_or_404(rows.select_related("meeting__body", "motion_version__motion"), public_id)


def item_run_by(request: HttpRequest, public_id: UUID) -> AgendaItem:
    """The item, for those who run its meeting (403 for other readers)."""
    item = item_of(request, public_id)
    runs = permissions.may_run(me(request), item.meeting, moment(request))
    require(runs or only_again(request))
    return item


def item_in(meeting: Meeting, value: str) -> AgendaItem | None:
    """The item of the meeting that a form names, if it names one. Raises `Http404`."""
    if not value:
        return None
    try:
        return meeting.items.filter(public_id=UUID(value)).first()
    except ValueError:
        raise Http404 from None


def address(name: str | None, *args: object) -> str:
    """The address of a page by name, empty where no app brings it."""
    try:
        return reverse(name, args=args) if name else ""
    except NoReverseMatch:
        return ""


def trail(body: Body, meeting: Meeting | None = None, *more: str) -> Sequence[dict[str, Any]]:
    """Where a page of a body's meetings stands."""
    steps = [
        {"name": body.name, "url": address("body", body.public_id)},
        {"name": _("Meetings"), "url": address("meetings", body.public_id)},
    ]
    if meeting is not None:
        url = address("meeting", meeting.public_id)
        steps.append({"name": meeting_title(meeting), "url": url})
    return [*steps, *({"name": name, "url": ""} for name in more)]


def tabs(body: Body, current: str) -> Sequence[dict[str, Any]]:
    """The books that a body keeps, as tabs."""
    pages = {
        "meetings": _("Meetings"),
        "proposals": _("Proposals"),
        "resolutions": _("Resolutions"),
        "motions": _("Motions"),
        "tasks": _("Tasks"),
        "over_time": _("Over time"),
        "book": _("Minute book"),
    }
    return [
        {"label": label, "url": reverse(name, args=[body.public_id]), "current": name == current}
        for name, label in pages.items()
    ]
