"""The order of an agenda: items moved, put under one another, given their minutes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from communes.arithmetic import outlines
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Meeting, Stage
from communes.problems import Problem, refuse_if

MOST_MINUTES = 1440

Line = tuple[AgendaItem, bool]


def open_problems(meeting: Meeting) -> list[Problem]:
    """Why the agenda may no longer change: the meeting is over or cancelled."""
    if meeting.stage in (Stage.CONVENED, Stage.OPEN):
        return []
    return [Problem("meeting_over", _("This meeting is over; its agenda stands."))]


def outline(meeting: Meeting) -> list[Line]:
    """The items in order, each with whether it stands under the item before it."""
    rows = meeting.items.order_by("position", "pk")
    return [(row, row.parent_id is not None) for row in rows]


def settle(lines: Sequence[Line]) -> None:
    """Write an order down: places, numbers, and what stands under what."""
    rows, subs = [row for row, _sub in lines], [sub for _row, sub in lines]
    numbers, parents = outlines.numbers(subs), outlines.parents(subs)
    for at, row in enumerate(rows):
        above = parents[at]
        row.position, row.outline = at + 1, numbers[at]
        row.parent = None if above is None else rows[above]
    # Nothing stands under anything while rows are written: a sub-item may become an item first.
    AgendaItem.objects.filter(pk__in=[row.pk for row in rows]).update(parent=None)
    AgendaItem.objects.bulk_update(rows, ["position", "outline", "parent"])


def move_item(item: AgendaItem, *, to: int, by: Actor, at: datetime) -> None:
    """Move an item, with what stands under it, to a place counted from 1. Raises `Refused`."""
    _reorder(item, lambda subs, line: outlines.placed(subs, line, to - 1), by=by, at=at)


def step_item(item: AgendaItem, step: int, *, by: Actor, at: datetime) -> None:
    """Move an item one step down (1) or up (-1), past its neighbour. Raises `Refused`."""
    _reorder(item, lambda subs, line: outlines.stepped(subs, line, step), by=by, at=at)


def put_under(item: AgendaItem, sub: bool, *, by: Actor, at: datetime) -> None:
    """Put an item under the one before it, or make it one of its own again. Raises `Refused`."""
    with acting(by=by, at=at):
        _locked(item.meeting)
        lines = outline(item.meeting)
        if sub and lines[0][0].pk == item.pk:
            refuse_if([first_problem()])
        settle([(row, sub if row.pk == item.pk else under) for row, under in lines])


def arrange(meeting: Meeting, keys: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Put the items in the order of these public ids. Raises `Refused` when some are not its."""
    with acting(by=by, at=at):
        _locked(meeting)
        lines = {row.key: (row, under) for row, under in outline(meeting)}
        if sorted(keys) != sorted(lines):
            message = _("The agenda changed meanwhile; look at it again.")
            refuse_if([Problem("agenda_moved_on", message)])
        settle([lines[key] for key in keys])


def plan_minutes(
    meeting: Meeting, minutes: Mapping[str, int | None], *, by: Actor, at: datetime
) -> None:
    """Give items, by public id, the minutes they are planned to take. Raises `Refused`."""
    with acting(by=by, at=at):
        _locked(meeting)
        rows = [row for row, _sub in outline(meeting) if row.key in minutes]
        for row in rows:
            row.planned_minutes = minutes[row.key]
        AgendaItem.objects.bulk_update(rows, ["planned_minutes"])


def first_problem() -> Problem:
    """The first item stands under nothing."""
    return Problem("nothing_above", _("The first item stands under no other."))


def _reorder(
    item: AgendaItem,
    order: Callable[[Sequence[bool], int], list[int]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    with acting(by=by, at=at):
        _locked(item.meeting)
        lines = outline(item.meeting)
        line = next(n for n, (row, _sub) in enumerate(lines) if row.pk == item.pk)
        settle([lines[n] for n in order([sub for _row, sub in lines], line)])


def _locked(meeting: Meeting) -> None:
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    refuse_if(open_problems(row))
