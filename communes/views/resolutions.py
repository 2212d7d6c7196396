"""What a body decided: the register of its resolutions, and each with its arithmetic and fate."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.folding import fold
from communes.models import Body, Entry, Method, Resolution, ResolutionEffect, Shelf
from communes.views.asking import found_or_404, me, moment, page, require
from communes.views.reaching import body_of, tabs, trail

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD"])
def resolutions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The register of a body, newest first; searched by words or by number."""
    body = body_of(request, public_id)
    letters, shelf = _asked(request)
    found = chosen_resolutions(request, body)
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "resolutions"),
        "page": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "letters": letters,
        "asks": urlencode({"q": letters, "shelf": shelf}),
        "shelf": shelf,
        "shelves": Shelf.choices,
    }
    return page(request, "communes/books/resolutions.html", context)


def chosen_resolutions(request: HttpRequest, body: Body) -> QuerySet[Resolution]:
    """The body's standing resolutions that the address asks for, newest first."""
    letters, shelf = _asked(request)
    rows = Resolution.objects.on_shelf(shelf).filter(body=body, item__confidential=False)
    rows = rows.select_related("item__meeting__body").prefetch_related(fates())
    return matching(rows, letters).order_by("-number", "-revision")


def fates() -> "Prefetch[str]":
    """What holds of what later acts did to the resolutions of a list, in order."""
    rows = ResolutionEffect.objects.holding().select_related("by_resolution")
    return Prefetch("effects", rows.order_by("at", "pk"))


def _asked(request: HttpRequest) -> tuple[str, str]:
    shelf = request.GET.get("shelf", "")
    known = shelf in Shelf.values
    return request.GET.get("q", "")[:200], shelf if known else Shelf.IN_FORCE.value


def matching(rows: QuerySet[Resolution], letters: str) -> QuerySet[Resolution]:
    """Those that hold every word typed, however it is spelled; a number is a resolution's own."""
    if letters.strip().isdecimal() and len(letters.strip()) <= 9:
        return rows.filter(number=int(letters))
    for word in fold(letters).split():
        rows = rows.filter(folded__contains=word)
    return rows


@login_required
@require_http_methods(["GET", "HEAD"])
def resolution(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One resolution: its text, its count with the rule, where it was taken, what became of it."""
    require(me(request) is not None)
    at = moment(request)
    meetings = permissions.readable_meetings(me(request), at)
    rows = Resolution.objects.filter(item__meeting__in=meetings)
    rows = rows.exclude(item__confidential=True).select_related(
        "item__meeting__body", "item__motion_version__motion", "charter", "body", "mends"
    )
    found = found_or_404(rows.prefetch_related(fates()), public_id)
    context = {
        "resolution": found,
        "meeting": found.item.meeting,
        "steps": trail(found.body, found.item.meeting),
        "events": _fate(found),
        "changes": found.changes.select_related("resolution").order_by("pk"),
        "in_force": Resolution.objects.in_force().filter(pk=found.pk).exists(),
        "struck": _struck(found),
        "successor": Resolution.objects.filter(mends=found).first(),
        "entry": _entry(found),
        "zone": found.body.time_zone,
        "units": _units(found),
        "method": dict(Method.choices).get(found.method, found.method),
    }
    return page(request, "communes/books/resolution.html", context)


def _struck(found: Resolution) -> ResolutionEffect | None:
    struck = ResolutionEffect.Effect.STRUCK
    return next((one for one in found.effects.all() if one.effect == struck), None)


def _fate(found: Resolution) -> list[dict[str, Any]]:
    """What happened to it, in order."""
    told: list[dict[str, Any]] = [
        {"day": found.happened_at, "text": found.get_verdict_display(), "state": "ended"}
    ]
    return told + [_effect(one) for one in found.effects.all()]


def _effect(one: ResolutionEffect) -> dict[str, Any]:
    told: dict[str, Any] = {"day": one.at, "text": one.get_effect_display(), "note": one.reason}
    if one.by_resolution is None:
        return told
    by = one.by_resolution
    words = _("%(what)s by resolution %(number)s") % {"what": told["text"], "number": by.number}
    return {**told, "text": words, "url": reverse("resolution", args=[by.public_id])}


def _units(found: Resolution) -> list[dict[str, Any]]:
    """What each delegation voted, by the name that its body has now."""
    ids = [unit["unit"] for unit in found.units]
    names = {row.key: row.name for row in Body.objects.filter(public_id__in=ids)}
    return [{**unit, "name": names.get(unit["unit"], "—")} for unit in found.units]


def _entry(found: Resolution) -> Entry | None:
    """The entry of the book that vouches for it."""
    rows = Entry.objects.filter(body=found.body_id, kind="resolution.entered")
    return rows.filter(content__contains=f'"resolution":"{found.key}"').first()
