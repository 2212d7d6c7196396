"""The first page: what waits for the reader today, then their bodies, then what was decided."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communes.domain import founding, noticing, publishing
from communes.models import Account, Notice
from communes.notices import sentence
from communes.views import waiting
from communes.views.asking import account, found_or_404, me, moment, page, perform

NOTICES = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A stranger is welcomed; who comes first of all is led to the founding."""
    if not isinstance(request.user, Account):
        if not founding.begun():
            return redirect("begin")
        published = publishing.open_to_everyone(moment(request)).exists()
        return page(request, "communes/welcome.html", {"published": published})
    person = me(request)
    at = moment(request)
    context: dict[str, Any] = {"notices": told(request.user), "person": person}
    if person is not None:
        context |= {
            "to_sign": waiting.minutes_to_sign(person),
            "to_run": waiting.meetings_to_run(person, at),
            "demands": list(waiting.demands_to_sign(person, at)),
            "tasks": list(waiting.tasks_to_do(person, at)),
            "bodies": list(waiting.my_bodies(person, at)),
            "decided": list(waiting.decided_near(person, at)),
        }
    return page(request, "communes/home.html", context)


@login_required
@require_POST
def read_notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark one of the reader's own notices as read; another's is not there (404)."""
    mine = account(request)
    notice = found_or_404(noticing.told_to(mine), public_id)
    return _read(request, lambda: noticing.mark_read(notice, mine, moment(request)))


@login_required
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark all of the reader's notices as read."""
    mine = account(request)
    return _read(request, lambda: noticing.mark_all_read(mine, moment(request)))


def told(whom: Account) -> list[tuple[Notice, str]]:
    """The account's unread notices with their words."""
    rows = noticing.unread(whom).order_by("-urgent", "-written_at", "-pk")[:NOTICES]
    return [(notice, sentence(notice.code, notice.figures)) for notice in rows]


def _read(request: HttpRequest, deed: Callable[[], None]) -> HttpResponse:
    def read() -> str:
        deed()
        return reverse("account" if request.POST.get("back") == "account" else "home")

    done = perform(request, read)
    return done or page(request, "refused.html", {"back": reverse("home")})
