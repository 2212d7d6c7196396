"""The meetings of a body, and each meeting's own page: where it stands and what is next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import kinds, permissions
from communes.arithmetic import outlines
from communes.domain import attending, chartering, convening, opening
from communes.domain.convening import second_problems
from communes.forms.adding import AddForm
from communes.models import (
    AgendaItem,
    Meeting,
    Resolution,
    Role,
    Stage,
)
from communes.papers.lists import BLANK, on_sheet
from communes.templatetags.meetings import kind_label
from communes.views import confided
from communes.views.asking import actor, me, moment, page, perform
from communes.views.reaching import address, body_of, meeting_of, run_by, tabs, trail

SHOWN = 50
JUST_BEFORE = timedelta(microseconds=1)


@login_required
@require_http_methods(["GET", "HEAD"])
def meetings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The meetings of a body: what is to come and under way, then what was held."""
    body = body_of(request, public_id)
    at = moment(request)
    rows = Meeting.objects.filter(body=body).select_related("body")
    going = rows.filter(signed_at__isnull=True, cancelled_at__isnull=True)
    held = rows.exclude(pk__in=going.values("pk"))
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "meetings"),
        "going": list(_counted(going).order_by("starts_at", "pk")),
        "held": Paginator(_counted(held).order_by("-starts_at", "-pk"), SHOWN).get_page(
            request.GET.get("page")
        ),
        "may_convene": permissions.may_convene(me(request), body, at),
        "may_demand": permissions.may_demand(me(request), body, at),
        "last": held.filter(cancelled_at__isnull=True).first(),
        "rules": chartering.communes_parameters(at, body),
    }
    return page(request, "communes/meetings/list.html", context)


def _counted(rows: Any) -> Any:
    standing = Q(items__resolutions__in=Resolution.objects.standing())
    decided = Count("items__resolutions", filter=standing, distinct=True)
    return rows.annotate(points=Count("items", distinct=True), decided=decided)


@login_required
@require_http_methods(["GET", "HEAD"])
def meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One meeting: when and where, its agenda, who runs it, what is next."""
    found = meeting_of(request, public_id)
    return meeting_page(request, found)


def meeting_page(
    request: HttpRequest, found: Meeting, *, form: Any = None, **more: Any
) -> HttpResponse:
    """The meeting's page, with what an act on it was refused for."""
    at = moment(request)
    runs = permissions.may_run(me(request), found, at)
    items = agenda(found)
    confided.name(request, items)
    context = {
        "meeting": found,
        "steps": trail(found.body, found)[:-1],
        "items": items,
        "plan": planned(found, items),
        "chairs": opening.named(found, Role.CHAIR),
        "recorders": opening.named(found, Role.RECORDER),
        "runs": runs,
        "edits": runs and found.stage == Stage.CONVENED,
        "signs": permissions.may_sign(me(request), found),
        "publishes": permissions.may_publish(me(request), found, at),
        "add": AddForm(found.body) if runs else None,
        "too_early": _too_early(found, at),
        "second": Meeting.objects.filter(second_of=found).first(),
        "may_second": _may_second(request, found, at),
        **more,
    }
    return page(request, "communes/meetings/meeting.html", context, form=form)


def agenda(found: Meeting) -> list[dict[str, Any]]:
    """The items as the agenda shows them: done, now, open; with what was decided."""
    standing = Resolution.objects.standing().order_by("revision")
    rows = found.items.select_related(
        "motion_version__motion", "proposal__person"
    ).prefetch_related(Prefetch("resolutions", standing, to_attr="decided"))
    told = [_told(found, item) for item in rows.order_by("position", "pk")]
    subs, minutes = [one["sub"] for one in told], [one["minutes"] for one in told]
    for one, begins in zip(told, outlines.timetable(subs, minutes).begins, strict=True):
        one["begins"] = found.starts_at + timedelta(minutes=begins)
    if found.stage == Stage.OPEN:
        current = next((one for one in told if one["state"] == "open"), None)
        if current is not None:
            current["state"] = "now"
    return told


def planned(found: Meeting, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How long the agenda is planned to take, when it ends then, and how many items lack a time."""
    subs, minutes = [one["sub"] for one in items], [one["minutes"] for one in items]
    table = outlines.timetable(subs, minutes)
    begins = found.opened_at or found.starts_at
    return {
        "begins": begins,
        "total": table.total,
        "ends": begins + timedelta(minutes=table.total),
        "untimed": table.untimed,
    }


def _told(found: Meeting, item: AgendaItem) -> dict[str, Any]:
    decided = getattr(item, "decided", [])
    begun = found.stage not in (Stage.CONVENED, Stage.CANCELLED)
    plan = kinds.kind(item.kind).plan
    return {
        "item": item,
        "number": item.number,
        "sub": item.parent_id is not None,
        "title": item.title,
        "url": reverse("item", args=[item.public_id]) if begun or plan else "",
        "kind": kind_label(item.kind),
        "minutes": item.planned_minutes,
        "state": "done" if item.finished_at or decided else "open",
        "resolution": decided[-1] if decided else None,
        "plan": address(plan, item.public_id) if plan and not decided else "",
        "proposal": getattr(item, "proposal", None),
        "late": item.added_at > found.convened_at,
    }


def _too_early(found: Meeting, at: datetime) -> bool:
    problems = opening.open_problems(found, chairs=[], recorder=None, at=at)
    return any(problem.code == "meeting_too_early" for problem in problems)


def _may_second(request: HttpRequest, found: Meeting, at: datetime) -> bool:
    """Whether the quorum failed and the reader may convene a second time on the same agenda."""
    if found.closed_at is None or not permissions.may_convene(me(request), found.body, at):
        return False
    if second_problems(found.body, found):
        return False
    return not attending.room(found, found.closed_at - JUST_BEFORE).quorum.met


@login_required
@require_POST
def meeting_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Call a meeting off before it was opened."""
    found = run_by(request, public_id)

    def cancel() -> str:
        convening.cancel(found, by=actor(request), at=moment(request))
        return reverse("meeting", args=[found.public_id])

    done = perform(request, cancel, said=_("The meeting is called off; the body is told."))
    return done or meeting_page(request, found)


@login_required
@require_http_methods(["GET", "HEAD"])
def meeting_notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The notice with the agenda, for the wall."""
    found = meeting_of(request, public_id)
    items = agenda(found)
    context = {
        "meeting": found,
        "items": items,
        "plan": planned(found, items),
        "rules": chartering.communes_parameters(moment(request), found.body),
        "back": reverse("meeting", args=[found.public_id]),
    }
    return page(request, "communes/meetings/notice.html", context)


@login_required
@require_http_methods(["GET", "HEAD"])
def meeting_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The attendance sheet that goes round the room, for those who run the meeting."""
    found = run_by(request, public_id)
    at = moment(request)
    context = {
        "meeting": found,
        "people": on_sheet(found, at),
        "blank": " " * BLANK,
        "months": chartering.communes_parameters(at, found.body).lists_kept_months,
        "back": reverse("meeting", args=[found.public_id]),
    }
    return page(request, "communes/meetings/sheet.html", context)
