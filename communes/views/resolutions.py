"""What a body decided: the register of its resolutions, and each with its arithmetic and fate."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.folding import fold
from communes.models import Body, Entry, Method, Resolution, ResolutionEffect, Verdict
from communes.views.asking import found_or_404, me, moment, page, require
from communes.views.reaching import body_of, tabs, trail

SHOWN = 50
SHELVES = ("adopted", "rejected", "all")


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
        "shelf": shelf if shelf in SHELVES else "adopted",
    }
    return page(request, "communes/books/resolutions.html", context)


def chosen_resolutions(request: HttpRequest, body: Body) -> QuerySet[Resolution]:
    """The body's standing resolutions that the address asks for, newest first."""
    letters, shelf = _asked(request)
    rows = Resolution.objects.standing().filter(body=body).select_related("item__meeting__body")
    rows = rows.exclude(item__confidential=True).prefetch_related("effects")
    return _shelved(_matching(rows, letters), shelf).order_by("-number", "-revision")


def _asked(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("q", "")[:200], request.GET.get("shelf", "adopted")


def _matching(rows: QuerySet[Resolution], letters: str) -> QuerySet[Resolution]:
    """Those that hold every word typed, however it is spelled; a number is a resolution's own."""
    if letters.strip().isdecimal() and len(letters.strip()) <= 9:
        return rows.filter(number=int(letters))
    for word in fold(letters).split():
        rows = rows.filter(folded__contains=word)
    return rows


def _shelved(rows: QuerySet[Resolution], shelf: str) -> QuerySet[Resolution]:
    if shelf == "all":
        return rows
    return rows.filter(verdict=Verdict.REJECTED if shelf == "rejected" else Verdict.ADOPTED)


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
    found = found_or_404(rows.prefetch_related("effects__by_resolution"), public_id)
    context = {
        "resolution": found,
        "meeting": found.item.meeting,
        "steps": trail(found.body, found.item.meeting),
        "events": _fate(found),
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
    told += [
        {"day": one.at, "text": one.get_effect_display(), "note": one.reason}
        for one in sorted(found.effects.all(), key=lambda effect: effect.at)
    ]
    return told


def _units(found: Resolution) -> list[dict[str, Any]]:
    """What each delegation voted, by the name that its body has now."""
    ids = [unit["unit"] for unit in found.units]
    names = {row.key: row.name for row in Body.objects.filter(public_id__in=ids)}
    return [{**unit, "name": names.get(unit["unit"], "—")} for unit in found.units]


def _entry(found: Resolution) -> Entry | None:
    """The entry of the book that vouches for it."""
    rows = Entry.objects.filter(body=found.body_id, kind="resolution.entered")
    return rows.filter(content__contains=f'"resolution":"{found.key}"').first()
