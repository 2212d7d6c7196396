"""What an item is to do to an earlier resolution: found by words or number, and chosen."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communes.domain import changing
from communes.models import CHANGES, AgendaItem, Resolution
from communes.views.asking import actor, moment, page, perform
from communes.views.reaching import item_run_by, trail
from communes.views.resolutions import matching

SHOWN = 10
EFFECTS = {
    "amended": gettext_lazy("amends it: it stays in force, changed by this one"),
    "superseded": gettext_lazy("supersedes it: this one stands in its place"),
    "repealed": gettext_lazy("repeals it: it is no longer in force"),
}
"""What the choices say."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_aim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose which earlier resolution the item amends, supersedes or repeals, if adopted."""
    item = item_run_by(request, public_id)
    letters = request.GET.get("q", "")[:200]
    rows = changing.changeable(item.meeting.body)
    if request.method == "POST":
        done = _chosen(request, item, rows)
        if done:
            return done
    found = list(matching(rows, letters)[: SHOWN + 1])
    context = {
        "item": item,
        "steps": trail(item.meeting.body, item.meeting),
        "aim": changing.aim_of(item),
        "found": found[:SHOWN],
        "more": len(found) > SHOWN,
        "letters": letters,
        "effects": [(one.value, EFFECTS[one.value]) for one in CHANGES],
        "back": _back(item),
    }
    return page(request, "communes/motions/aim.html", context)


def _chosen(
    request: HttpRequest, item: AgendaItem, rows: QuerySet[Resolution]
) -> HttpResponse | None:
    effect, key = request.POST.get("effect", ""), request.POST.get("resolution", "")

    def act() -> str:
        by, at = actor(request), moment(request)
        if request.POST.get("do") == "drop":
            changing.drop_aim(item, by=by, at=at)
        else:
            changing.aim(item, target=_target(rows, key), effect=effect, by=by, at=at)
        return _back(item)

    return perform(request, act, said=_("Noted."))


def _target(rows: QuerySet[Resolution], key: str) -> Resolution | None:
    try:
        return rows.filter(public_id=UUID(key)).first()
    except ValueError:
        return None


def _back(item: AgendaItem) -> str:
    if item.meeting.opened_at:
        return reverse("item", args=[item.public_id])
    return reverse("meeting", args=[item.meeting.public_id])
