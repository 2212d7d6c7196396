"""Calendars: their addresses made and revoked by their holder, and read by the holder's devices."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communes import permissions
from communes.domain import calendars
from communes.domain.calendars import Deadline
from communes.models import CalendarFeed, Meeting
from communes.views.asking import account, actor, found_or_404, moment, page, perform
from communes.views.reaching import body_of, meeting_of


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The meetings that the holder of the address may read now; nothing for a wrong address."""
    feed = calendars.found(secret)
    if feed is None or feed.account.person is None:
        raise Http404
    at, person = moment(request), feed.account.person
    rows = permissions.readable_meetings(person, at)
    if feed.body is not None:
        rows = rows.filter(body=feed.body)
    else:
        rows = rows.filter(body__in=permissions.my_bodies(person, at).values("pk"))
    with translation.override(feed.account.language or translation.get_language()):
        name = feed.body.name if feed.body else _("My meetings")
        more = calendars.deadlines(person, feed.body, at)
        return _answer(request, name, calendars.shown(rows, at), more)


@login_required
@require_safe
def meeting_calendar(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """One meeting, for the reader's own calendar."""
    meeting = meeting_of(request, public_id)
    answer = _answer(request, meeting.body.name, [meeting])
    answer["Content-Disposition"] = f'attachment; filename="{meeting.key}.ics"'
    return answer


def _answer(
    request: HttpRequest, name: str, meetings: list[Meeting], more: Sequence[Deadline] = ()
) -> HttpResponseBase:
    """The calendar, or that it is the same as the device has already."""
    text, changed = calendars.composed(name, meetings, more)
    etag = quote_etag(sha256(text).hexdigest()[:32])
    fresh = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    stamp = int(changed.timestamp()) if changed else None
    answer: Any = get_conditional_response(request, etag, stamp, fresh)
    if answer is not fresh and stamp is not None:
        answer["ETag"] = etag
    fresh["ETag"] = etag
    if changed is not None:
        fresh["Last-Modified"] = f"{changed:%a, %d %b %Y %H:%M:%S} GMT"
    answer["Cache-Control"] = "private, no-cache"
    return answer  # type: ignore[no-any-return]


@login_required
@require_POST
def make_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address for all of the reader's bodies."""
    return _make(request, None)


@login_required
@require_POST
def make_body_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make an address for the meetings of one body that the reader may read."""
    return _make(request, public_id)


def _make(request: HttpRequest, public_id: UUID | None) -> HttpResponse:
    body = body_of(request, public_id) if public_id else None
    mine, by, at = account(request), actor(request), moment(request)

    def make() -> str:
        calendars.make(mine, body, by=by, at=at)
        return reverse("account") + "#calendars"

    said = _("The address is made; give it to your calendar and to nobody else.")
    done = perform(request, make, said=said)
    return done or page(request, "refused.html", {"back": reverse("account")})


@login_required
@require_POST
def revoke_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let one of the reader's own addresses lead nowhere."""
    feed = found_or_404(CalendarFeed.objects.filter(account=account(request)), public_id)

    def revoke() -> str:
        calendars.revoke(feed, by=actor(request), at=moment(request))
        return reverse("account") + "#calendars"

    done = perform(request, revoke, said=_("The address leads nowhere from now on."))
    return done or page(request, "refused.html", {"back": reverse("account")})
