"""Invitations: slips with one-time codes, printed by whoever keeps the register."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from communes import permissions
from communes.domain import inviting, recognising, rolls
from communes.domain.chartering import communes_parameters
from communes.domain.inviting import Issued
from communes.domain.submitting import once
from communes.forms.inviting import PeopleForm
from communes.forms.people import LettersForm
from communes.models import Body, BodyKind, Invitation, Person
from communes.problems import Refused
from communes.views.asking import (
    account,
    actor,
    found_or_404,
    lay_out,
    me,
    moment,
    page,
    posted,
    require_seen,
)
from communes.views.register import trail

ROWS = 50


def inviting_commune(request: HttpRequest, public_id: UUID) -> Body:
    """The commune for which the reader prints invitations; for others it is not there (404)."""
    rows = Body.objects.filter(kind=BodyKind.COMMUNE).select_related("commune")
    commune = found_or_404(rows, public_id)
    require_seen(permissions.may_invite(me(request), commune, moment(request)))
    return commune


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who has no account yet; a few letters (by POST) narrow the list."""
    commune = inviting_commune(request, public_id)
    letters = LettersForm(posted(request))
    typed = letters.cleaned_data["q"] if letters.is_bound and letters.is_valid() else ""
    return _list(request, commune, PeopleForm(), typed)


@login_required
@require_POST
def print_invitations(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Issue codes and show the slips: here and now, for the codes are stored nowhere.

    That is why this answer is no redirect. Sent again, the form issues nothing; the page then
    says that the slips were shown already.
    """
    commune = inviting_commune(request, public_id)
    at = moment(request)
    form = PeopleForm(_chosen(request))
    form.offer(inviting.invitable(commune, at))
    issued: list[Issued] = []

    def issue() -> dict[str, bool]:
        chosen = form.cleaned_data["people"]
        issued.extend(inviting.invite(chosen, by=actor(request, "register"), at=at))
        return {}

    if not form.is_valid():
        return _list(request, commune, form, "")
    body = {"people": request.POST.getlist("people"), "path": request.path}
    key = request.POST.get("submission") or str(uuid4())
    try:
        once(account(request), key, body, issue, at=at)
    except Refused as refused:
        lay_out(request, refused.problems, form)
        return _list(request, commune, form, "")
    return slips(request, commune, issued, back=reverse("invitations", args=[commune.public_id]))


def _chosen(request: HttpRequest) -> QueryDict:
    """Those ticked; by the button for all shown, everyone on the page."""
    if "all" not in request.POST:
        return request.POST
    everyone = request.POST.copy()
    everyone.setlist("people", request.POST.getlist("shown"))
    return everyone


def _of_age(commune: Body, at: datetime) -> QuerySet[Person]:
    """Who may be invited, children left out."""
    limits = communes_parameters(at, commune)
    grown = Person.objects.reached(limits.commune_age, rolls.day_of(commune, at).date())
    people = inviting.invitable(commune, at)
    return people.filter(Q(birth_year__isnull=True) | Q(pk__in=grown.values("pk")))


def _list(request: HttpRequest, commune: Body, form: PeopleForm, letters: str) -> HttpResponse:
    at = moment(request)
    people = _of_age(commune, at)
    named = recognising.named(people, letters, at) if letters else people.order_by("sort_key", "pk")
    waiting = Invitation.objects.waiting(at).filter(person=OuterRef("pk"))
    rows = recognising.with_household(named, at).annotate(
        invited_at=Subquery(waiting.values("created_at")[:1])
    )
    context = {
        "commune": commune,
        "steps": trail(commune)[:1],
        "people": Paginator(rows, ROWS).get_page(request.GET.get("page", "")),
        "letters": letters,
        "keeps_register": permissions.may_keep_register(me(request), commune, at),
    }
    return page(request, "communes/invitations/list.html", context, form=form)


def slips(request: HttpRequest, commune: Body, issued: list[Issued], *, back: str) -> HttpResponse:
    """The slips as they are printed; none where a form was sent again."""
    address = request.build_absolute_uri(reverse("invitation"))
    printed = [
        {
            "name": one.invitation.person.name if one.invitation.person else "",
            "code": one.code.replace("-", ""),
            "expires": one.invitation.expires_at,
            "qr": f"{address}#code={one.code}",
        }
        for one in issued
    ]
    context = {
        "commune": commune,
        "slips": printed,
        "address": address.partition("://")[2],
        "back": back,
    }
    return page(request, "communes/invitations/slips.html", context)
