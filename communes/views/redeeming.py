"""A slip's code becomes an account, or a new password: open to all, and counted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from communes.domain import inviting
from communes.forms.inviting import CodeForm, JoinForm, PasswordFields, ResetForm
from communes.models import Invitation
from communes.problems import Problem, Refused
from communes.views import limiting
from communes.views.asking import lay_out, moment, page, posted

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """First the code; then, for a first account, a name and a password, else the password."""
    code = CodeForm(posted(request))
    if not code.is_bound or not code.is_valid():
        return page(request, "communes/invitations/code.html", {}, form=code)
    if limiting.attempt(request, "invitation"):
        message = _("Too many wrong codes came from here. Wait five minutes, then try again.")
        lay_out(request, [Problem("too_many", message)], None)
        return page(request, "communes/invitations/code.html", {"form": CodeForm()})
    found = inviting.find(code.cleaned_data["code"], moment(request))
    if found is None:
        code.add_error("code", _("This code is not valid: it may be mistyped, used, or too old."))
        return page(request, "communes/invitations/code.html", {}, form=code)
    limiting.right(request, "invitation")
    return _exchange(request, found)


def _exchange(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Ask for what the account needs; once it is told, make it and sign in."""
    joins = found.purpose == Invitation.Purpose.JOIN
    told = request.POST if "password" in request.POST else None
    initial = {"code": request.POST["code"]}
    form = JoinForm(told, initial=initial) if joins else ResetForm(told, initial=initial)
    if form.is_bound and form.is_valid():
        done = _redeem(request, form)
        if done is not None:
            return done
    context = {"invitation": found, "joins": joins}
    return page(request, "communes/invitations/account.html", context, form=form)


def _redeem(request: HttpRequest, form: PasswordFields) -> HttpResponse | None:
    told: dict[str, Any] = form.cleaned_data
    try:
        account = inviting.redeem(
            told["code"],
            username=told.get("username", ""),
            password=told["password"],
            language=get_language() or "",
            at=moment(request),
        )
    except Refused as refused:
        lay_out(request, refused.problems, form)
        return None
    login(request, account, backend=BACKEND)
    messages.success(request, _("Welcome, %(name)s.") % {"name": account.get_full_name()})
    return redirect("home")
