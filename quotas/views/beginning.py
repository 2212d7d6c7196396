"""The first-run page: an empty installation begins with a commune and its founding meeting."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from communes import charter
from communes.domain import inviting
from communes.forms.beginning import BeginForm, zones
from communes.models import Account
from communes.problems import Refused, refuse_if
from communes.views.asking import lay_out, moment, page, posted
from quotas.domain import founding
from quotas.domain.establishing import BodyTerms
from quotas.domain.founding import Founded, Gathering

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Found the first commune; once the installation is in use the page is not there (404)."""
    if founding.begin_problems():
        if request.method == "POST":  # sent twice: what was to begin has begun
            return redirect("home")
        raise Http404
    form = BeginForm(posted(request), at=moment(request))
    if form.is_bound and form.is_valid():
        try:
            return _signed_in(request, form)
        except Refused as refused:
            lay_out(request, refused.problems, form)
    texts = [(name, charter.shipped(name)) for name in charter.shipped_names()]
    context = {"zones": zones(), "texts": texts}
    return page(request, "quotas/begin.html", context, form=form)


def _signed_in(request: HttpRequest, form: BeginForm) -> HttpResponse:
    """Begin, sign the recorder in, and go to the register, where the residents are entered."""
    account = Account(username=form.cleaned_data["username"], language=get_language() or "")
    account.set_password(form.cleaned_data["password"])
    founded = _begun(request, form, account)
    login(request, account, backend=BACKEND)
    messages.success(request, _("%(name)s is there.") % {"name": founded.commune.name})
    return redirect("register", founded.commune.public_id)


def _begun(request: HttpRequest, form: BeginForm, account: Account) -> Founded:
    told = form.cleaned_data
    refuse_if(inviting.credentials_problems(told["username"], told["password"]))
    return founding.begin(
        BodyTerms(told["name"], told["time_zone"], told["language"], told["area"]),
        Gathering(told["place"], form.starts_at()),
        charter=told["charter"],
        recorder=form.particulars(),
        home=form.home(),
        account=account,
        at=moment(request),
    )
