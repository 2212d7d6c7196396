"""A further commune is founded: by neighbours who prepare the meeting that elects its officers."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes.domain import inviting, opening
from communes.domain.inviting import Issued
from communes.domain.submitting import once
from communes.forms.beginning import zones
from communes.models import Body, BodyKind, Meeting, Person, Role
from communes.problems import Refused
from communes.views.asking import (
    account,
    actor,
    found_or_404,
    lay_out,
    me,
    moment,
    page,
    perform,
    posted,
    replayed,
    require,
)
from communes.views.inviting import slips
from quotas import permissions
from quotas.domain.founding import found_commune, founding_of
from quotas.forms.founding import FoundingForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found a further commune: its founding meeting, and the recorder who keeps its register."""
    require(permissions.may_found(me(request), moment(request)))
    form = FoundingForm(posted(request), at=moment(request))

    def deed() -> str:
        made = found_commune(
            form.terms(),
            form.gathering(),
            recorder=form.particulars(),
            home=form.home(),
            by=actor(request, "founding"),
            at=moment(request),
        )
        return reverse("founded", args=[made.commune.public_id])

    if request.method == "POST" and (replayed(request) or form.is_valid()):
        said = _("The commune is founded; its first meeting elects its officers.")
        answer = perform(request, deed, form=form, said=said)
        if answer is not None:
            return answer
    context = {"here": "confederation", "zones": zones()}
    return page(request, "quotas/found.html", context, form=form)


@login_required
@require_safe
def founded(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What comes next for a commune just founded, and the invitation of its recorder."""
    commune, meeting = _prepared(request, public_id)
    return _shown(request, commune, meeting)


@login_required
@require_POST
def invite_recorder(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Print the recorder's invitation: shown here and now, for its code is stored nowhere."""
    commune, meeting = _prepared(request, public_id)
    issued: list[Issued] = []

    def issue() -> dict[str, bool]:
        who = _recorders(meeting)
        by = actor(request, "founding")
        issued.extend(inviting.invite(who, by=by, at=moment(request)))
        return {}

    key = request.POST.get("submission") or str(uuid4())
    try:
        once(account(request), key, {"path": request.path}, issue, at=moment(request))
    except Refused as refused:
        lay_out(request, refused.problems, None)
        return _shown(request, commune, meeting)
    back = reverse("founded", args=[commune.public_id])
    return slips(request, commune, issued, back=back)


def _prepared(request: HttpRequest, public_id: UUID) -> tuple[Body, Meeting]:
    """The commune and its founding meeting, for who may found; 404 once officers were elected."""
    at = moment(request)
    require(permissions.may_found(me(request), at))
    rows = Body.objects.existing(at).filter(kind=BodyKind.COMMUNE)
    commune = found_or_404(rows.filter(pk__in=founding_of().values("body")), public_id)
    return commune, founding_of().get(body=commune)


def _recorders(meeting: Meeting) -> list[Person]:
    return opening.named(meeting, Role.RECORDER)


def _shown(request: HttpRequest, commune: Body, meeting: Meeting) -> HttpResponse:
    who = _recorders(meeting)
    context = {
        "here": "confederation",
        "commune": commune,
        "meeting": meeting,
        "recorders": who,
        "why_not": inviting.invite_problems(who, moment(request)),
    }
    return page(request, "quotas/founded.html", context)
