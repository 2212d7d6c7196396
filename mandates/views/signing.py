"""An elector signs a petition, withdraws, and checks the own receipt; seen by nobody else."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communes.views.asking import (
    actor,
    me,
    moment,
    page,
    perform,
    posted,
    require_fresh,
    show_once,
)
from mandates.domain import signing
from mandates.domain.signing import Signed
from mandates.forms.petitions import ReceiptForm
from mandates.models import Petition
from mandates.views.petitions import ASKED, readable, sheet, trail


@login_required
@never_cache
@require_http_methods(ASKED)
def sign_petition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read once more what one signs, and sign; the receipt is shown once, and kept nowhere."""
    row = readable(request, public_id)
    if request.method == "POST":
        require_fresh(request)
        answer = _once(request, row, signing.sign)
        if answer is not None:
            return answer
    context = {
        "petition": row,
        "steps": trail(row, _("Sign")),
        "blocked": signing.sign_problems(row, me(request), moment(request)),
    }
    return page(request, "mandates/sign_petition.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Withdraw one's own signature, until the petition succeeds."""
    row = readable(request, public_id)
    require_fresh(request)

    def act() -> str:
        signing.withdraw(row, by=actor(request), at=moment(request))
        return reverse("petition", args=[row.public_id])

    answer = perform(request, act, said=_("Your signature is withdrawn."))
    return answer or page(request, "mandates/petition.html", sheet(request, row))


@login_required
@never_cache
@require_http_methods(ASKED)
def receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check the code of one's own receipt, or get one for a signature on paper."""
    row = readable(request, public_id)
    if request.method == "POST" and "issue" in request.POST:
        answer = _once(request, row, signing.receipt_for_paper)
        if answer is not None:
            return answer
    checks = request.method == "POST" and "issue" not in request.POST
    form = ReceiptForm(posted(request) if checks else None)
    mine = signing.of(row, me(request))
    context = {
        "petition": row,
        "steps": trail(row, _("Receipt")),
        "mine": mine,
        "bare": [one for one in mine if not one.receipt],
        "checked": checks and form.is_valid(),
    }
    if context["checked"]:
        context["found"] = signing.check(row, me(request), form.cleaned_data["code"])
    return page(request, "mandates/receipt.html", context, form=form)


def _once(request: HttpRequest, row: Petition, deed: Callable[..., Signed]) -> HttpResponse | None:
    """Do it once for the key of the form; the code goes into this one answer and no other.

    That is why the answer is no redirect. Sent again, the form does nothing, and the page says
    that the code was shown already.
    """
    given: list[Signed] = []

    def act() -> None:
        given.append(deed(row, by=actor(request), at=moment(request)))

    if not show_once(request, act):
        return None
    context = {"petition": row, "steps": trail(row, _("Receipt")), "given": given[:1]}
    return page(request, "mandates/signed.html", context)
