"""The agenda of a convened or open meeting: items moved, taken off, added; motions chosen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communes.domain import moving, ordering, planning
from communes.domain.acting import Actor
from communes.forms.adding import AddForm
from communes.forms.lines import minutes_of
from communes.models import AgendaItem, Meeting, MotionVersion, Stage
from communes.views.asking import actor, moment, page, perform
from communes.views.meetings import meeting_page
from communes.views.reaching import item_in, item_run_by, run_by, trail


@login_required
@require_POST
def meeting_agenda(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add lines to the agenda, or move or take off the item that the pressed button names."""
    meeting = run_by(request, public_id)
    verb, _colon, key = request.POST.get("do", "add").partition(":")
    if verb == "add":
        return _add(request, meeting)
    item = None if verb in ("order", "minutes") else item_in(meeting, key)

    def act() -> str:
        _act(request, meeting, verb, item)
        return reverse("meeting", args=[meeting.public_id]) + "#agenda"

    return perform(request, act, part=f"{verb}:{key}") or meeting_page(request, meeting)


def _act(request: HttpRequest, meeting: Meeting, verb: str, item: AgendaItem | None) -> None:
    by, at = actor(request), moment(request)
    ordering.plan_minutes(meeting, minutes_of(request.POST), by=by, at=at)
    if verb == "order":
        keys = [key for key in request.POST.get("order", "").split(",") if key]
        ordering.arrange(meeting, keys, by=by, at=at)
    elif item is not None and verb in ON_ITEM:
        ON_ITEM[verb](item, by, at)
    elif verb != "minutes":
        raise Http404


ON_ITEM: Mapping[str, Callable[[AgendaItem, Actor, datetime], None]] = {
    "drop": lambda item, by, at: planning.remove_item(item, by=by, at=at),
    "up": lambda item, by, at: ordering.step_item(item, -1, by=by, at=at),
    "down": lambda item, by, at: ordering.step_item(item, 1, by=by, at=at),
    "in": lambda item, by, at: ordering.put_under(item, True, by=by, at=at),
    "out": lambda item, by, at: ordering.put_under(item, False, by=by, at=at),
}
"""What the buttons beside an item do."""


def _add(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = AddForm(meeting.body, request.POST)
    if form.is_valid():

        def add() -> str:
            planning.put_on_agenda(meeting, form.planned(), by=actor(request), at=moment(request))
            return _back(meeting)

        added = len(form.cleaned_data["lines"])
        said = ngettext("%(count)s item was added.", "%(count)s items were added.", added)
        done = perform(request, add, form=form, said=said % {"count": added})
        if done:
            return done
    if meeting.stage == Stage.OPEN:
        from communes.views.room import room_page

        return room_page(request, meeting, add=form, form=form)
    return meeting_page(request, meeting, add=form, form=form)


def _back(meeting: Meeting) -> str:
    name = "room" if meeting.stage == Stage.OPEN else "meeting"
    return reverse(name, args=[meeting.public_id]) + "#agenda"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_motion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose the motion, in the version, that an item is to decide on."""
    item = item_run_by(request, public_id)
    body = item.meeting.body
    rows = MotionVersion.objects.filter(motion__raised_in=body).select_related("motion")
    newest = rows.order_by("motion", "-number")
    if request.method == "POST":
        chosen = _chosen(rows, request.POST.get("version", ""))

        def choose() -> str:
            moving.plan(item, chosen, by=actor(request), at=moment(request))
            if item.meeting.opened_at:
                return reverse("item", args=[item.public_id])
            return reverse("meeting", args=[item.meeting.public_id])

        done = perform(request, choose, said=_("The motion is chosen."))
        if done:
            return done
    context = {"item": item, "steps": trail(body, item.meeting), "versions": newest[:200]}
    return page(request, "communes/motions/plan.html", context)


def _chosen(rows: QuerySet[MotionVersion], key: str) -> MotionVersion | None:
    try:
        return rows.filter(public_id=UUID(key)).first()
    except ValueError:
        return None
