"""A register comes in from a file: upload, preview (nothing is written), import, result."""

import hashlib
import json
from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import ports
from communes.domain import importing, rolls
from communes.domain.comparing import Match, Plan, compare
from communes.forms.importing import DecisionsForm, FileForm
from communes.models import Body, Entry, Gender, Person, RegisterUpload
from communes.register_file import RegisterFile, RegisterRow, read_register
from communes.views.asking import (
    account,
    actor,
    moment,
    page,
    perform,
    posted,
    replayed,
)
from communes.views.register import register_of, trail

SHOWN = 50
COMPLAINTS = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose a file; what is wrong with it is named by row and column, and it is not kept."""
    commune = register_of(request, public_id)
    form = FileForm(posted(request), request.FILES or None)
    read = RegisterFile()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["file"]
        data = given.read()
        read = _read(commune, data, moment(request))
        if read.problems:
            message = _("The file cannot be imported as it is. Nothing was entered.")
            form.add_error("file", message)
        else:
            part = hashlib.sha256(data).hexdigest()  # another file in the same form is another act
            done = perform(
                request, lambda: _keep(request, commune, given.name, data), form=form, part=part
            )
            if done is not None:
                return done
    context = {
        "commune": commune,
        "steps": trail(commune),
        "complaints": [one.sentence for one in read.problems[:COMPLAINTS]],
        "further": max(0, len(read.problems) - COMPLAINTS),
    }
    return page(request, "communes/register/import.html", context, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_preview(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """What the import would do; by POST it is done, unless the register changed meanwhile."""
    commune = register_of(request, public_id)
    mine = RegisterUpload.objects.filter(account=account(request), commune=commune.pk)
    upload = mine.filter(public_id=upload_id).first()
    if upload is None:
        return _gone(request, commune)
    at = moment(request)
    read = _read(commune, bytes(upload.data), at)
    plan = compare(read.rows, commune, at)
    form = DecisionsForm(posted(request), plan)
    if form.is_bound and form.is_valid():
        done = perform(request, lambda: _entered(request, commune, upload, read, form))
        if done is not None:
            return done
    context = _preview(commune, read, plan, at) | {"decisions": form, "upload": upload}
    return page(request, "communes/register/preview.html", context, form=form)


@login_required
@require_http_methods(["GET", "HEAD"])
def register_imported(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the last import did, as the book has it."""
    commune = register_of(request, public_id)
    rows = Entry.objects.filter(body=commune, kind="register.imported")
    entry = rows.order_by("-number").first()
    if entry is None:
        raise Http404
    facts = json.loads(entry.content)["facts"]
    context = {"commune": commune, "steps": trail(commune), "entry": entry, **facts}
    return page(request, "communes/register/imported.html", context)


def _entered(
    request: HttpRequest,
    commune: Body,
    upload: RegisterUpload,
    read: RegisterFile,
    form: DecisionsForm,
) -> str:
    """Import the file as it was decided; it is not kept any longer."""
    importing.apply(
        read.rows,
        commune,
        by=actor(request, "register"),
        at=moment(request),
        digest=request.POST.get("digest") or "?",
        decisions=form.decisions(),
    )
    upload.delete()
    return reverse("register_imported", args=[commune.public_id])


def _read(commune: Body, data: bytes, at: datetime) -> RegisterFile:
    return read_register(data, max_year=rolls.day_of(commune, at).year)


def _keep(request: HttpRequest, commune: Body, name: str, data: bytes) -> str:
    """Keep the file for its preview, and go there; those that were left lying go away."""
    at = moment(request)
    mine = RegisterUpload.objects.filter(account=account(request), commune=commune.pk)
    mine.filter(uploaded_at__lt=at - timedelta(minutes=10)).delete()
    upload = RegisterUpload.objects.create(
        account=account(request),
        commune=commune.commune,
        filename=name[:200],
        data=data,
        uploaded_at=at,
    )
    return reverse("register_preview", args=[commune.public_id, upload.public_id])


def _gone(request: HttpRequest, commune: Body) -> HttpResponse:
    """The file is not there: it was imported a moment ago, or it is somebody else's, or old."""
    if request.method == "POST" and replayed(request):
        done = perform(request, lambda: reverse("register", args=[commune.public_id]))
        if done is not None:
            return done
    messages.warning(request, _("This file is no longer here. Choose it again."))
    return redirect("register_import", commune.public_id)


def _preview(commune: Body, read: RegisterFile, plan: Plan, at: datetime) -> dict[str, Any]:
    return {
        "commune": commune,
        "steps": trail(commune),
        "plan": plan,
        "notes": read.notes,
        "new": plan.new[:SHOWN],
        "new_more": max(0, len(plan.new) - SHOWN),
        "changed": [(match, _changes(match)) for match in plan.changed[:SHOWN]],
        "changed_more": max(0, len(plan.changed) - SHOWN),
        "follows": _follows(plan.changed, at),
    }


def _changes(match: Match) -> list[tuple[Any, Any]]:
    """What the register says, and what the file says instead."""
    return [(_said(name, match.person), _said(name, match.row)) for name in match.differences]


def _said(name: str, told: Person | RegisterRow) -> Any:
    found = getattr(told, name)
    return Gender(found).label if name == "gender" else found


def _follows(changed: Sequence[Match], at: datetime) -> list[str]:
    """What corrected genders would end, by name."""
    told = []
    for match in changed:
        if "gender" in match.differences:
            corrected = copy(match.person)
            corrected.gender = match.row.gender
            sentences = ports.would_follow("gender", corrected, None, at)
            told += [f"{match.person.name}: {sentence}" for sentence in sentences]
    return told
