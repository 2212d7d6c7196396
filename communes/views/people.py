"""A person of the register: particulars, where they lived, and what happens to them."""

from collections.abc import Callable
from copy import copy
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import permissions, ports
from communes.domain import recognising, registering, rolls
from communes.forms.people import (
    ChosenForm,
    DeathForm,
    LettersForm,
    MoveForm,
    NewcomerForm,
    ParticularsForm,
)
from communes.models import Body, BodyKind, Gender, Household, MemberNumber, Person, Residence
from communes.periods import holding
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    posted,
    replayed,
)
from communes.views.register import register_of, residents, trail

ASKED = ["GET", "HEAD", "POST"]


def known_to(commune: Body) -> QuerySet[Person]:
    """Everyone who lives or ever lived in the commune, entries merged away left out."""
    rows = Residence.objects.filter(commune=commune.pk, person=OuterRef("pk"))
    return Person.objects.filter(Exists(rows), merged_into__isnull=True, erased_at__isnull=True)


def person_here(request: HttpRequest, commune: Body, person_id: UUID) -> Person:
    """A person who lives in the commune now; of a form handed in again, who then did."""
    if replayed(request):
        ever = Residence.objects.filter(commune=commune.pk, person=OuterRef("pk"))
        return found_or_404(Person.objects.filter(Exists(ever)), person_id)
    return found_or_404(residents(commune, moment(request)), person_id)


def address_of(commune: Body, person: Person) -> str:
    """The address of the person's page in this register."""
    return reverse("register_person", args=[commune.public_id, person.public_id])


@login_required
@require_http_methods(["GET", "HEAD"])
def register_person(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Particulars, past homes, and what can be done while the person lives here."""
    commune = register_of(request, public_id)
    person = found_or_404(known_to(commune).select_related("account"), person_id)
    rows = Residence.objects.filter(person=person, commune=commune.pk)
    history = list(rows.select_related("household").order_by("-since", "-pk"))
    here = next((row for row in history if row.holds_at(moment(request))), None)
    context = {
        "commune": commune,
        "steps": trail(commune),
        "person": person,
        "history": history,
        "here": here,
        "member": MemberNumber.objects.filter(commune=commune.pk, person=person).first(),
        "may_reset": bool(here) and permissions.may_reset(me(request), commune, moment(request)),
    }
    return page(request, "communes/register/person.html", context)


@login_required
@require_http_methods(ASKED)
def register_newcomer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter someone who came or was born."""
    commune = register_of(request, public_id)
    form = NewcomerForm(posted(request), initial={"existing": request.GET.get("household")})
    form.offer(_homes(request, commune))

    def enter() -> str:
        row = registering.arrive(
            commune,
            particulars=form.particulars(),
            home=form.home(),
            by=actor(request, "register"),
            at=moment(request),
        )
        return address_of(commune, row.person)

    return _asked(request, form, enter, _("Entered in the register."), commune, "newcomer")


@login_required
@require_http_methods(ASKED)
def register_correct(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Correct what the register holds; a corrected gender may end a mandate."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)
    form = ParticularsForm(posted(request), initial=ParticularsForm.told(person))

    def correct() -> str:
        told = form.particulars()
        by = actor(request, "register")
        registering.correct(person, particulars=told, by=by, at=moment(request))
        return address_of(commune, person)

    corrected = copy(person)
    corrected.gender = Gender.UNDISCLOSED
    follows = ports.would_follow("gender", corrected, None, moment(request))
    return _asked(
        request, form, correct, _("Corrected."), commune, "correct", person=person, follows=follows
    )


@login_required
@require_http_methods(ASKED)
def register_move(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Move a person to another household, here or in another commune."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)
    at = moment(request)
    form = MoveForm(posted(request))
    form.offer(_homes(request, commune))
    others = Body.objects.existing(at).filter(kind=BodyKind.COMMUNE).exclude(pk=commune.pk)
    form.offer_communes(list(others))

    def move() -> str:
        to = form.cleaned_data["commune"] or commune
        by = actor(request, "register")
        registering.move(person, commune=to, home=form.home(), by=by, at=at)
        return address_of(commune, person)

    follows = ports.would_follow("left", person, commune, at)
    return _asked(request, form, move, _("Moved."), commune, "move", person=person, follows=follows)


@login_required
@require_http_methods(ASKED)
def register_death(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Record a death; what follows is said beforehand."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)
    at = moment(request)
    form = DeathForm(posted(request), today=rolls.day_of(commune, at).date())

    def record() -> str:
        by = actor(request, "register")
        registering.record_death(person, on=form.cleaned_data["on"], by=by, at=at)
        return address_of(commune, person)

    follows = ports.would_follow("died", person, None, at)
    return _asked(
        request, form, record, _("Recorded."), commune, "death", person=person, follows=follows
    )


@login_required
@require_http_methods(ASKED)
def register_departure(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Record that a person left the area; what follows is said beforehand."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)
    at = moment(request)

    def depart() -> str:
        registering.depart(person, by=actor(request, "register"), at=at)
        return address_of(commune, person)

    done = perform(request, depart, said=_("Recorded.")) if request.method == "POST" else None
    follows = ports.would_follow("left", person, commune, at)
    context = {"person": person, "follows": follows, "steps": trail(commune, person)}
    return done or page(request, "communes/register/departure.html", context)


@login_required
@require_POST
def register_confirm(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Confirm a person who was entered at the door."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)

    def confirm() -> str:
        registering.confirm(person, by=actor(request, "register"), at=moment(request))
        return reverse("register_doubts", args=[commune.public_id])

    said = _("%(name)s is confirmed.") % {"name": person.name}
    done = perform(request, confirm, said=said)
    return done or page(request, "refused.html", {"back": address_of(commune, person)})


@login_required
@require_http_methods(ASKED)
def register_merge(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Declare a person a duplicate of another: of the same name, or found by a few letters."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)
    at = moment(request)
    chosen = ChosenForm(request.POST)
    if "person" in request.POST and chosen.is_valid():
        into = found_or_404(residents(commune, at), chosen.cleaned_data["person"])

        def merge() -> str:
            registering.merge(person, into=into, by=actor(request, "register"), at=at)
            return address_of(commune, into)

        done = perform(request, merge, said=_("The two entries are one."))
        if done:
            return done
    letters = LettersForm(request.POST)
    typed = letters.cleaned_data["q"] if letters.is_valid() else ""
    people = recognising.named(residents(commune, at), typed or person.name, at)
    candidates = list(people.exclude(pk=person.pk)[:20])
    context = {"person": person, "candidates": candidates, "letters": typed}
    context["steps"] = trail(commune, person)
    return page(request, "communes/register/merge.html", context, partial="candidates")


def _homes(request: HttpRequest, commune: Body) -> list[Household]:
    rows = Residence.objects.filter(holding(moment(request)), commune=commune.pk)
    return list(Household.objects.filter(pk__in=rows.values("household")))


def _asked(
    request: HttpRequest,
    form: Any,
    deed: Callable[[], str],
    said: str,
    commune: Body,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Perform the deed once the form holds together; else show the form."""
    if request.method == "POST" and form.is_valid():
        done = perform(request, deed, form=form, said=said)
        if done is not None:
            return done
    told = {"commune": commune, "steps": trail(commune, context.get("person")), **context}
    return page(request, f"communes/register/{template}.html", told, form=form)
