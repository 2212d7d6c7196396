"""A new password, by who knows the old one."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from communes.domain import renewing
from communes.forms.account import PasswordForm
from communes.problems import Refused
from communes.views.asking import account, actor, lay_out, moment, page, posted, require_fresh


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change it; every other device is signed out. No `perform`: attempts stay counted."""
    mine, form = account(request), PasswordForm(posted(request))
    require_fresh(request)
    if form.is_bound and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["password"]
        kept = request.session.session_key or ""
        by, at = actor(request), moment(request)
        try:
            renewing.change_password(mine, old, new, kept=kept, by=by, at=at)
        except Refused as refused:
            lay_out(request, refused.problems, form)
        else:
            update_session_auth_hash(request, mine)
            messages.success(request, _("The password is changed. Every other device is out."))
            return redirect("security")
    return page(request, "account/password_change.html", {}, form=form)
