"""What a browser keeps so that a meeting can be recorded, and mandates read, without a network.

It keeps it locked: what is on the device opens with a key that the server hands to the signed-in
person alone. Nothing here is a secret from that person.
"""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communes.domain import recognising, rolls
from communes.models import (
    Account,
    Attendance,
    Meeting,
    MemberNumber,
    Person,
    Residence,
    Slip,
)
from communes.periods import holding
from communes.views.asking import account, moment
from communes.views.reaching import run_by
from communes.views.room import SCRIPTS

MARK = 24
"""Signs of a slip's digest by which a device knows it: 96 bits."""


@login_required
@require_safe
def outbox(request: HttpRequest) -> JsonResponse:
    """Who is signed in, until when, and the secret under which this person's devices keep things.

    The browser makes a key of it that it can use and not read out, and forgets the secret.
    """
    signed_in = account(request)
    told = {
        "owner": signed_in.key,
        "secret": base64.b64encode(secret_of(signed_in)).decode(),
        "until": request.session.get_expiry_date().isoformat(),
        "token": get_token(request),
    }
    return JsonResponse(told)


def secret_of(signed_in: Account) -> bytes:
    """Thirty-two bytes, the same on each of the person's devices, for as long as the
    installation keeps its secret key."""
    return salted_hmac("communes.outbox", signed_in.key, algorithm="sha256").digest()


@login_required
@require_safe
def kept(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """What the room needs without a network: its pages, and everyone who may come in.

    Pages of confidential items are not kept on a device.
    """
    meeting = run_by(request, public_id)
    at = moment(request)
    people = recognising.may_come(meeting.body, meeting.sitting, at)
    items = (
        meeting.items.filter(confidential=False)
        .order_by("position", "pk")
        .values_list("public_id", flat=True)
    )
    told = {
        "pages": [
            reverse("room", args=[meeting.public_id]),
            reverse("door", args=[meeting.public_id]),
            *(reverse("item", args=[one]) for one in items),
        ],
        "people": (rows := _people(people, at)),
        "codes": _codes(meeting, [row[0] for row in rows], at),
        "here": _here(meeting, at),
        "check_in": reverse("check_in", args=[meeting.public_id]),
    }
    return JsonResponse(told)


def _people(people: QuerySet[Person], at: datetime) -> list[list[Any]]:
    """Id, name, its folded form, household, year of birth, the household's id: as at the door."""
    home = Residence.objects.filter(holding(at), person=OuterRef("pk"))
    rows = recognising.with_household(people.order_by("sort_key", "pk"), at)
    rows = rows.annotate(home=Subquery(home.values("household__public_id")[:1]))
    columns = ("public_id", "name", "folded", "household", "birth_year", "home")
    return [[str(key), *more, str(home)] for key, *more, home in rows.values_list(*columns)]


def _codes(meeting: Meeting, people: list[str], at: datetime) -> dict[str, int]:
    """By member number, and by the beginning of a slip's digest: which of those people it is."""
    place = {key: index for index, key in enumerate(people)}
    home = rolls.home_of(meeting.body, at)
    numbers = MemberNumber.objects.filter(commune=home.pk)
    slips = Slip.objects.filter(member__commune=home.pk, revoked_at__isnull=True)
    known = [
        *numbers.values_list("number", "person__public_id"),
        *slips.values_list(Left("digest", MARK), "member__person__public_id"),
    ]
    return {code: place[str(person)] for code, person in known if str(person) in place}


def _here(meeting: Meeting, at: datetime) -> list[str]:
    rows = Attendance.objects.in_room(at).filter(meeting=meeting, person__isnull=False)
    return [str(key) for key in rows.values_list("person__public_id", flat=True)]


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it may answer for every page."""
    told = {"scripts": ["vault.js", "guarding.js", *SCRIPTS, "keeping.js"]}
    return render(request, "communes/worker.js", told, content_type="text/javascript")


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that was not kept, or is locked, while there is no network."""
    return render(request, "communes/away.html")
