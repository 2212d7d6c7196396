"""Entries that waited in a browser's outbox: received under their key, or refused with reasons.

A browser that may lose its network keeps each entry until the server acknowledges the very key
under which it was handed in. Such an entry says how long it has waited: clocks of cheap devices
are wrong, but they run on, so the instant at which it was made is reckoned from now.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from communes.models import Meeting
from communes.problems import Problem

WAITED = "Komin-Waited"
"""The header that tells how many milliseconds an entry has waited; only an outbox sends it."""
LONGEST = timedelta(days=400)
"""An entry that says it waited longer has a clock that jumped."""
OWNER = "Komin-Owner"
"""The header that names the account (by its key) whose entry it is."""
_CLOCK = "clock:%s"


def from_outbox(request: HttpRequest) -> bool:
    """Whether a browser's outbox asks, which wants a receipt and no page."""
    return WAITED in request.headers


def foreign(request: HttpRequest) -> bool:
    """Whether an outbox hands in what another account than the signed-in one has written."""
    owner = request.headers.get(OWNER)
    return owner is not None and owner != getattr(request.user, "key", None)


def waited(request: HttpRequest) -> timedelta:
    """How long the entry has waited to be handed in; nothing when it does not say so rightly."""
    told = request.headers.get(WAITED, "")
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        return timedelta()
    return min(timedelta(milliseconds=int(told)), LONGEST)


def happened(request: HttpRequest, meeting: Meeting) -> datetime:
    """The instant of what is entered, not before the opening: when it was typed, if it waited;
    where the clock stands, when a meeting is entered from paper; else now."""
    now: datetime = getattr(request, "komin_at", None) or timezone.now()
    then = now - waited(request) if from_outbox(request) else clock(request, meeting) or now
    opened = meeting.opened_at
    return max(then, opened) if opened and opened <= now else then


def answered(request: HttpRequest, url: str) -> HttpResponse:
    """What follows a deed: the page at the address, or to an outbox the receipt that names it."""
    return receipt(request, url=url) if from_outbox(request) else HttpResponseRedirect(url)


def clock(request: HttpRequest, meeting: Meeting) -> datetime | None:
    """Where the clock stands for a meeting that is entered afterwards; nothing for the present."""
    told = request.session.get(_CLOCK % meeting.key)
    return datetime.fromisoformat(told) if told else None


def set_clock(request: HttpRequest, meeting: Meeting, at: datetime | None) -> None:
    """Set it for the entries that follow in this sign-in, or let it go with the present."""
    if at is None:
        request.session.pop(_CLOCK % meeting.key, None)
    else:
        request.session[_CLOCK % meeting.key] = at.isoformat()


def receipt(request: HttpRequest, **told: Any) -> JsonResponse:
    """The acknowledgement of the key under which the entry was handed in."""
    return JsonResponse({"received": request.POST.get("submission", ""), **told})


def refusal(
    request: HttpRequest, problems: Iterable[Problem], form: forms.BaseForm | None
) -> JsonResponse:
    """Every reason why the entry was not taken, each with its field if it has one."""
    told = [
        {"message": str(one.message), "field": one.field, **_more(one.figures)} for one in problems
    ]
    known = {one["message"] for one in told}
    for name, errors in _errors(form).items():
        told += [{"message": text, "field": name} for text in errors if text not in known]
    key = request.POST.get("submission", "")
    return JsonResponse({"refused": key, "problems": told}, status=422)


def _errors(form: forms.BaseForm | None) -> Mapping[str, list[str]]:
    if form is None or not form.is_bound:
        return {}
    return {
        "" if name == "__all__" else form.add_prefix(name): [str(one) for one in errors]
        for name, errors in form.errors.items()
    }


def _more(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The other text of a conflict, without which the two cannot be merged."""
    return {name: figures[name] for name in ("theirs", "version") if name in figures}
