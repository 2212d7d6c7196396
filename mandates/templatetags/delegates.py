"""Panels of this floor on a body's page: who holds its seats, and who speaks for it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes import dates
from communes import permissions as ground
from communes.models import Body, BodyKind, Circle, Person
from communes.periods import holding
from mandates import permissions
from mandates.domain import occupying, questioning
from mandates.domain.binding import with_seats
from mandates.domain.occupying import Place
from mandates.domain.questioning import Question
from mandates.models import Mandate, OfficeCode, Seat
from mandates.templatetags.mandates import zone_day

register = template.Library()
Half = dict[str, Any]


@dataclass(frozen=True)
class Delegates:
    """The seats to which a body sends in one council, who holds them, and what binds them."""

    host: Body
    seats: Sequence[tuple[Seat, Mandate | None]]
    questions: Sequence[Question]
    readable: bool

    @property
    def bound(self) -> bool:
        """Whether an instruction stands on any of the questions."""
        return any(one.instruction for one in self.questions)


@register.inclusion_tag("mandates/body_seats.html", takes_context=True)
def body_seats(context: dict[str, Any], body: Body, at: datetime) -> dict[str, Any]:
    """`{% body_seats body at %}`: the co-chairs as a pair, the other seats, the empty ones."""
    readable = ground.may_read_meetings(_reader(context), body, at)
    places = occupying.places(body, at)
    chairs = [one for one in places if one.seat.office == OfficeCode.CO_CHAIR]
    others = [one for one in places if not _apart(one, body)]
    return {
        "body": body,
        "at": at,
        "readable": readable,
        "halves": [_half(one, readable=readable) for one in chairs],
        "others": [(one, doing(one, readable=readable)) for one in others],
        "places": places,
    }


@register.inclusion_tag("mandates/body_delegates.html", takes_context=True)
def body_delegates(context: dict[str, Any], body: Body, at: datetime) -> dict[str, Any]:
    """`{% body_delegates body at %}`: our delegates, each with what binds them, for everyone."""
    reader = _reader(context)
    told = delegations(body, reader, at)
    member = bool(told) and permissions.may_watch(reader, body, at)
    return {"body": body, "at": at, "delegations": told, "member": member}


@register.simple_tag
def vacancy(place: Place, readable: bool) -> str:
    """`{% vacancy place readable %}`: what is being done about an empty seat."""
    return doing(place, readable=readable)


def delegations(body: Body, reader: Person | None, at: datetime) -> list[Delegates]:
    """To which councils the body sends, with whom, bound to what; queries do not grow."""
    seats = Seat.objects.filter(holding(at), sending_body=body).exclude(body__kind="commune")
    rows = list(seats.select_related("body").order_by("body__name", "number", "pk"))
    held = {
        row.seat_id: row for row in with_seats(Mandate.objects.in_force(at)).filter(seat__in=rows)
    }
    hosts = {seat.body_id: seat.body for seat in rows}
    told = questioning.questions(((body.pk, host) for host in hosts), at)
    return [
        Delegates(
            host,
            [(seat, held.get(seat.pk)) for seat in rows if seat.body_id == pk],
            told.get((body.pk, pk), []),
            permissions.may_read_bonds(reader, body, host, at),
        )
        for pk, host in hosts.items()
    ]


def doing(place: Place, *, readable: bool) -> str:
    """What is being done about an empty seat, in a sentence.

    The day of a meeting of another circle is not told to those who read only the seat's body.
    """
    if not place.vacant:
        return ""
    if place.election is not None and readable and _open_to_readers(place):
        day = zone_day(place.election.starts_at, place.election.body)
        assert day is not None
        return _("Election on %(day)s") % {"day": _said(day)}
    if place.election is not None or place.awaited:
        return _("Its election waits for the next agenda")
    if place.seat.follows is not None:
        told = {"body": place.seat.follows.body.name}
        return _("Filled with the co-chair's seat of %(body)s") % told
    return _("No election is announced yet")


def _open_to_readers(place: Place) -> bool:
    """Whether those who read the meetings of the seat's body read the one that fills the seat."""
    assert place.election is not None
    return place.election.body.circle in {Circle.EVERYONE, place.seat.body.circle}


def _apart(place: Place, body: Body) -> bool:
    """Co-chairs stand as a pair; a council's delegations stand beside those who send them."""
    sent = body.kind == BodyKind.COUNCIL and place.seat.sending_body_id is not None
    return sent or place.seat.office == OfficeCode.CO_CHAIR


def _half(place: Place, *, readable: bool) -> Half:
    gender = place.seat.reserved_gender or "undisclosed"
    if place.mandate is not None:
        return _held(place.mandate, _("until %(day)s"))
    if place.caretaker is not None:
        return _held(place.caretaker, _("caretaker since %(day)s"))
    url = reverse("seat", args=[place.seat.public_id])
    return {"vacant": True, "gender": gender, "doing": doing(place, readable=readable), "url": url}


def _held(mandate: Mandate, note: str) -> Half:
    day = zone_day(mandate.until, mandate.seat.body)
    return {
        "name": mandate.person.name,
        "gender": mandate.gender,
        "url": reverse("mandate", args=[mandate.public_id]),
        "note": note % {"day": _said(day)} if day else "",
    }


def _said(day: Any) -> str:
    return dates.say_day(day, today=None, language=get_language() or "en")


def _reader(context: dict[str, Any]) -> Person | None:
    request = context.get("request")
    return ground.person_of(getattr(request, "user", None))
