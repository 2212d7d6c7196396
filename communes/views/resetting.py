"""A new way in for somebody who lost everything: one officer asks, another agrees and prints."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import resetting
from communes.domain.inviting import Issued
from communes.models import Account, Body, BodyKind, Person
from communes.problems import Problem, refuse_if
from communes.views.asking import (
    account,
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    require_fresh,
    require_seen,
    show_once,
)
from communes.views.inviting import slips
from communes.views.register import trail


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_reset(request: HttpRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Where the matter stands; the officer's one deed, asking or agreeing."""
    rows = Body.objects.filter(kind=BodyKind.COMMUNE).select_related("commune")
    commune, at = found_or_404(rows, public_id), moment(request)
    require_seen(permissions.may_reset(me(request), commune, at))
    people = Person.objects.living().residing(commune.pk, at).select_related("account")
    person = found_or_404(people, person_id)
    holder: Account | None = getattr(person, "account", None)
    back = reverse("register_person", args=[commune.public_id, person.public_id])
    if request.method == "POST" and holder is not None:
        require_fresh(request)
        agrees = request.POST.get("do") == "agree"
        deed = _agreed if agrees else _asked
        done = deed(request, commune, holder)
        if done:
            return done
    context = {
        "commune": commune,
        "person": person,
        **_standing(request, holder),
        "steps": [*trail(commune), {"name": person.name, "url": back}],
    }
    return page(request, "communes/register/reset.html", context)


def _standing(request: HttpRequest, holder: Account | None) -> dict[str, object]:
    """Who has asked, and why the reader cannot do what comes next."""
    mine, at = account(request), moment(request)
    if holder is None:
        message = _("This person has no account yet: print an invitation instead.")
        return {"blocked": [Problem("no_account", message)]}
    waits = resetting.waiting(holder, at)
    if waits is None:
        return {"blocked": resetting.ask_problems(holder, mine, at)}
    asked = waits.asked_by.get_full_name()
    blocked = resetting.agree_problems(waits, mine, at)
    return {"waits": waits, "asked": asked, "agrees": True, "blocked": blocked}


def _asked(request: HttpRequest, commune: Body, holder: Account) -> HttpResponse | None:
    def ask() -> str:
        resetting.ask(holder, commune, by=actor(request, "officer"), at=moment(request))
        return request.path

    return perform(request, ask, said=_("Asked. The holder is told; another officer must agree."))


def _agreed(request: HttpRequest, commune: Body, holder: Account) -> HttpResponse | None:
    issued: list[Issued] = []

    def agree() -> None:
        at = moment(request)
        waits = resetting.waiting(holder, at)
        if waits is None:
            refuse_if([Problem("reset_over", _("This request is over. Ask anew."))])
        assert waits is not None
        issued.append(resetting.agree(waits, by=actor(request, "officer"), at=at))

    if not show_once(request, agree):
        return None
    return slips(request, commune, issued, back=request.path)
