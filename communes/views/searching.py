"""Search: bodies, meetings and resolutions that the reader may see, however they are typed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from communes import permissions
from communes.folding import fold
from communes.forms.people import LettersForm
from communes.models import AgendaItem, Body, Meeting, Resolution
from communes.views.asking import me, moment, page
from communes.views.resolutions import fates

SHOWN = 20


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What holds every word typed; persons are looked for in their register, not here."""
    form = LettersForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    words = fold(typed).split()[:8]
    context: dict[str, Any] = {"typed": typed, "asked": bool(words)}
    if words:
        at = moment(request)
        readable = permissions.readable_meetings(me(request), at)
        found = {
            "bodies": _first(_bodies(words)),
            "meetings": _first(_meetings(words, readable)),
            "resolutions": _first(_resolutions(words, readable)),
        }
        context |= {**found, "nothing": not any(rows for rows, _more in found.values())}
    return page(request, "communes/search.html", context, partial="results")


def _all(words: list[str], *columns: str, named: str = "") -> Q:
    """Every word stands in one of the columns, or in the name of the body that `named` points at.

    Bodies are looked through once for each word: as a join, the database may go through all of
    them for each row.
    """
    condition = Q()
    for word in words:
        one = Q()
        for column in columns:
            one |= Q(**{f"{column}__contains": word})
        if named:
            bodies = Body.objects.filter(folded__contains=word).order_by()
            one |= Q(**{f"{named}__in": bodies.values("pk")})
        condition &= one
    return condition


def _bodies(words: list[str]) -> QuerySet[Body]:
    return Body.objects.filter(_all(words, "folded")).order_by("ended_at", "folded", "pk")


def _meetings(words: list[str], readable: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with such an item on their agenda; confidential titles are not searched."""
    items = AgendaItem.objects.filter(
        _all(words, "folded"), meeting=OuterRef("pk"), confidential=False
    )
    rows = readable.filter(Exists(items), cancelled_at__isnull=True)
    return rows.select_related("body").order_by("-starts_at", "-pk")


def _resolutions(words: list[str], readable: QuerySet[Meeting]) -> QuerySet[Resolution]:
    rows = Resolution.objects.standing().filter(
        _all(words, "folded", "item__folded", named="body"),
        item__meeting__in=readable.values("pk"),
        item__confidential=False,
    )
    rows = rows.prefetch_related("body", "item__meeting", fates())
    return rows.order_by("-happened_at", "-pk")


def _first(rows: QuerySet[Any]) -> tuple[list[Any], bool]:
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], len(found) > SHOWN
