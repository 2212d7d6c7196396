"""Tokens for programs: made, shown once, revoked."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communes.domain import tokening
from communes.forms.account import TokenForm
from communes.views.asking import (
    account,
    actor,
    found_or_404,
    moment,
    page,
    perform,
    posted,
    require_fresh,
    show_once,
)
from communes.views.security import trail

ROWS = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The reader's tokens, and the form for a new one, whose text this answer alone shows."""
    mine, at, form = account(request), moment(request), TokenForm(posted(request))
    made: list[str] = []
    asked = False
    if form.is_bound:
        require_fresh(request)
        form = TokenForm(request.POST)

        def make() -> None:
            made.append(tokening.make(mine, form.terms(), by=actor(request), at=at).text)

        asked = form.is_valid() and show_once(request, make, form=form)
    rows = Paginator(tokening.of(mine), ROWS).get_page(request.GET.get("page"))
    context = {
        "tokens": rows,
        "made": made[0] if made else "",
        "shown_before": asked and not made,
        "now": at,
        "token_form": TokenForm() if asked else form,
        "steps": trail(),
    }
    return page(request, "communes/account/tokens.html", context, form=None if asked else form)


@login_required
@require_POST
def revoke_token(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Revoke one of the reader's own tokens; asks for no proof: haste may be needed."""
    row = found_or_404(tokening.of(account(request)), public_id)

    def revoke() -> str:
        tokening.revoke(row, by=actor(request), at=moment(request))
        return reverse("tokens")

    done = perform(request, revoke, said=_("The token opens nothing any more."))
    return done or page(request, "refused.html", {"back": reverse("tokens")})
