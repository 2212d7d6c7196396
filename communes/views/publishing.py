"""Signed minutes are published, and read beforehand as everyone will read them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes import permissions
from communes.domain import publishing
from communes.forms.publishing import PublishForm, WithdrawForm
from communes.models import Meeting, Names, Publication, Readers
from communes.papers.published import reduced_paper
from communes.views.asking import actor, me, moment, page, perform, posted, require, require_seen
from communes.views.reaching import meeting_of, trail


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish signed minutes, or withdraw that with a reason; for the chairs and the secretary."""
    meeting = meeting_of(request, public_id)
    require(permissions.may_publish(me(request), meeting, moment(request)))
    require_seen(meeting.signed_at is not None)
    standing = publishing.standing(meeting)
    withdraws = request.POST.get("do") == "withdraw"
    forms: dict[str, Any] = {
        "publish": PublishForm(None if withdraws else posted(request)),
        "withdraw": WithdrawForm(posted(request) if withdraws else None),
    }
    form = forms["withdraw" if withdraws else "publish"]
    looks = request.POST.get("do") == "look"
    if request.method == "POST" and form.is_valid() and not looks:
        done = _done(request, meeting, form, withdraws)
        if done:
            return done
    context = _context(request, meeting, standing, forms)
    return page(request, "communes/meetings/publish.html", context, form=form)


def _done(
    request: HttpRequest, meeting: Meeting, form: Any, withdraws: bool
) -> HttpResponse | None:
    by, at = actor(request), moment(request)

    def publish() -> str:
        publishing.publish(meeting, words=form.cleaned_data["words"], by=by, at=at)
        return reverse("publish_minutes", args=[meeting.public_id])

    def withdraw() -> str:
        last = Publication.objects.filter(meeting=meeting).first()
        require_seen(last is not None)
        assert last is not None
        publishing.withdraw(last, reason=form.cleaned_data["reason"], by=by, at=at)
        return reverse("publish_minutes", args=[meeting.public_id])

    if withdraws:
        return perform(request, withdraw, form=form, said=_("It is withdrawn; the body is told."))
    said = _("The minutes are published; the members are told.")
    return perform(request, publish, form=form, said=said)


def _context(
    request: HttpRequest, meeting: Meeting, standing: Publication | None, forms: dict[str, Any]
) -> dict[str, Any]:
    at, zone = moment(request), meeting.body.time_zone
    rules = publishing.rules(meeting.body, at)
    published = Publication.objects.filter(meeting=meeting).select_related("withdrawal")
    words = forms["publish"].cleaned_data["words"] if forms["publish"].is_valid() else []
    names = publishing.names_now(standing, at) if standing else rules.names
    readers = Readers(standing.readers if standing else rules.readers)
    return {
        "meeting": meeting,
        "zone": zone,
        "steps": trail(meeting.body, meeting),
        "standing": standing,
        "open": standing and publishing.open_to_everyone(at).filter(pk=standing.pk).exists(),
        "readers": readers,
        "names": Names(names),
        "forms": forms,
        "blocked": [] if standing else publishing.publish_problems(meeting, [], at),
        "past": published.order_by("-at", "-pk"),
        "paper": _preview(meeting, names, standing.words if standing else words)
        if readers == Readers.EVERYONE
        else None,
    }


def _preview(meeting: Meeting, names: str, words: list[str]) -> Any:
    """The minutes as everyone reads them, or would."""
    return reduced_paper(meeting, get_language() or "en", names, words)
