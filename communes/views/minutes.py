"""The minutes of a meeting on paper: printed from the browser, or as a file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.models import Entry, Meeting
from communes.papers.gathering import entry_of, minutes_context, signers
from communes.views import confided
from communes.views.asking import me, moment, page, require_seen
from communes.views.reaching import meeting_of

MARK = 32
"""Signs of a hash that a QR code carries: enough to compare, few enough to be scanned."""


@login_required
@require_http_methods(["GET", "HEAD"])
def minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes on paper: signed with the mark of the book, or plainly marked as a draft."""
    meeting = meeting_of(request, public_id)
    require_seen(meeting.opened_at is not None)
    entry, told = entry_of(meeting), minutes_context(meeting)
    context = {
        **told,
        "items": confided.beside(request, meeting, told["items"]),
        "signers": signers(meeting),
        "entry": entry,
        "qr": _qr(request, meeting, entry) if entry else "",
        "corrects": entry and permissions.may_demand(me(request), meeting.body, moment(request)),
        "publishes": entry and permissions.may_publish(me(request), meeting, moment(request)),
        "files": _files(meeting),
        "back": reverse("meeting", args=[meeting.public_id]),
    }
    return page(request, "communes/meetings/minutes.html", context)


def _files(meeting: Meeting) -> list[dict[str, str]]:
    """The same minutes in other forms than PDF."""
    named = [(_("Plain text"), "minutes_text"), ("JSON", "minutes_json")]
    return [{"name": name, "url": reverse(url, args=[meeting.public_id])} for name, url in named]


def _qr(request: HttpRequest, meeting: Meeting, entry: Entry) -> str:
    url = reverse("book", args=[meeting.body.public_id])
    return request.build_absolute_uri(f"{url}?entry={entry.number}&hash={entry.hash[:MARK]}")
