"""A recall on an agenda: whose mandate, the reply, the vote."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.models import AgendaItem
from communes.views.asking import (
    actor,
    moment,
    page,
    perform,
    posted,
    replayed,
)
from mandates.domain import hearing, recalling, watching
from mandates.domain.recalling import Reply
from mandates.forms import CountForm
from mandates.forms.petitions import HeardForm, RecallForm
from mandates.models import Heard, RecallItem
from mandates.views import entering
from mandates.views.entering import ASKED, Entry


@login_required
@require_http_methods(ASKED)
def plan_recall(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose whose mandate the item is about to end, or which delegate it hears."""
    item = entering.item_for(request, public_id, *recalling.KINDS)
    at, hears = moment(request), item.kind == hearing.KIND
    rows = (hearing.hearable if hears else recalling.recallable)(item.meeting.body, at)
    planned = recalling.planned_for(item)
    form = RecallForm(posted(request), mandates=rows)

    def plan() -> str:
        deed: Callable[..., RecallItem] = hearing.plan if hears else recalling.plan
        deed(item, form.cleaned_data["mandate"], by=actor(request), at=at)
        return entering.after(item)

    if request.method == "POST" and (replayed(request) or form.is_valid()):
        answer = perform(request, plan, form=form, said=_("It is chosen; the person is told."))
        if answer is not None:
            return answer
    context = {
        "item": item,
        "steps": entering.trail(item),
        "hears": hears,
        "recallable": rows,
        "planned": planned,
    }
    return page(request, "mandates/plan_recall.html", context, form=form)


@login_required
@require_http_methods(ASKED)
def recall(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The reply, then the vote; adopted, the mandate ends this instant."""
    item = entering.item_for(request, public_id, *recalling.KINDS)
    planned = recalling.planned_for(item)
    if planned is None:
        return redirect("plan_recall" if item.kind == "recall" else "item", item.public_id)
    standing = entering.standing(item)
    initial = {"text": standing.text} if standing else {}
    form = CountForm(posted(request), initial=initial, mending=standing is not None)
    at = moment(request)
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: recalling.entry_problems(item, count, at, slip),
        deed=lambda count, slip: recalling.recall(
            item, **entering.given(request, form, count, slip)
        ),
        standing=standing,
        before=lambda: recalling.recall_problems(planned, at),
    )
    answer = entering.answer(request, entry, said=_("The vote on the recall is entered."))
    return answer or entering.shown(request, entry, "mandates/recall.html", _about(item, planned))


@login_required
@require_POST
def recall_reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record how the right of reply was used, before the vote."""
    item = entering.item_for(request, public_id, *recalling.KINDS)
    form = HeardForm(request.POST)
    if replayed(request) or form.is_valid():

        def act() -> str:
            told = Reply(form.cleaned_data["heard"], form.cleaned_data["reply"])
            recalling.record_reply(item, told, by=actor(request), at=moment(request))
            return reverse("recall", args=[item.public_id])

        answer = perform(request, act, form=form, said=_("The reply is recorded."))
        if answer is not None:
            return answer
    context = {"item": item, "steps": entering.trail(item)}
    return page(request, "mandates/recall_reply.html", context, form=form)


def _about(item: AgendaItem, planned: RecallItem) -> dict[str, Any]:
    """What the vote is about; a reply given to the petition is offered as the one in writing."""
    petition = planned.petition
    written = petition.reply if petition else ""
    heard = planned.heard or (Heard.WRITTEN if written else "")
    form = HeardForm(initial={"heard": heard, "reply": planned.reply or written})
    told = {"planned": planned, "petition": petition, "mandate": planned.mandate}
    return {**told, "heard_form": form, "deviated": watching.heard(hearing.of_item(item))}
