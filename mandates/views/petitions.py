"""Petitions for a recall: those of a body, one with its picture, opening one, the reply to it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.models import Body
from communes.views import reaching
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    posted,
    replayed,
    require,
)
from mandates import permissions
from mandates.domain import binding, concluding, petitioning, signing
from mandates.forms.petitions import GroundsForm, ReplyForm
from mandates.models import Mandate, Petition, RecallItem

ASKED = ["GET", "HEAD", "POST"]
READ = ["GET", "HEAD"]
SHOWN = 50


@login_required
@require_http_methods(READ)
def petitions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The petitions of a body's electors, those that run first."""
    body = reaching.body_of(request, public_id)
    rows = Paginator(concluding.of_body(body, moment(request)), SHOWN)
    shown = rows.get_page(request.GET.get("page"))
    at = moment(request)
    context = {
        "body": body,
        "steps": [*reaching.trail(body)[:1], {"name": _("Petitions"), "url": ""}],
        "shown": shown,
        "told": [(row, row.standing(at)) for row in shown],
        "seats_url": reverse("body", args=[body.public_id]),
    }
    return page(request, "mandates/petitions.html", context)


@login_required
@require_http_methods(READ)
def petition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One petition: grounds and reply, threshold and countdown, the funnel, one button."""
    row = readable(request, public_id)
    return page(request, "mandates/petition.html", sheet(request, row))


@login_required
@require_http_methods(ASKED)
def open_petition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open a petition against a mandate; an ex officio one through its ground."""
    row = found_or_404(binding.with_seats(Mandate.objects.all()), public_id)
    at, person = moment(request), me(request)
    body = petitioning.granting_body(row, at)
    reaching.body_of(request, body.public_id)
    form = GroundsForm(posted(request))
    if request.method == "POST" and (replayed(request) or form.is_valid()):

        def act() -> str:
            made = petitioning.open_petition(
                row, grounds=form.cleaned_data["grounds"], by=actor(request), at=at
            )
            return reverse("petition", args=[made.public_id])

        answer = perform(request, act, form=form, said=_("The petition is open."))
        if answer is not None:
            return answer
    return page(request, "mandates/open_petition.html", _opening(row, person, body, at), form=form)


@login_required
@require_http_methods(ASKED)
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The person concerned replies; the reply stands beside the grounds."""
    row = readable(request, public_id)
    person = me(request)
    require(person is not None and person.pk == row.mandate.person_id)
    form = ReplyForm(posted(request))
    if request.method == "POST" and (replayed(request) or form.is_valid()):

        def act() -> str:
            text = form.cleaned_data["reply"]
            petitioning.reply(row, text=text, by=actor(request), at=moment(request))
            return reverse("petition", args=[row.public_id])

        answer = perform(request, act, form=form, said=_("Your reply stands beside the grounds."))
        if answer is not None:
            return answer
    problems = petitioning.reply_problems(row, "x", person, moment(request))
    context = {"petition": row, "steps": trail(row, _("Reply")), "blocked": problems}
    return page(request, "mandates/reply.html", context, form=form)


def readable(request: HttpRequest, public_id: UUID) -> Petition:
    """The petition, if the reader may read its body's meetings (404 else)."""
    require(me(request) is not None)
    return found_or_404(permissions.readable_petitions(me(request), moment(request)), public_id)


def trail(row: Petition, *more: str) -> list[dict[str, Any]]:
    """Where a page about a petition stands."""
    url = reverse("petition", args=[row.public_id])
    listed = reverse("petitions", args=[row.body.public_id])
    steps = [*reaching.trail(row.body)[:1], {"name": _("Petitions"), "url": listed}]
    own = {"name": _("Recall of %(name)s") % {"name": row.mandate.person.name}, "url": url}
    return [*steps, own, *({"name": name, "url": ""} for name in more)]


def sheet(request: HttpRequest, row: Petition) -> dict[str, Any]:
    """All that the page of a petition shows to this reader."""
    at, person = moment(request), me(request)
    items = RecallItem.objects.filter(petition=row).select_related("item__meeting__body")
    return {
        "petition": row,
        "steps": trail(row)[:-1],
        "standing": row.standing(at),
        "funnel": concluding.funnel(row, at),
        "mine": signing.of(row, person),
        "blocked": signing.sign_problems(row, person, at),
        "keeps": signing.withdraw_problems(row, person, at),
        "concerned": person is not None and person.pk == row.mandate.person_id,
        "may_reply": not petitioning.reply_problems(row, "x", person, at),
        "elector": not signing.elector_problems(row, person),
        "recall": items.order_by("-item").first(),
        "sheets": row.sheets.order_by("number"),
        "tasks": permissions.sheets_to_verify(person).filter(petition=row),
    }


def _opening(row: Mandate, person: Any, body: Body, at: Any) -> dict[str, Any]:
    ground = petitioning.ground_of(row)
    return {
        "mandate": row,
        "ground": ground if ground.pk != row.pk else None,
        "body": body,
        "steps": [*reaching.trail(body)[:1], {"name": _("A petition for a recall"), "url": ""}],
        "blocked": petitioning.open_problems(row, person, "x", at),
        "foreseen": petitioning.foreseen(body, at),
    }
