"""What opens an account beside its password: set up, shown once, taken away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communes import freshness
from communes.domain import keying, pairing, proving, recovering
from communes.forms.account import ConfirmCodeForm, NameForm
from communes.models import Passkey
from communes.problems import Problem, Refused, refuse_if
from communes.views.asking import (
    account,
    actor,
    lay_out,
    moment,
    page,
    perform,
    posted,
    require_fresh,
    require_seen,
    show_once,
)
from communes.views.security import trail

ASKED = ["GET", "HEAD", "POST"]


@login_required
@never_cache
@require_http_methods(ASKED)
def codes(request: HttpRequest) -> HttpResponse:
    """Codes from an app: begun, confirmed by the first one, removed."""
    require_fresh(request)
    mine, do = account(request), request.POST.get("do")
    form = ConfirmCodeForm(request.POST if do == "confirm" else None)
    if do == "confirm":
        done = _confirmed(request, form)
        if done:
            return done
    elif do in ("begin", "remove"):
        done = _begun(request) if do == "begin" else _removed(request)
        if done:
            return done
    app = pairing.waiting(mine)
    context = {
        "steps": trail(),
        "confirmed": pairing.confirmed(mine),
        "secret": pairing.shown_secret(app) if app else "",
        "address": pairing.address(app) if app else "",
    }
    return page(request, "communes/account/codes.html", context, form=form)


def _begun(request: HttpRequest) -> HttpResponse | None:
    def begin() -> str:
        pairing.begin(account(request), by=actor(request), at=moment(request))
        return reverse("codes")

    return perform(request, begin)


def _removed(request: HttpRequest) -> HttpResponse | None:
    def remove() -> str:
        pairing.remove(account(request), by=actor(request), at=moment(request))
        return reverse("security")

    return perform(request, remove, said=_("No codes from an app are asked for any more."))


def _confirmed(request: HttpRequest, form: ConfirmCodeForm) -> HttpResponse | None:
    """No `perform`: attempts stay counted; a code works once by itself."""
    mine, at = account(request), moment(request)
    if not form.is_valid():
        return None
    try:
        pairing.confirm(mine, form.cleaned_data["code"], by=actor(request), at=at)
    except Refused as refused:
        lay_out(request, refused.problems, form)
        return None
    freshness.mark(request, at)
    messages.success(request, _("From now on a code is asked for when you sign in."))
    return redirect("recovery" if not recovering.left(mine) else "security")


@login_required
@never_cache
@require_http_methods(ASKED)
def recovery(request: HttpRequest) -> HttpResponse:
    """How many recovery codes are left; a new sheet is shown in this answer alone."""
    mine = account(request)
    if request.method == "POST":
        require_fresh(request)
        made: list[str] = []

        def make() -> None:
            made.extend(recovering.make(mine, by=actor(request), at=moment(request)))

        if show_once(request, make):
            sheet = {"codes": made, "back": reverse("security")}
            return page(request, "communes/account/recovery_sheet.html", sheet)
    context = {
        "steps": trail(),
        "left": recovering.left(mine),
        "most": recovering.CODES,
        "ways": proving.ways(mine),
    }
    return page(request, "communes/account/recovery.html", context)


@login_required
@never_cache
@require_http_methods(ASKED)
def passkeys(request: HttpRequest) -> HttpResponse:
    """Add a passkey: the browser makes it, the holder names it."""
    require_fresh(request)
    mine, form = account(request), NameForm(posted(request))
    if form.is_bound and form.is_valid():
        done = _added(request, form)
        if done:
            return done
    here = freshness.site(request)
    question = freshness.ask(request, keying.ask_new(mine, here))
    context = {
        "steps": trail(),
        "question": question,
        "host": here.host,
        "blocked": keying.add_problems(mine),
    }
    return page(request, "communes/account/add_passkey.html", context, form=form)


def _added(request: HttpRequest, form: NameForm) -> HttpResponse | None:
    mine, given = account(request), freshness.given(request, request.POST, freshness.NEW)
    first = not recovering.left(mine)

    def add() -> str:
        if given.passkey is None or given.challenge is None or given.site is None:
            message = _("No passkey came with the form: press the button once more.")
            refuse_if([Problem("challenge_old", message)])
        assert given.passkey is not None
        assert given.challenge is not None
        assert given.site is not None
        told = {"state": given.challenge, "site": given.site, "name": form.cleaned_data["name"]}
        keying.add(mine, given.passkey, by=actor(request), at=moment(request), **told)
        return reverse("recovery" if first else "security")

    done = perform(request, add, form=form, said=_("The passkey is added."))
    if done:
        freshness.mark(request, moment(request))
    return done


@login_required
@require_http_methods(ASKED)
def passkey(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's own passkey: named otherwise, or removed."""
    rows = Passkey.objects.filter(account=account(request))
    key = rows.filter(public_id=public_id).first()
    require_seen(key is not None or request.method == "POST")
    renaming = request.POST.get("do") != "remove"
    named = {"name": key.name if key else ""}
    form = NameForm(posted(request) if renaming else None, initial=named)
    if request.method == "POST":
        require_fresh(request)
        done = _changed(request, form, rows.filter(public_id=public_id), renaming)
        if done:
            return done
    return page(
        request, "communes/account/passkey.html", {"steps": trail(), "passkey": key}, form=form
    )


def _changed(
    request: HttpRequest, form: NameForm, rows: QuerySet[Passkey], renaming: bool
) -> HttpResponse | None:
    if renaming and not form.is_valid():
        return None

    def change() -> str:
        key, by, at = get_object_or_404(rows), actor(request), moment(request)
        if renaming:
            keying.rename(key, form.cleaned_data["name"], by=by, at=at)
        else:
            keying.remove(key, by=by, at=at)
        return reverse("security")

    said = _("The passkey has its new name.") if renaming else _("The passkey is removed.")
    return perform(request, change, form=form, said=said)
