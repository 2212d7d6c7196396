"""Where an agenda may begin: the charter's template, what was left open, an earlier meeting."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from communes import kinds
from communes.charter_words import AGENDA
from communes.domain.chartering import communes_parameters
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, Meeting, Resolution, Sitting

EARLIER = 12
"""Meetings that are offered to be copied."""

KINDS: dict[str, tuple[str, int | None]] = {
    "opening": ("discussion", 5),
    "minutes": ("decision", 5),
    "reports": ("report", 20),
    "committees": ("report", 15),
    "proposals": ("discussion", None),
    "next_assembly": ("discussion", 15),
    "other": ("discussion", 10),
}
"""The kind and the time of items that the program can word; what else a charter lists is decided
upon."""


def template(body: Body, sitting: str, at: datetime) -> list[PlannedItem]:
    """The agenda with which the charter lets every such meeting begin."""
    rules = communes_parameters(at, body)
    words = rules.board_agenda if sitting == Sitting.BOARD else rules.assembly_agenda
    return [
        PlannedItem(str(AGENDA.get(word, word)), *KINDS.get(word, ("decision", None)))
        for word in words
    ]


def left_open(body: Body, sitting: str) -> list[PlannedItem]:
    """Items of the last meeting held that it neither decided nor was done with."""
    last = earlier(body, sitting).filter(closed_at__isnull=False).first()
    if last is None:
        return []
    decided = Resolution.objects.standing().filter(item=OuterRef("pk"))
    rows = last.items.filter(~Exists(decided), finished_at__isnull=True)
    return _copied(body, rows.select_related("motion_version").order_by("position", "pk"))


def like(meeting: Meeting) -> list[PlannedItem]:
    """The agenda of an earlier meeting, once more; its sub-items stay under their items."""
    rows = meeting.items.select_related("motion_version").order_by("position", "pk")
    return _copied(meeting.body, rows)


def earlier(body: Body, sitting: str) -> QuerySet[Meeting]:
    """Meetings of this sitting that were not called off, the latest first."""
    rows = Meeting.objects.filter(body=body, sitting=sitting, cancelled_at__isnull=True)
    return rows.select_related("body").order_by("-starts_at", "-pk")


def _copied(body: Body, items: Iterable[AgendaItem]) -> list[PlannedItem]:
    known = {kind.code for kind in kinds.offered_to(body)}
    return [
        PlannedItem.like(item) for item in items if item.kind in known and not item.confidential
    ]
