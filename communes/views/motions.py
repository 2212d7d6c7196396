"""Motions of a body: raised by members, amended into versions, put on the next agenda."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import permissions
from communes.arithmetic.wordings import pieces
from communes.domain import moving
from communes.forms.motions import AmendForm, MotionForm
from communes.models import AgendaItem, Body, Motion, MotionVersion
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    refused,
    require,
)
from communes.views.reaching import body_of, tabs, trail

ASKED = ["GET", "HEAD", "POST"]
SHOWN = 50
COMPARED = 10
"""So many wordings are shown with what they changed; the others as they are."""


@login_required
@require_http_methods(ASKED)
def motions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The motions of a body, and a form to raise one."""
    body = body_of(request, public_id)
    may = permissions.may_demand(me(request), body, moment(request))
    form = MotionForm(request.POST or None)
    if request.method == "POST":
        require(may)
        done = _raised(request, body, form) if form.is_valid() else None
        if done:
            return done
    rows = Motion.objects.filter(raised_in=body).annotate(wordings=Count("versions"))
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "motions"),
        "page": Paginator(rows.order_by("-raised_at", "-pk"), SHOWN).get_page(
            request.GET.get("page")
        ),
        "may_raise": may,
        "raising": form.is_bound,
    }
    return page(request, "communes/motions/list.html", context, form=form)


def _raised(request: HttpRequest, body: Body, form: MotionForm) -> HttpResponse | None:
    def lift() -> str:
        told, by, at = form.cleaned_data, actor(request), moment(request)
        version = moving.raise_motion(body, title=told["title"], text=told["text"], by=by, at=at)
        return reverse("motion", args=[version.motion.public_id])

    return perform(request, lift, form=form, said=_("The motion is raised."))


def motion_of(request: HttpRequest, public_id: UUID) -> Motion:
    """The motion, if the reader may read its body's meetings (404 else)."""
    require(me(request) is not None)
    bodies = permissions.readable_bodies(me(request), moment(request))
    rows = Motion.objects.filter(raised_in__in=bodies)
    return found_or_404(rows.select_related("raised_in", "mover", "origin"), public_id)


@login_required
@require_http_methods(["GET", "HEAD"])
def motion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One motion with all its wordings."""
    return _page(request, motion_of(request, public_id))


@login_required
@require_POST
def motion_amend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the motion a new wording."""
    found = motion_of(request, public_id)
    require(permissions.may_demand(me(request), found.raised_in, moment(request)))
    form = AmendForm(request.POST)
    if form.is_valid():

        def amend() -> str:
            told = form.cleaned_data
            seen = found_or_404(MotionVersion.objects.filter(motion=found), told["seen"])
            moving.amend(found, text=told["text"], by=actor(request), at=moment(request), seen=seen)
            return reverse("motion", args=[found.public_id])

        done = perform(request, amend, form=form, said=_("The motion has a new wording."))
        if done:
            return done
    return _page(request, found, form)


@login_required
@require_POST
def motion_queue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the newest wording on the body's next agenda."""
    found = motion_of(request, public_id)
    body, at = found.raised_in, moment(request)
    require(permissions.may_convene(me(request), body, at) or _moved_by(request, found))

    def queue() -> str:
        moving.put_on_next_agenda(found, by=actor(request), at=at)
        return reverse("motion", args=[found.public_id])

    said = _("It waits for the next agenda; whoever convenes finds it there.")
    return perform(request, queue, said=said) or _page(request, found)


def _step(body: Body) -> dict[str, str]:
    return {"name": _("Motions"), "url": reverse("motions", args=[body.public_id])}


def _moved_by(request: HttpRequest, found: Motion) -> bool:
    who = me(request)
    return who is not None and found.mover_id == who.pk


def _wordings(versions: list[MotionVersion]) -> list[dict[str, Any]]:
    """Every wording, the newest first; the latest with what each changed in the one before it."""
    told = []
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        compared = before is not None and place < COMPARED
        shown = pieces(before.text, version.text) if before and compared else []
        told.append({"version": version, "before": before, "pieces": shown})
    return told


def _page(request: HttpRequest, found: Motion, form: AmendForm | None = None) -> HttpResponse:
    at, body = moment(request), found.raised_in
    versions = list(found.versions.order_by("-number"))
    amends = permissions.may_demand(me(request), body, at)
    told: dict[str, Any] = {"text": versions[0].text, "seen": versions[0].public_id}
    theirs = [one for one in refused(request) if one.code == "text_moved_on"]
    if form is not None and theirs:
        form.data = {**request.POST.dict(), "seen": str(versions[0].public_id)}
    items = AgendaItem.objects.filter(motion_version__motion=found)
    readable = permissions.readable_meetings(me(request), at)
    context = {
        "motion": found,
        "body": body,
        "steps": [*trail(body)[:1], _step(body)],
        "newest": versions[0],
        "wordings": _wordings(versions),
        "amends": amends,
        "amend": form or AmendForm(initial=told),
        "theirs": versions[0].text if theirs else "",
        "queues": permissions.may_convene(me(request), body, at) or _moved_by(request, found),
        "queue_blocked": moving.queue_problems(found),
        "planned": items.filter(meeting__in=readable).select_related("meeting__body"),
        "zone": body.time_zone,
    }
    return page(request, "communes/motions/motion.html", context, form=form)
