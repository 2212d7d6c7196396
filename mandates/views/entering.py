"""Pages on which a meeting's decision of a kind of its own is entered, foreseen and mended.

Each floor's page brings its form and its deed; what they have in common stands here: who may,
what the count would decide, the entry itself, and the same form again in place of a slip.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from communes import kinds
from communes.domain import attending, counting, resolving
from communes.domain.counting import Count
from communes.domain.mending import Slip, strike_problems
from communes.models import AgendaItem, Resolution
from communes.problems import Problem
from communes.views import reaching
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    only_again,
    page,
    perform,
    refused,
    replayed,
    require,
)
from mandates import permissions
from mandates.forms import CountForm

Deed = Callable[[Count, Slip | None], Resolution]
Rule = Callable[[Count, Slip | None], list[Problem]]
PREVIEW = "preview"
ASKED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Entry:
    """An item whose decision is being entered: with which form, rule and deed.

    `rule` and `deed` are given the count, and the slip when an entry is mended; `before` says
    what speaks against any entry at all.
    """

    item: AgendaItem
    form: CountForm
    rule: Rule
    deed: Deed
    standing: Resolution | None = None
    before: Callable[[], list[Problem]] = list


def item_for(request: HttpRequest, public_id: UUID, *kinds_of_item: str) -> AgendaItem:
    """The item, for who runs its meeting (403); of a circle's meeting nobody else knows (404).

    A form that was handed in before is only answered again, even if it took the right away.
    """
    rows = permissions.readable_items(me(request), moment(request))
    item = found_or_404(rows.filter(kind__in=kinds_of_item), public_id)
    may = permissions.may_enter(me(request), item, moment(request))
    require(may or only_again(request))
    return item


def standing(item: AgendaItem) -> Resolution | None:
    """The decision of the item that was not struck out."""
    rows = item.resolutions.standing().select_related("item__meeting__body", "charter")
    return rows.order_by("-number", "-revision").first()


def answer(request: HttpRequest, entry: Entry, *, said: str) -> HttpResponse | None:
    """Enter the decision once for the form's key; None when it is only foreseen or refused."""
    if request.method != "POST" or PREVIEW in request.POST:
        return None
    if not replayed(request) and not entry.form.is_valid():
        return None
    return perform(request, lambda: _enter(request, entry), form=entry.form, said=said)


def shown(
    request: HttpRequest, entry: Entry, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    """The entry's page, or only what the count would decide."""
    item, found = entry.item, entry.standing
    told = {
        "item": item,
        "body": item.meeting.body,
        "steps": trail(item),
        "standing": found,
        "sentence": kinds.kind(item.kind).sentence(found) if found else "",
        "consequences": consequences(found),
        "mend_problems": strike_problems(found, "…", moment(request)) if found else [],
        "foreseen": foreseen(request, entry),
        "editing": request.method == "POST",
        **context,
    }
    asked = getattr(getattr(request, "htmx", None), "target", None)
    return page(
        request,
        "mandates/foreseen.html" if asked == "verdict" else template,
        told,
        form=entry.form,
    )


def foreseen(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """What the typed count would decide, with every reason against entering it now."""
    if request.method != "POST" or refused(request) or not entry.form.is_valid():
        return {"problems": _before(request, entry)}
    count = entry.form.count(present(request, entry))
    electorate = counting.electorate(entry.item, moment(request))
    at = entry.standing.happened_at if entry.standing else moment(request)
    verdict = counting.verdict(entry.item, count, electorate, at)
    return {
        "verdict": verdict,
        "method": count.method,
        "problems": entry.rule(count, _slip(entry)),
    }


def present(request: HttpRequest, entry: Entry) -> int:
    """How many in the room may vote: now, or when the entry to be mended was made."""
    if entry.standing is not None:
        return entry.standing.present
    return counting.electorate(entry.item, moment(request)).present


def given(request: HttpRequest, form: CountForm, count: Count, slip: Slip | None) -> dict[str, Any]:
    """What every deed that enters a decision is told beside its own particulars."""
    return {
        "count": count,
        "text": form.cleaned_data["text"],
        "by": actor(request),
        "at": moment(request),
        "slip": slip,
    }


def consequences(found: Resolution | None) -> list[str]:
    """What follows when the decision is struck out."""
    told = kinds.kind(found.item.kind).consequences if found is not None else None
    return told(found) if told is not None and found is not None else []


def after(item: AgendaItem) -> str:
    """Where one goes on when an item's entry is made: to the item, in the room or in the book."""
    return reverse("item", args=[item.public_id])


def trail(item: AgendaItem) -> Sequence[dict[str, Any]]:
    """Where a page about an item stands."""
    steps = reaching.trail(item.meeting.body, item.meeting)
    own = {"name": item.title, "url": after(item)}
    return [*steps, own, {"name": kinds.kind(item.kind).label}]


def _enter(request: HttpRequest, entry: Entry) -> str:
    entry.deed(entry.form.count(present(request, entry)), _slip(entry))
    return after(entry.item)


def _slip(entry: Entry) -> Slip | None:
    if entry.standing is None:
        return None
    return Slip(entry.standing, entry.form.cleaned_data["reason"])


def _before(request: HttpRequest, entry: Entry) -> list[Problem]:
    """Reasons that hold whatever is typed; none are told of an entry already made."""
    item, at = entry.item, moment(request)
    if entry.standing is not None:
        return []
    problems = entry.before() + resolving.item_problems(item, at)
    if item.meeting.opened_at is not None:
        problems += resolving.room_decides_problems(attending.room(item.meeting, at))
        problems += resolving.concerned_problems(item, at)
    return problems
