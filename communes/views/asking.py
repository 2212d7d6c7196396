"""What every page does: who asks, when, whether they may, and the one call of a deed.

A view's first line is its permission. A form is handed in under the key it was rendered with,
so that a double click, a reload or a replay is one act. A refusal comes back as the same page
with every reason, status 422, and nothing that was typed is lost.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from communes import freshness
from communes.domain.acting import Actor
from communes.domain.submitting import answered, once, refuse_forgotten
from communes.models import Account, Person
from communes.permissions import person_of
from communes.problems import Problem, Refused
from communes.views import receiving

M = TypeVar("M", bound=Model)


def moment(request: HttpRequest) -> datetime:
    """The instant of the request: one for all that it asks and does."""
    at: datetime | None = getattr(request, "komin_at", None)
    if at is None:
        at = timezone.now()
        request.komin_at = at  # type: ignore[attr-defined]
    return at


def account(request: HttpRequest) -> Account:
    """The account that is signed in. Raises `PermissionDenied` for nobody."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def me(request: HttpRequest) -> Person | None:
    """The person behind the account, if there is one."""
    return person_of(request.user)


def actor(request: HttpRequest, basis: str = "") -> Actor:
    """Who acts in this request."""
    signed_in = account(request)
    return Actor(signed_in.person, signed_in, basis, recorded_at=moment(request))


def require(allowed: bool) -> None:
    """The access line of a view. Raises `PermissionDenied` (403)."""
    if not allowed:
        raise PermissionDenied


def require_seen(allowed: bool) -> None:
    """The access line where even the existence is private. Raises `Http404`."""
    if not allowed:
        raise Http404


def require_fresh(request: HttpRequest) -> None:
    """Before what weighs most: is it still the holder of the account who sits here?

    Stands after the access line, before the deed. Returns when the last proof is fresh enough,
    when the form brings one, or when it was answered before. Raises `ProofNeeded` else: the
    same form is then asked for with a proof, and carries all that was typed.
    """
    at = moment(request)
    if not (freshness.proved(request, account(request), at) or only_again(request)):
        freshness.take_posted(request, account(request), at)
    freshness.lay_aside(request)


def found_or_404(rows: QuerySet[M], public_id: UUID) -> M:
    """The row of that public id among those that may be seen; absent and foreign answer alike."""
    row: M | None = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def perform(
    request: HttpRequest,
    deed: Callable[[], str],
    *,
    form: forms.BaseForm | None = None,
    said: Callable[[], str] | str = "",
    part: object = "",
) -> HttpResponse | None:
    """Call the deed once for the key of the form; redirect to the address it returns.

    `said` is the message shown afterwards. `part` tells apart the acts of one form that has a
    button for each of many rows. None means refused: the problems are on the form (at the field
    they name), or in `request.komin_problems` for a page without one.
    """
    told: list[str] = []

    def act() -> dict[str, Any]:
        url = deed()
        told.append(said() if callable(said) else said)
        return {"url": url}

    try:
        answer = _once(request, act, part)
        refuse_forgotten(answer, "url")
    except Refused as refused:
        lay_out(request, refused.problems, form)
        return None
    if told and told[0]:
        messages.success(request, told[0])
    return receiving.answered(request, answer["url"])


def show_once(
    request: HttpRequest, deed: Callable[[], None], *, form: forms.BaseForm | None = None
) -> bool:
    """Call a deed whose fruit stands in this very answer and is stored nowhere: once for its key.

    False means refused, as with `perform`. Handed in again, the deed is not called: then there
    is nothing to show.
    """

    def act() -> dict[str, Any]:
        deed()
        return {}

    try:
        _once(request, act)
    except Refused as refused:
        lay_out(request, refused.problems, form)
        return False
    request.komin_only_again = False  # type: ignore[attr-defined]
    return True


def lay_out(request: HttpRequest, found: list[Problem], form: forms.BaseForm | None) -> None:
    """Put problems where they belong: at their fields, else above the form, else on the page."""
    request.komin_problems = found  # type: ignore[attr-defined]
    if form is None or not form.is_bound:
        return
    for problem in found:
        named = problem.field if problem.field in form.fields else None
        form.add_error(named, str(problem.message))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was handed in, for a form; None when the page was only asked for."""
    return request.POST if request.method == "POST" else None


def replayed(request: HttpRequest) -> bool:
    """Whether this very form was answered before, here: `perform` will only repeat the answer."""
    key = request.POST.get("submission", "")
    return bool(key) and answered(account(request), key, _handed_in(request))


def only_again(request: HttpRequest) -> bool:
    """The access line of whoever may no more, but did: the answer is repeated, and nothing else.

    Stands last in the line (`require(may or only_again(request))`), for from then on this
    request does no deed and shows no page.
    """
    request.komin_only_again = replayed(request)  # type: ignore[attr-defined]
    return _bare(request)


def refused(request: HttpRequest) -> list[Problem]:
    """The problems for which the deed of this request was refused."""
    found: list[Problem] = getattr(request, "komin_problems", [])
    return found


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: forms.BaseForm | None = None,
    partial: str = "",
) -> HttpResponse:
    """Render a page, or its named partial when htmx asked for that target.

    Status 422 when the form or the deed refused what was handed in.
    """
    require(not _bare(request))
    wrong = bool(refused(request)) or (form is not None and form.is_bound and not form.is_valid())
    if wrong and receiving.from_outbox(request):
        return receiving.refusal(request, refused(request), form)
    htmx = getattr(request, "htmx", None)
    target = getattr(htmx, "target", None) if htmx else None
    name = f"{template}#{partial}" if partial and target == partial else template
    told = {"form": form, "problems": refused(request), "at": moment(request), **context}
    return render(request, name, told, status=422 if wrong else 200)


def _once(request: HttpRequest, act: Callable[[], dict[str, Any]], part: object = "") -> Any:
    """The answer for the key of the form; nothing is done where only an old one is repeated."""

    def checked() -> dict[str, Any]:
        require(not _bare(request))
        return act()

    key, body = request.POST.get("submission") or str(uuid4()), _handed_in(request)
    return once(account(request), key, body, checked, at=moment(request), part=part)


def _handed_in(request: HttpRequest) -> dict[str, list[str]]:
    """What tells one form from another of the same key."""
    named = {name: request.POST.getlist(name) for name in request.POST if name not in _OWN}
    return {**named, "path": [request.path]}


def _bare(request: HttpRequest) -> bool:
    """Whether nothing but a repeated answer opens the page to this request."""
    return getattr(request, "komin_only_again", False)


_OWN = {"csrfmiddlewaretoken", "submission", *freshness.FIELDS}
