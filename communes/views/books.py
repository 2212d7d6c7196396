"""The minute book of a body: its entries in order, in words, each to be checked."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from communes import entries
from communes.domain import booking
from communes.models import Body, Entry, Meeting, Motion, Resolution
from communes.templatetags.meetings import meeting_title
from communes.views.asking import page
from communes.views.reaching import body_of, tabs, trail

SHOWN = 20
SHORTEST_MARK = 16
"""Signs of a hash that must be given to compare it."""
FAMILIES = ("meeting", "resolution", "minutes", "motion", "mandate", "register")


@login_required
@require_http_methods(["GET", "HEAD"])
def book(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The entries, newest first; `check` verifies the book, `entry` and `hash` a printed mark."""
    body = body_of(request, public_id)
    rows = Entry.objects.filter(body=body)
    family = request.GET.get("kind", "")
    shown = rows.filter(kind__startswith=f"{family}.") if family in FAMILIES else rows
    listed = Paginator(shown.order_by("-number"), SHOWN).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "book"),
        "rows": _told(listed),
        "page": listed,
        "family": family,
        "families": FAMILIES,
        "head": booking.head(body),
        "checked": _checked(request, body),
        "printed": _printed(request, rows),
    }
    return page(request, "communes/books/book.html", context, partial="whole")


def _checked(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    if "check" not in request.GET:
        return None
    broken = booking.verify(body)
    return {"broken": broken, "entries": Entry.objects.filter(body=body).count()}


def _printed(request: HttpRequest, rows: QuerySet[Entry]) -> dict[str, Any] | None:
    """Whether a mark from paper is what the book holds under that number."""
    number, mark = request.GET.get("entry", ""), request.GET.get("hash", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    row = rows.filter(number=int(number)).first()
    plain = "".join(mark.split()).lower()
    same = row is not None and len(plain) >= SHORTEST_MARK and row.hash.startswith(plain)
    return {"number": int(number), "row": row, "same": same, "given": bool(mark)}


def _told(listed: Page[Entry]) -> list[dict[str, Any]]:
    """Each entry in words, with a link to what it is about."""
    told = []
    for row in listed:
        facts = json.loads(row.content)["facts"]
        words = entries.sentence(row.kind, facts)
        told.append({"row": row, "words": words, "facts": facts})
    links = _links([one["facts"] for one in told])
    for one in told:
        keys = (str(one["facts"].get(name, "")) for name in ("resolution", "meeting", "motion"))
        one["link"] = next((links[key] for key in keys if key in links), None)
    return told


def _links(facts: Sequence[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Name and address of the meetings, resolutions and motions that the entries speak of."""

    def ids(name: str) -> set[str]:
        return {str(one[name]) for one in facts if one.get(name)}

    links = {}
    for meeting in Meeting.objects.filter(public_id__in=ids("meeting")).select_related("body"):
        links[meeting.key] = (meeting_title(meeting), reverse("meeting", args=[meeting.public_id]))
    for motion in Motion.objects.filter(public_id__in=ids("motion")):
        links[motion.key] = (motion.title, reverse("motion", args=[motion.public_id]))
    for row in Resolution.objects.filter(public_id__in=ids("resolution")):
        links[row.key] = (str(row.number), reverse("resolution", args=[row.public_id]))
    return links
