"""The agenda: items proposed, ordered, taken from what waits, declared urgent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from communes import kinds
from communes.domain import confiding, ordering, proposing
from communes.domain.acting import Actor, acting
from communes.domain.ordering import open_problems
from communes.models import (
    AgendaItem,
    Body,
    Meeting,
    MotionVersion,
    OpenPoint,
    Proposal,
    Stage,
    What,
)
from communes.problems import Problem, refuse_if


@dataclass(frozen=True)
class PlannedItem:
    """An item as whoever composes the agenda writes it; `sub` stands under the one before it.

    `same_as` is the confidential item whose title it has, for whoever copies it unseen.
    """

    title: str
    kind: str = "decision"
    planned_minutes: int | None = None
    concerns_women: bool = False
    motion_version: MotionVersion | None = None
    point: OpenPoint | None = None
    sub: bool = False
    proposal: Proposal | None = None
    confidential: bool = False
    same_as: AgendaItem | None = None

    @property
    def attached(self) -> bool:
        """Whether it takes up what others have put forward."""
        return bool(self.motion_version or self.point or self.proposal)

    @classmethod
    def like(cls, item: AgendaItem) -> "PlannedItem":
        """The same item for another agenda."""
        return cls(
            title=item.title,
            kind=item.kind,
            planned_minutes=item.planned_minutes,
            concerns_women=item.concerns_women,
            motion_version=item.motion_version,
            sub=item.parent_id is not None,
            confidential=item.confidential,
            same_as=item if item.confidential else None,
        )


def agenda_problems(body: Body, items: Sequence[PlannedItem]) -> list[Problem]:
    """Why these items cannot stand on an agenda of the body; `field` is the item's number."""
    offered = {code: kinds.offered(code, body) for code in {item.kind for item in items}}
    problems = []
    for number, item in enumerate(items):
        where = f"items-{number}"
        if not item.title.strip():
            message = _("Item %(number)s needs a title.") % {"number": number + 1}
            problems.append(Problem("title_missing", message, {"item": number}, f"{where}-title"))
        if not offered[item.kind]:
            message = _("A body of this sort has no business of the kind “%(kind)s”.")
            figures = {"kind": item.kind, "item": number}
            problems.append(
                Problem("kind_unknown", message % {"kind": item.kind}, figures, f"{where}-kind")
            )
        problems += _confidential_problems(body, item, where)
    return problems


def _confidential_problems(body: Body, item: PlannedItem, where: str) -> list[Problem]:
    if not item.confidential:
        return []
    found = confiding.problems(body, item.kind, item.attached)
    return [replace(one, field=f"{where}-confidential") for one in found]


def put_on_agenda(
    meeting: Meeting, items: Sequence[PlannedItem], *, by: Actor, at: datetime
) -> list[AgendaItem]:
    """Append items to a meeting's agenda and prepare what their kinds need. Raises `Refused`."""
    with acting(by=by, at=at):
        Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)  # one place, one item
        refuse_if(agenda_problems(meeting.body, items) + open_problems(meeting))
        standing = ordering.outline(meeting)
        rows = AgendaItem.objects.bulk_create(
            _item(meeting, item, len(standing) + place, at)
            for place, item in enumerate(items, start=1)
        )
        added = [(row, item.sub) for row, item in zip(rows, items, strict=True)]
        ordering.settle([*standing, *added])
        for row, item in zip(rows, items, strict=True):
            if item.confidential:
                _confide(row, item, by=by, at=at)
            if item.point is not None:
                _take_up(row, item.point, by=by, at=at)
            if item.proposal is not None:
                proposing.take_up(item.proposal, row, by=by, at=at)
    return rows


def same_agenda(first: Meeting) -> list[PlannedItem]:
    """The agenda of a meeting for its second convocation; what its items took up goes along."""
    points = {row.item_id: row for row in OpenPoint.objects.filter(item__meeting=first)}
    rows = first.items.select_related("motion_version").order_by("position", "pk")
    return [replace(PlannedItem.like(row), point=points.get(row.pk)) for row in rows]


def let_go(first: Meeting | None) -> None:
    """The business that a meeting took up and did not settle is free for its second convocation."""
    if first is not None:
        OpenPoint.objects.filter(item__meeting=first).update(item=None)


def remove_problems(item: AgendaItem) -> list[Problem]:
    """Why an item may not be taken off: the notice is out, or something was done under it."""
    problems = open_problems(item.meeting)
    announced = item.added_at <= item.meeting.convened_at
    if announced and item.meeting.stage == Stage.OPEN:
        problems.append(
            Problem("item_announced", _("This item was announced; it can be passed over only."))
        )
    if item.text_version or item.resolutions.exists() or item.ballots.exists():
        problems.append(Problem("item_begun", _("Something was already recorded under it.")))
    return problems


def remove_item(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Take an item off the agenda; what it took up waits again, what stood under it stays.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(remove_problems(row))
        release([row])
        AgendaItem.objects.filter(parent=row).update(parent=None)
        confiding.forget(row)
        try:
            row.delete()
        except ProtectedError:
            message = _("Something was prepared under this item; it can be passed over only.")
            refuse_if([Problem("item_prepared", message)])
        ordering.settle(ordering.outline(meeting))


def release(items: Iterable[AgendaItem]) -> None:
    """What these items took up waits for the next agenda again."""
    OpenPoint.objects.filter(item__in=items).update(item=None)
    Proposal.objects.filter(item__in=items).update(item=None)


def waiting(body: Body, sitting: str = "") -> Sequence[OpenPoint]:
    """Business that waits for the body's next agenda: minutes to approve first, then the oldest.

    With a sitting only what that sitting can settle: it approves its own minutes.
    """
    rows = OpenPoint.objects.filter(body=body, item__isnull=True).order_by("opened_at", "pk")
    found = [row for row in rows if sitting in ("", row.figures.get("sitting", sitting))]
    return sorted(found, key=lambda row: row.kind != "approval")


def await_agenda(
    body: Body,
    *,
    kind: str,
    occasion: str,
    title: str,
    at: datetime,
    due: datetime | None = None,
    **figures: object,
) -> bool:
    """Let business wait for the body's next agenda, once per occasion; True when it is new."""
    point = OpenPoint(
        body=body,
        kind=kind,
        occasion=occasion,
        title=title[:300],
        figures=figures,
        opened_at=at,
        due=due,
    )
    known = OpenPoint.objects.filter(occasion=occasion).exists()
    OpenPoint.objects.bulk_create([point], ignore_conflicts=True)
    return not known


def no_longer_awaited(kind: str, **figures: object) -> None:
    """Let business of these figures wait no more; what is on an agenda already stays there."""
    named = {f"figures__{name}": value for name, value in figures.items()}
    OpenPoint.objects.filter(kind=kind, item__isnull=True, **named).delete()


def _item(meeting: Meeting, item: PlannedItem, position: int, at: datetime) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        position=position,
        kind=item.kind,
        title=(confiding.neutral(meeting.body) if item.confidential else item.title.strip())[:300],
        planned_minutes=item.planned_minutes,
        concerns_women=item.concerns_women,
        motion_version=item.motion_version,
        confidential=item.confidential,
        added_at=at,
    )


def _confide(row: AgendaItem, item: PlannedItem, *, by: Actor, at: datetime) -> None:
    """Lay the title apart; of an item that is copied, as it stands there."""
    title = confiding.title_of(item.same_as) if item.same_as else item.title.strip()[:300]
    confiding.keep(row, What.TITLE, row.public_id, title, by=by, at=at)


def _take_up(item: AgendaItem, point: OpenPoint, *, by: Actor, at: datetime) -> None:
    OpenPoint.objects.filter(pk=point.pk, item__isnull=True).update(item=item)
    prepare = kinds.kind(item.kind).prepare
    if prepare is not None:
        prepare(item, point, by, at)
