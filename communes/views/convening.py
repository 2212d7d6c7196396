"""Convening a meeting: day and place, the agenda row by row, the notice counted and explained."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.arithmetic import outlines
from communes.domain import convening, drafting, planning, rhythm, rolls
from communes.domain.planning import PlannedItem
from communes.forms.agendas import Row, Rows
from communes.forms.convening import ConveneForm, WhenForm
from communes.models import Basis, Body, Meeting, Proposal, Sitting
from communes.views.asking import actor, me, moment, only_again, page, perform, require
from communes.views.reaching import body_of, meeting_of, trail

ASKED = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(ASKED)
def convene(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Compose and convene; every button but the last only changes the rows."""
    body = body_of(request, public_id)
    at = moment(request)
    require(permissions.may_convene(me(request), body, at))
    if request.method != "POST":
        return _page(request, *_proposed(request, body))
    rows = Rows.posted(body, request.POST)
    what = request.POST.get("do", "convene")
    if what != "convene":
        form = ConveneForm(body, initial=request.POST.dict())
        _compose(body, rows, what, request)
        return _page(request, form, rows.with_empty())
    form = ConveneForm(body, request.POST)
    if hold_together(form, rows):
        done = perform(
            request,
            lambda: _convened(request, body, form, rows),
            form=form,
            said=_("The meeting is convened; the body is told."),
        )
        if done:
            return done
    return _page(request, form, rows)


def _proposed(request: HttpRequest, body: Body) -> tuple[ConveneForm, Rows]:
    """The next meeting in the body's rhythm, with what waits for an agenda."""
    at = moment(request)
    proposal = rhythm.proposed(body, _sitting(request), _notice(body, at), at)
    told = {**WhenForm.told(proposal), "sitting": _sitting(request)}
    points = [Row.of_point(point) for point in planning.waiting(body, _sitting(request))]
    if _sitting(request) == Sitting.ASSEMBLY:
        wished = Proposal.objects.waiting().filter(body=body).order_by("proposed_at", "pk")
        points += [Row.of_proposal(proposal) for proposal in wished]
    return ConveneForm(body, initial=told), Rows(body, points).with_empty()


def _sitting(request: HttpRequest) -> str:
    asked = request.POST.get("sitting") or request.GET.get("sitting", "")
    return asked if asked in Sitting.values else Sitting.ASSEMBLY


def _notice(body: Body, at: datetime) -> int:
    return convening.notice_needed(body, [], at)


def _compose(body: Body, rows: Rows, what: str, request: HttpRequest) -> None:
    if what in ("take", "copy"):
        source = request.POST.get("source", "") if what == "take" else "last"
        rows.extend(Row.of_planned(item) for item in _source(request, body, source))
    else:
        rows.act(what, request.POST)


def _source(request: HttpRequest, body: Body, source: str) -> list[PlannedItem]:
    """The items that an agenda is to begin with; none for a source that is not offered."""
    sitting, at = _sitting(request), moment(request)
    if source == "template":
        return drafting.template(body, sitting, at)
    if source == "open":
        return drafting.left_open(body, sitting)
    rows = drafting.earlier(body, sitting)
    chosen = next((row for row in rows[: drafting.EARLIER] if source in (row.key, "last")), None)
    return drafting.like(chosen) if chosen else []


def _convened(request: HttpRequest, body: Body, form: WhenForm, rows: Rows) -> str:
    made = convening.convene(
        body, form.invitation(rows.planned()), by=actor(request), at=moment(request)
    )
    return reverse("meeting", args=[made.public_id])


def _page(request: HttpRequest, form: WhenForm, rows: Rows) -> HttpResponse:
    body, at = form.body, moment(request)
    context = {
        "body": body,
        "steps": trail(body),
        "rows": rows,
        "compose_url": reverse("convene", args=[body.public_id]),
        "notice": notice(body, form, rows, at),
        "plan": planned(body, form, rows),
        "earlier": drafting.earlier(body, _sitting(request))[: drafting.EARLIER],
        "source": request.POST.get("source", ""),
        "met": rhythm.met(body, _sitting(request), at),
        "proposal": rhythm.proposed(body, _sitting(request), _notice(body, at), at),
        "today": rolls.day_of(body, at).date(),
    }
    return page(request, "communes/meetings/convene.html", context, form=form)


def hold_together(form: WhenForm, rows: Rows) -> bool:
    """Whether form and rows may be handed to the deed; wrong rows are told of above the form."""
    right = form.is_valid()
    if not rows.is_valid():
        form.add_error(None, _("Mend the rows of the agenda that are marked."))
        return False
    return right


def notice(body: Body, form: WhenForm, rows: Rows, at: datetime) -> dict[str, Any]:
    """The clear days that the day leaves, and those that the charter asks for."""
    items = [PlannedItem(row.title or "—", row.kind) for row in rows.rows if row.title.strip()]
    needed = convening.notice_needed(body, items, at)
    starts_at = form.typed()
    if starts_at is None:
        return {"needed": needed}
    given = convening.days_of_notice(body, starts_at, at)
    return {"needed": needed, "given": given, "starts_at": starts_at, "short": given < needed}


def planned(body: Body, form: WhenForm, rows: Rows) -> dict[str, Any]:
    """How long the rows take as they stand, and by the clock when each begins and all ends."""
    table, numbers, begins = rows.timetable, outlines.numbers(rows.subs), form.typed()
    lines: list[dict[str, Any]] = [
        {"number": number, "form": one, "sub": sub}
        for number, one, sub in zip(numbers, rows.forms, rows.subs, strict=True)
    ]
    told = {"total": table.total, "untimed": rows.untimed, "lines": lines}
    if begins is None:
        return told
    for line, row, minutes in zip(lines, rows.rows, table.begins, strict=True):
        if table.total and row.title.strip():
            line["begins"] = begins + timedelta(minutes=minutes)
    return {**told, "begins": begins, "ends": begins + timedelta(minutes=table.total)}


@login_required
@require_http_methods(ASKED)
def second(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Convene a second time on the same agenda, after a meeting without a quorum."""
    first = meeting_of(request, public_id)
    body, at = first.body, moment(request)
    require(permissions.may_convene(me(request), body, at) or only_again(request))
    proposal = rhythm.proposed(body, first.sitting, _notice(body, at), at)
    told = {**WhenForm.told(proposal), "day": proposal.earliest, "place": first.place}
    form = WhenForm(body, request.POST if request.method == "POST" else None, initial=told)
    if request.method == "POST" and form.is_valid():
        said = _("The meeting is convened a second time; the body is told.")
        done = perform(request, lambda: _convened_again(request, first, form), form=form, said=said)
        if done:
            return done
    context = {
        "meeting": first,
        "steps": trail(body, first),
        "items": first.items.order_by("position", "pk"),
        "blocked": convening.second_problems(body, first),
    }
    return page(request, "communes/meetings/second.html", context, form=form)


def _convened_again(request: HttpRequest, first: Meeting, form: WhenForm) -> str:
    items = planning.same_agenda(first)
    invitation = form.invitation(items)
    made = convening.convene(
        first.body,
        convening.Invitation(invitation.place, invitation.starts_at, items, first.sitting),
        by=actor(request),
        at=moment(request),
        basis=Basis.SECOND,
        second_of=first,
    )
    return reverse("meeting", args=[made.public_id])
