"""Members demand a meeting: opened by one, joined by others, convened when they are enough."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import permissions
from communes.domain import convening, demanding, recognising, rhythm, rolls
from communes.forms.agendas import Row, Rows
from communes.forms.convening import DemandForm, WhenForm
from communes.forms.picking import LettersForm, Pick, persons
from communes.models import Body, ConveningRequest, ConveningSigner, Person, Sitting
from communes.views.asking import account, actor, found_or_404, me, moment, page, perform, require
from communes.views.convening import hold_together, notice, planned
from communes.views.reaching import body_of, trail

ASKED = ["GET", "HEAD", "POST"]
SHOWN = 20


@login_required
@require_http_methods(ASKED)
def demand(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The open demands of a body, and a new one with who signed it on paper."""
    body = body_of(request, public_id)
    if request.method != "POST":
        return _page(request, body, _empty_form(request, body), _first_rows(body), Pick())
    require(permissions.may_demand(me(request), body, moment(request)))
    rows, pick = Rows.posted(body, request.POST), _signers(request, body)
    what = request.POST.get("do", "demand")
    if what != "demand":
        rows.act(what, request.POST)
        form = DemandForm(body, initial=request.POST.dict())
        return _page(request, body, form, rows.with_empty(), pick)
    form = DemandForm(body, request.POST)
    if hold_together(form, rows):
        told: list[str] = []
        done = perform(
            request,
            lambda: _demanded(request, form, rows, pick, told),
            form=form,
            said=lambda: told[0],
        )
        if done:
            return done
    return _page(request, body, form, rows, pick)


def _first_rows(body: Body) -> Rows:
    return Rows(body, [Row()]).with_empty()


def _empty_form(request: HttpRequest, body: Body) -> DemandForm:
    at = moment(request)
    needed = convening.notice_needed(body, [], at)
    proposal = rhythm.proposed(body, Sitting.ASSEMBLY, needed, at)
    return DemandForm(body, initial={**WhenForm.told(proposal), "day": proposal.earliest})


def _signers(request: HttpRequest, body: Body) -> Pick:
    """Who signed on paper: those ticked, and the matches of the letters."""
    at = moment(request)
    pick = Pick()
    members = rolls.roll(body, Sitting.ASSEMBLY, at)
    for person in persons(members, request.POST.getlist("signers")):
        pick.add(person, chosen=True)
    letters = LettersForm.letters(request.POST)
    for match in recognising.members(body, Sitting.ASSEMBLY, letters, at):
        pick.add(match.person, match.household)
    return pick


def _demanded(
    request: HttpRequest, form: DemandForm, rows: Rows, pick: Pick, told: list[str]
) -> str:
    body = form.body
    who = me(request)
    assert who is not None
    others = [person for person in pick.chosen if person.pk != who.pk]
    opened = demanding.demand(
        body,
        form.invitation(rows.planned()),
        reason=form.cleaned_data["reason"],
        signers=[who, *others],
        by=actor(request),
        at=moment(request),
    )
    return _after(opened, told)


def _after(opened: ConveningRequest, told: list[str]) -> str:
    """Where a demand leads: to the meeting it became, or back to the list."""
    if opened.meeting is not None:
        told.append(_("You are enough: the meeting is convened."))
        return reverse("meeting", args=[opened.meeting.public_id])
    told.append(_("The demand is open; others can join it here."))
    return reverse("demand", args=[opened.body.public_id])


def _page(
    request: HttpRequest, body: Body, form: DemandForm, rows: Rows, pick: Pick
) -> HttpResponse:
    at = moment(request)
    who = me(request)
    needed = convening.notice_needed(body, [], at)
    context: dict[str, Any] = {
        "body": body,
        "steps": trail(body),
        "demands": _open(body, who, at),
        "needed": demanding.demand_needed(body, at),
        "may_demand": permissions.may_demand(who, body, at),
        "rows": rows,
        "compose_url": reverse("demand", args=[body.public_id]),
        "pick": pick,
        "letters": LettersForm.letters(request.POST),
        "notice": notice(body, form, rows, at),
        "plan": planned(body, form, rows),
        "proposal": rhythm.proposed(body, Sitting.ASSEMBLY, needed, at),
        "composing": request.method == "POST",
    }
    return page(request, "communes/meetings/demand.html", context, form=form, partial="signers")


def _open(body: Body, who: Person | None, at: datetime) -> list[dict[str, Any]]:
    """The demands still open, each with how many signed, and whether the reader did."""
    mine = ConveningSigner.objects.filter(person=who)
    rows = ConveningRequest.objects.filter(body=body, meeting__isnull=True, starts_at__gt=at)
    rows = rows.annotate(signed=Count("signers")).prefetch_related(
        Prefetch("signers", mine, to_attr="mine")
    )
    needed = convening.notice_needed(body, [], at)
    return [
        {
            "row": row,
            "signed": getattr(row, "signed", 0),
            "mine": bool(getattr(row, "mine", [])),
            "late": convening.days_of_notice(body, row.starts_at, at) < needed,
        }
        for row in rows.order_by("starts_at", "pk")[:SHOWN]
    ]


@login_required
@require_POST
def join_demand(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign a demand; the signature that reaches the number convenes the meeting."""
    account(request)
    bodies = permissions.readable_bodies(me(request), moment(request))
    rows = ConveningRequest.objects.filter(body__in=bodies).select_related("body")
    opened = found_or_404(rows, public_id)
    who = me(request)
    require(permissions.may_demand(who, opened.body, moment(request)))
    told: list[str] = []

    def join() -> str:
        assert who is not None
        demanding.join_demand(opened, person=who, by=actor(request), at=moment(request))
        return _after(opened, told)

    done = perform(request, join, said=lambda: told[0])
    form = _empty_form(request, opened.body)
    return done or _page(request, opened.body, form, _first_rows(opened.body), Pick())
