"""The register of a commune: households and who lives in them, and what is to be settled."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import recognising, rolls
from communes.domain.chartering import communes_parameters
from communes.forms.people import LettersForm, in_order
from communes.models import (
    Basis,
    Body,
    BodyKind,
    Household,
    Meeting,
    Person,
    Residence,
    Sitting,
)
from communes.periods import holding
from communes.views.asking import found_or_404, me, moment, page, posted, require_seen

HOMES = 25
SHOWN = 50


@dataclass(frozen=True)
class Home:
    """A household with those who live in it now."""

    household: Household
    residences: Sequence[Residence]


def register_of(request: HttpRequest, public_id: UUID) -> Body:
    """The commune whose register the reader keeps; for everyone else it is not there (404)."""
    communes = Body.objects.filter(kind=BodyKind.COMMUNE).select_related("commune")
    commune = found_or_404(communes, public_id)
    require_seen(permissions.may_keep_register(me(request), commune, moment(request)))
    return commune


def trail(commune: Body, person: Person | None = None) -> list[dict[str, str]]:
    """Where a page of the register stands."""
    steps = [
        {"name": commune.name, "url": reverse("body", args=[commune.public_id])},
        {"name": _("Register"), "url": reverse("register", args=[commune.public_id])},
    ]
    if person is not None:
        url = reverse("register_person", args=[commune.public_id, person.public_id])
        steps.append({"name": person.name, "url": url})
    return steps


def residents(commune: Body, at: datetime) -> QuerySet[Person]:
    """Everyone who lives in the commune, of any age."""
    return Person.objects.living().residing(commune.pk, at)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Households page by page; with a few letters, people: by POST, no name in an address."""
    commune = register_of(request, public_id)
    at = moment(request)
    form = LettersForm(posted(request))
    letters = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {"commune": commune, "letters": letters, "steps": trail(commune)[:1]}
    context |= _figures(commune, at)
    if letters:
        found = list(_matching(commune, letters, at)[: SHOWN + 1])
        context |= {"found": found[:SHOWN], "more": len(found) > SHOWN}
    else:
        context["pages"], context["homes"] = _homes(commune, request.GET.get("page", ""), at)
    return page(request, "communes/register/list.html", context, partial="people")


@login_required
@require_http_methods(["GET", "HEAD"])
def register_doubts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who was entered at the door and is to be confirmed, and who may stand here twice."""
    commune = register_of(request, public_id)
    at = moment(request)
    rows = _open(commune, at).filter(confirmed=False).select_related("person", "household")
    doubts = {"unconfirmed": rows.order_by("since", "pk")[:SHOWN], "twice": _twice(commune, at)}
    context = {"commune": commune, "steps": trail(commune), **doubts}
    return page(request, "communes/register/doubts.html", context)


def _open(commune: Body, at: datetime) -> QuerySet[Residence]:
    return Residence.objects.filter(holding(at), commune=commune.pk)


def _figures(commune: Body, at: datetime) -> dict[str, Any]:
    rows = _open(commune, at)
    counted = rows.aggregate(residents=Count("pk"), households=Count("household", distinct=True))
    members = rolls.roll(commune, Sitting.ASSEMBLY, at).count()
    unconfirmed = rows.filter(confirmed=False).count()
    scale = communes_parameters(at, commune)
    founding = Meeting.objects.filter(body=commune, basis=Basis.FOUNDING, closed_at__isnull=True)
    return {
        **counted,
        "members": members,
        "unconfirmed": unconfirmed,
        "scale": scale,
        "founding": founding.filter(cancelled_at__isnull=True).first(),
    }


def _homes(commune: Body, number: str, at: datetime) -> tuple[Page[Household], list[Home]]:
    """One page of households, 9 before 10, in two queries whatever their number."""
    homes = Household.objects.filter(pk__in=_open(commune, at).values("household")).order_by("pk")
    shown = Paginator(sorted(homes, key=in_order), HOMES).get_page(number)
    rows = _open(commune, at).filter(household__in=[home.pk for home in shown.object_list])
    living: dict[int, list[Residence]] = defaultdict(list)
    for row in rows.select_related("person").order_by("person__birth_year", "person__sort_key"):
        living[row.household_id].append(row)
    return shown, [Home(home, living[home.pk]) for home in shown.object_list]


def _matching(commune: Body, letters: str, at: datetime) -> QuerySet[Person]:
    people = residents(commune, at)
    return recognising.named(people, letters, at)


def _twice(commune: Body, at: datetime) -> list[list[Person]]:
    """People of one name and year of birth, who may be one person entered twice."""
    people = residents(commune, at)
    repeated = (
        people.order_by()
        .values("folded", "birth_year")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .order_by("folded")[:SHOWN]
    )
    keys = [(row["folded"], row["birth_year"]) for row in repeated]
    groups: dict[tuple[str, int | None], list[Person]] = {key: [] for key in keys}
    named = recognising.with_household(people.filter(folded__in=[key[0] for key in keys]), at)
    for person in named.order_by("pk"):
        if (person.folded, person.birth_year) in groups:
            groups[person.folded, person.birth_year].append(person)
    return list(groups.values())
