"""Member numbers and slips: given to a register that has none, printed, replaced when lost."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communes.domain import issuing, rolls
from communes.domain.chartering import communes_parameters
from communes.forms.picking import ids
from communes.models import Body, Person, Residence, Slip
from communes.papers.slips import slips_of, slips_paper
from communes.periods import holding
from communes.views.asking import actor, moment, page, perform
from communes.views.papers import language_of, printed
from communes.views.people import address_of, person_here
from communes.views.register import register_of, residents, trail


@login_required
@require_http_methods(["GET", "HEAD"])
def slips(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How many have a slip, what can be printed, and the numbers that are still to be given."""
    commune = register_of(request, public_id)
    context = {
        "commune": commune,
        "steps": trail(commune),
        "lacking": _lacking(request, commune).count(),
        "members": _members(request, commune).count(),
    }
    return page(request, "communes/register/slips.html", context)


@login_required
@require_POST
def give_numbers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a number and a slip to everyone in the register who has none."""
    commune = register_of(request, public_id)
    given: list[int] = []

    def give() -> str:
        people = list(_lacking(request, commune))
        by = actor(request, "register")
        given.append(issuing.give_to_all(commune, people, by=by, at=moment(request)))
        return reverse("slips", args=[commune.public_id])

    def said() -> str:
        told = ngettext("%(count)s number was given.", "%(count)s numbers were given.", given[0])
        return told % {"count": given[0]}

    done = perform(request, give, said=said)
    return done or page(request, "refused.html", {"back": reverse("slips", args=[public_id])})


@login_required
@require_http_methods(["GET", "HEAD"])
def slips_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The slips of a person, of a household, or of all members, to be cut. Prints, changes
    nothing: a slip printed twice is the same slip."""
    commune = register_of(request, public_id)
    found = slips_of(commune, _chosen(request, commune), moment(request))
    if not found:
        raise Http404
    return printed(slips_paper(commune, found, language_of(request)))


@login_required
@require_POST
def replace_slip(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Revoke the slip that was lost and issue another."""
    commune = register_of(request, public_id)
    person = person_here(request, commune, person_id)

    def replace() -> str:
        by, at = actor(request, "register"), moment(request)
        issuing.replace(commune, person, by=by, at=at)
        return address_of(commune, person)

    said = _("The lost slip opens nothing any more. Print the new one.")
    done = perform(request, replace, said=said)
    return done or page(request, "refused.html", {"back": address_of(commune, person)})


def _chosen(request: HttpRequest, commune: Body) -> QuerySet[Person]:
    """Those whom the address names by public id; else all members. Raises `Http404`."""
    everyone = residents(commune, moment(request))
    for name, column in (("person", "public_id"), ("home", "residences__household__public_id")):
        if name not in request.GET:
            continue
        known = ids([request.GET[name]])
        if not known:
            raise Http404
        here = {"residences__until__isnull": True} if name == "home" else {}
        return everyone.filter(**{column: known[0]}, **here)
    return _members(request, commune)


def _members(request: HttpRequest, commune: Body) -> QuerySet[Person]:
    """Who has reached the commune age, and whose age is unknown."""
    at = moment(request)
    age = communes_parameters(at, commune).commune_age
    grown = Person.objects.reached(age, rolls.day_of(commune, at).date()).values("pk")
    unknown = Q(birth_year__isnull=True, birth_date__isnull=True)
    return residents(commune, at).filter(unknown | Q(pk__in=grown))


def _lacking(request: HttpRequest, commune: Body) -> QuerySet[Person]:
    """Residents without a valid slip."""
    valid = Slip.objects.filter(member__person=OuterRef("pk"), member__commune=commune.pk)
    living = Residence.objects.filter(holding(moment(request)), commune=commune.pk)
    people = Person.objects.living().filter(pk__in=living.values("person"))
    return people.filter(~Exists(valid.filter(revoked_at__isnull=True)))
