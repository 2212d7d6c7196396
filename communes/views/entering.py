"""At the door: the second factor after the password, and a passkey in place of both."""

from allauth.account.internal.stagekit import LoginStageController
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from communes import freshness
from communes.domain import keying, proving
from communes.models import Account
from communes.problems import Problem, Refused
from communes.views.asking import moment

STAGE = "second"
ASKED = ["GET", "HEAD", "POST"]


@never_cache
@sensitive_post_parameters(*freshness.FIELDS)
@require_http_methods(ASKED)
def second(request: HttpRequest) -> HttpResponse:
    """A code or a passkey, for who has given the password of an account that has one."""
    stage = LoginStageController.enter(request, STAGE)
    if stage is None:
        return redirect("account_login")
    holder: Account = stage.login.user
    problems: list[Problem] = []
    if request.method == "POST":
        given, at = freshness.given(request, request.POST), moment(request)
        try:
            request.komin_way = proving.prove(holder, given, at=at)  # type: ignore[attr-defined]
        except Refused as refused:
            problems = refused.problems
        else:
            entered: HttpResponse = stage.exit()
            return entered
    context = {"problems": problems, **freshness.asked(request, holder)}
    return render(request, "account/second.html", context, status=422 if problems else 200)


@never_cache
@sensitive_post_parameters(freshness.PASSKEY)
@require_http_methods(ASKED)
def passkey(request: HttpRequest) -> HttpResponse:
    """A passkey by itself: the device tells whose it is, and has made sure of its owner."""
    if request.user.is_authenticated:
        return redirect("home")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return _entered(request)
        except Refused as refused:
            problems = refused.problems
    here = freshness.site(request)
    question = freshness.ask(request, keying.ask(None, here))
    context = {"problems": problems, "question": question, "next": _next(request)}
    return render(request, "account/passkey.html", context, status=422 if problems else 200)


def _entered(request: HttpRequest) -> HttpResponse:
    given = freshness.given(request, request.POST)
    if given.passkey is None or given.challenge is None or given.site is None:
        raise Refused([Problem("challenge_old", _("The question was too old. Try once more."))])
    holder = keying.take(
        given.passkey, state=given.challenge, site=given.site, account=None, at=moment(request)
    )
    request.komin_way = "passkey"  # type: ignore[attr-defined]
    entered: HttpResponse = perform_login(request, holder, redirect_url=_next(request) or None)
    return entered


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, if it is here."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()})
    return told if here else ""
