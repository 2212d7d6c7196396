"""The record of an item: saved as it is typed or by its button; done with, taken up again."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.domain import recording
from communes.forms.recording import TextForm
from communes.models import AgendaItem
from communes.problems import Problem, Refused
from communes.views.asking import actor, moment, perform, refused
from communes.views.items import following
from communes.views.reaching import item_run_by
from communes.views.receiving import from_outbox, happened, receipt, refusal
from communes.views.room import room_page


@login_required
@require_POST
def item_text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save the record; to an outbox only what became of it, so that typing goes on undisturbed.

    The version guards against a second save, so the text needs no key of its own.
    """
    item = item_run_by(request, public_id)
    form = TextForm(request.POST)
    if from_outbox(request):
        return _received(request, item, form)
    conflict: dict[str, Any] = {}
    if form.is_valid():
        done = perform(
            request, lambda: _write(request, item, form), form=form, said=_("The record is saved.")
        )
        if done:
            return done
        conflict = _conflict(refused(request), form)
    typed: dict[str, Any] = {
        "record": request.POST.get("text", ""),
        "record_errors": form.errors.get("text", []),
    }
    return room_page(request, item.meeting, item, form=form, **typed, **conflict)


def _write(request: HttpRequest, item: AgendaItem, form: TextForm) -> str:
    recording.write(
        item,
        text=form.cleaned_data["text"],
        version=form.upon,
        by=actor(request),
        at=moment(request),
    )
    return reverse("item", args=[item.public_id])


def _received(request: HttpRequest, item: AgendaItem, form: TextForm) -> HttpResponse:
    """To an outbox: the version that the text now is, or why not, with the other text."""
    if not form.is_valid():
        return refusal(request, [], form)
    try:
        row = recording.write(
            item,
            text=form.cleaned_data["text"],
            version=form.upon,
            by=actor(request),
            at=moment(request),
        )
    except Refused as refused_now:
        return refusal(request, refused_now.problems, form)
    return receipt(request, version=row.text_version)


def _conflict(problems: list[Problem], form: TextForm) -> dict[str, Any]:
    for problem in problems:
        if problem.code == "text_moved_on":
            return {
                "theirs": problem.figures["theirs"],
                "their_version": problem.figures["version"],
                "version": problem.figures["version"],
                "yours": form.data.get("text", ""),
            }
    return {}


@login_required
@require_POST
def item_finish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The meeting is done with the item, and goes on to the next; or takes it up again."""
    item = item_run_by(request, public_id)
    again = request.POST.get("do") == "reopen"

    def mark() -> str:
        deed = recording.reopen if again else recording.finish
        deed(item, by=actor(request), at=happened(request, item.meeting))
        then = item if again else following(item) or item
        return reverse("item", args=[then.public_id])

    done = perform(request, mark, part=again)
    return done or room_page(request, item.meeting, item)
