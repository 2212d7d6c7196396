"""Mandates: one's own, sheet by sheet; anybody's, with its chain; a seat and its life."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions as ground
from communes.models import Person
from communes.periods import holding
from communes.views.asking import found_or_404, me, moment, page
from mandates import permissions
from mandates.answers import caretaking
from mandates.domain import binding, duties, occupying
from mandates.domain.binding import Sheet
from mandates.models import Alternate, Mandate, Seat

PAST = 50
READ = ["GET", "HEAD"]


@login_required
@require_http_methods(READ)
def my_mandates(request: HttpRequest) -> HttpResponse:
    """A sheet for each mandate held now, then those that are over."""
    person = me(request)
    at = moment(request)
    mine = binding.with_seats(Mandate.objects.filter(person=person))
    now = mine.filter(holding(at)).order_by("until", "pk")
    held = list(now) if person else []
    held.sort(key=lambda row: row.seat.sending_body_id is None)
    kept = list(binding.with_seats(caretaking(at).filter(person=person))) if person else []
    over = mine.filter(Q(until__lte=at) & ~Q(until=F("since"))).order_by("-until", "-pk")
    past = Paginator(over if person else Mandate.objects.none(), PAST)
    context = {
        "here": "my_mandates",
        "person": person,
        "sheets": binding.sheets(held, at),
        "caretaken": kept,
        "calls": duties.calls(person) if person else [],
        "past": past.get_page(request.GET.get("page")),
    }
    return page(request, "mandates/mine.html", context)


@login_required
@require_http_methods(READ)
def mandate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One mandate: on what it rests, what binds it, how its holder voted, who sat there before."""
    row = found_or_404(binding.with_seats(Mandate.objects.all()), public_id)
    person, at = me(request), moment(request)
    sheet = binding.sheets([row], at)[0]
    sender = row.seat.sending_body or row.seat.body
    context = {
        "here": "my_mandates" if _mine(row, person) else "",
        "sheet": sheet,
        "mandate": row,
        "mine": _mine(row, person),
        "in_force": row.in_force(at),
        "over": row.until is not None and row.until <= at,
        "caretaker": caretaking(at).filter(pk=row.pk).exists(),
        "printable": permissions.may_print_card(person, row, at),
        "steps": _trail(row.seat),
        "life": occupying.spans_of(row.seat, at),
        "readable": permissions.may_read_bonds(person, sender, row.seat.body, at),
        "source_readable": _source_readable(sheet, person, request),
        "votes_seen": permissions.may_see_votes(person, row, at),
    }
    return page(request, "mandates/mandate.html", context)


@login_required
@require_http_methods(READ)
def seat(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One seat: for whom it is kept, who holds it, who held it, what is done while it is empty."""
    row = found_or_404(Seat.objects.select_related("body", "sending_body"), public_id)
    at = moment(request)
    place = next((one for one in occupying.places(row.body, at) if one.seat == row), None)
    named = Alternate.objects.filter(seat=row, until__isnull=True).select_related("person")
    context = {
        "seat": row,
        "alternates": named,
        "place": place,
        "steps": _trail(row),
        "life": occupying.spans_of(row, at),
        "readable": ground.may_read_meetings(me(request), row.body, at),
    }
    return page(request, "mandates/seat.html", context)


def _mine(row: Mandate, person: Person | None) -> bool:
    return person is not None and row.person_id == person.pk


def _source_readable(sheet: Sheet, person: Person | None, request: HttpRequest) -> bool:
    resolution = sheet.ground.resolution
    if resolution is None:
        return False
    return ground.may_read_meetings(person, resolution.item.meeting.body, moment(request))


def _trail(row: Seat) -> list[dict[str, str]]:
    return [
        {"name": row.body.name, "url": reverse("body", args=[row.body.public_id])},
        {"name": _("Seats and mandates")},
    ]
