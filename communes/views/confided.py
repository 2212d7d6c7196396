"""Confidential words on pages: asked for in one way, for the reader who asks, at this moment.

Pages that a device fetches to keep them for later get none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from communes.domain import confiding
from communes.domain.confiding import Words
from communes.models import AgendaItem, Attendance, Capacity, Meeting, What
from communes.papers.gathering import MinutedItem
from communes.views import receiving
from communes.views.asking import me, moment

APART = (What.TITLE, What.RECORD)
"""Words that have a place of their own on the page of an item."""


def read(request: HttpRequest, items: Iterable[AgendaItem]) -> Mapping[int, Sequence[Words]]:
    """The words that go onto a page for this reader, by item."""
    if receiving.from_outbox(request):
        return {}
    return confiding.read(items, me(request), moment(request))


def parts(request: HttpRequest, item: AgendaItem) -> dict[str, Any]:
    """What the page of a confidential item shows beside its neutral title."""
    if not item.confidential:
        return {}
    found, others = read(request, [item]), {"outsiders": _outsiders(item, request)}
    if item.pk not in found:
        return {"confided": {"reads": False}, **others}
    words = found[item.pk]
    told = {one.what: one.text for one in words if one.erased_at is None}
    more = [one for one in words if one.what not in APART or one.erased_at]
    return {
        **others,
        "record": told.get(What.RECORD, ""),
        "confided": {
            "reads": True,
            "title": told.get(What.TITLE, ""),
            "record": told.get(What.RECORD, ""),
            "more": more,
            "all": words,
            "broken": any(one.holds is False for one in words),
        },
    }


def _outsiders(item: AgendaItem, request: HttpRequest) -> int:
    """How many people are in the room who hold no seat: they leave before the item."""
    here = Attendance.objects.in_room(moment(request)).filter(meeting=item.meeting_id)
    return here.exclude(capacity=Capacity.MEMBER).count()


def name(request: HttpRequest, lines: Iterable[dict[str, Any]]) -> None:
    """Lines of an agenda get the titles that the reader may read, beside the neutral ones."""
    told = list(lines)
    found = read(request, [one["item"] for one in told])
    for one in told:
        words = found.get(one["item"].pk, ())
        one["confided"] = next((each.text for each in words if each.what == What.TITLE), "")


def beside(
    request: HttpRequest, meeting: Meeting, items: Sequence[MinutedItem]
) -> list[MinutedItem]:
    """Items of the minutes with the words that the reader may read, beside their marks."""
    rows = meeting.items.filter(confidential=True).select_related("meeting__body")
    keys = {row.pk: row.key for row in rows}
    found = read(request, rows)
    words: dict[str, Sequence[Words]] = {keys[pk]: told for pk, told in found.items()}
    return [replace(item, confided=words.get(item.key, ())) for item in items]
