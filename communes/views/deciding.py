"""Decisions: the count reckoned before it is entered, entered, mended; items declared urgent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.domain import counting, deciding, mending, urgency
from communes.forms.deciding import CountForm, DecisionForm, MendForm, UrgencyForm
from communes.models import AgendaItem
from communes.views.asking import actor, moment, page, perform, replayed
from communes.views.items import standing
from communes.views.reaching import item_run_by
from communes.views.receiving import happened
from communes.views.room import room_page


@login_required
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the decision; with the button "reckon" only say what the count would give."""
    item = item_run_by(request, public_id)
    form = DecisionForm(request.POST)
    if "reckon" in request.POST:
        more = {"decision": form, **reckoned(item, request.POST, request)}
        return room_page(request, item.meeting, item, **more)
    if form.is_valid() or replayed(request):

        def enter() -> str:
            deciding.decide(
                item,
                count=form.count(),
                text=form.cleaned_data["text"],
                by=actor(request),
                at=happened(request, item.meeting),
            )
            return _here(item)

        done = perform(request, enter, form=form, said=_("The decision is entered."))
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, decision=form)


@login_required
@require_http_methods(["GET", "HEAD"])
def verdict(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a count would give, while it is typed; nothing is entered."""
    item = item_run_by(request, public_id)
    context = {"item": item, **reckoned(item, request.GET, request)}
    return page(request, "communes/room/verdict.html", context)


def reckoned(item: AgendaItem, data: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    """The arithmetic of a count in words, and why it could not be entered."""
    form = CountForm(data)
    if not form.is_valid():
        typed = any(data.get(name) for name in ("votes_for", "against", "abstain"))
        return {"faults": [str(one) for one in form.errors.values()] if typed else []}
    at = moment(request)
    count = deciding.counted(item, form.count(), at)
    voters = counting.electorate(item, at)
    return {
        "reached": counting.verdict(item, count, voters, at),
        "method": count.method,
        "doubts": counting.count_problems(count, voters),
    }


@login_required
@require_POST
def declare_urgent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the vote on whether an unannounced item is urgent."""
    item = item_run_by(request, public_id)
    form = UrgencyForm(request.POST, prefix="urgent")
    if form.is_valid() or replayed(request):
        told: list[str] = []

        def enter() -> str:
            by, at = actor(request), happened(request, item.meeting)
            reached = urgency.declare_urgent(item, count=form.count(), by=by, at=at)
            yes, no = _("The item is declared urgent."), _("The item is not declared urgent.")
            told.append(yes if reached.adopted else no)
            return _here(item)

        done = perform(request, enter, form=form, said=lambda: told[0])
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, urgency=form)


@login_required
@require_POST
def mend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mend a decision entered by a slip, or strike it out to decide anew."""
    item = item_run_by(request, public_id)
    old = standing(item)
    form = MendForm(request.POST, resolution=old)
    only_strike = request.POST.get("do") == "strike"
    if only_strike:
        form.fields["method"].required = False
    if form.is_valid() or replayed(request) or (only_strike and "reason" not in form.errors):

        def act() -> str:
            assert old is not None
            reason, by, at = form.cleaned_data["reason"], actor(request), moment(request)
            if only_strike:
                mending.strike(old, reason=reason, by=by, at=at)
            else:
                count, text = form.mended(old.present), form.cleaned_data["text"]
                mending.mend(old, count=count, text=text, reason=reason, by=by, at=at)
            return _here(item)

        done = perform(request, act, form=form, said=_("The slip is mended."))
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, mend=form, mending=True)


def _here(item: AgendaItem) -> str:
    return reverse("item", args=[item.public_id])
