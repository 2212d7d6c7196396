"""Where an agenda may begin: the charter's template, what was left open, an earlier meeting."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes import kinds
from communes.domain.chartering import communes_parameters
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, Meeting, Resolution, Sitting

EARLIER = 12
"""Meetings that are offered to be copied."""

TITLES: dict[str, tuple[str | Promise, str, int | None]] = {
    "opening": (_("Opening, and who chairs and records"), "discussion", 5),
    "minutes": (_("Approval of the last minutes"), "decision", 5),
    "reports": (_("Reports of the committees and of our delegates"), "report", 20),
    "committees": (_("Reports of the committees"), "report", 15),
    "proposals": (_("What members propose"), "discussion", None),
    "next_assembly": (_("The next assembly: day, place and agenda"), "discussion", 15),
    "other": (_("Any other business"), "discussion", 10),
}
"""Items that the program can word in every language; other words of a charter stand as written."""


def template(body: Body, sitting: str, at: datetime) -> list[PlannedItem]:
    """The agenda with which the charter lets every such meeting begin."""
    rules = communes_parameters(at, body)
    words = rules.board_agenda if sitting == Sitting.BOARD else rules.assembly_agenda
    told = [TITLES.get(word, (word, "decision", None)) for word in words]
    return [PlannedItem(str(title), kind, minutes) for title, kind, minutes in told]


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
