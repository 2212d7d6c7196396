"""The question whether it is still you: between a form and its act, or by itself."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.defaults import permission_denied
from django_htmx.http import reselect, reswap, retarget

from communes import freshness
from communes.domain import proving
from communes.freshness import ProofNeeded
from communes.problems import Problem
from communes.views import receiving
from communes.views.asking import account, moment

_OWN = {"csrfmiddlewaretoken", *freshness.FIELDS, "old", "password", "again"}
"""What is not carried along: passwords are typed anew rather than written into a page."""


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What answers 403; where only a proof is wanting it is asked for, with all that was typed."""
    if not isinstance(exception, ProofNeeded):
        return permission_denied(request, exception)
    if receiving.from_outbox(request):
        needed = proving.needed(exception.account)
        where = _("Open “My account”, prove there that it is you, then send this again.")
        told = Problem(needed.code, f"{needed.message} {where}", needed.figures)
        return receiving.refusal(request, [told], None)
    posted = request.method == "POST"
    path = request.get_full_path()
    asked = {"action": path, "carried": list(_carried(request))}
    if not posted:
        asked = {"action": reverse("prove"), "carried": [("next", path)]}
    return _whole(request, _asked(request, exception.problems, **asked))


@login_required
@sensitive_post_parameters(*freshness.FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Prove by itself that it is still you; then back to where it was asked for."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("account")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            freshness.take_posted(request, account(request), moment(request))
        except ProofNeeded as wanting:
            problems = wanting.problems
        else:
            return redirect(back)
    return _asked(request, problems, action=reverse("prove"), carried=[("next", back)])


def _asked(request: HttpRequest, problems: list[Problem], **context: Any) -> HttpResponse:
    context["keyed"] = any(name == "submission" for name, _value in context["carried"])
    context |= {"problems": problems, **freshness.asked(request, account(request))}
    status = 200 if request.method in ("GET", "HEAD") and not problems else 422
    return render(request, "communes/account/proof.html", context, status=status)


def _whole(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Asked within a part of a page, the question takes the place of the whole."""
    if getattr(request, "htmx", None):
        return reswap(reselect(retarget(response, "#main"), "#main"), "outerHTML")
    return response


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed, input by input, as it will be handed in again."""
    for name in request.POST:
        if name not in _OWN:
            for value in request.POST.getlist(name):
                yield name, value
