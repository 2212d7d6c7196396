"""Tasks: given under an item, due on a day, then back on the agenda until somebody reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import confiding, federating, planning, rolls
from communes.domain.acting import Actor, acting
from communes.models import (
    AgendaItem,
    Body,
    Meeting,
    OpenPoint,
    Person,
    Relation,
    Stage,
    Task,
    TaskReport,
    What,
)
from communes.models.tasks import ENDING, Outcome
from communes.problems import Problem, refuse_if
from communes.randomness import new_public_id

KIND = "task"
FARTHEST = timedelta(days=3660)
"""How far ahead a task may be due."""


def committees_of(body: Body, at: datetime) -> list[Body]:
    """The committees that may bear a task of the body: formed by it, or serving it."""
    formed = federating.dependants(body, Relation.FORMED_BY, at)
    serving = federating.dependants(body, Relation.SERVES, at)
    return sorted({*formed, *serving}, key=lambda one: one.name)


def give_problems(task: Task, at: datetime) -> list[Problem]:
    """Why this task, written and not yet given, may not be given under its item now."""
    problems = []
    meeting, person, committee = task.item.meeting, task.person, task.committee
    if meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        problems.append(Problem("meeting_not_open", _("The meeting is not open.")))
    if not task.text:
        problems.append(Problem("text_missing", _("Write what is to be done."), {}, "text"))
    if (person is None) == (committee is None):
        message = _("Name one person or one committee.")
        problems.append(Problem("bearer_missing", message, {}, "bearer"))
    if person is not None and (person.died_on or not rolls.in_circle(person, meeting.body)):
        message = _("%(name)s cannot bear a task of this body.") % {"name": person}
        problems.append(Problem("bearer_unfit", message, {}, "bearer"))
    if committee is not None and committee not in committees_of(meeting.body, at):
        message = _("%(name)s is no committee of this body.") % {"name": committee}
        problems.append(Problem("bearer_unfit", message, {}, "bearer"))
    if task.item.confidential and not confiding.may_read(person, meeting, at):
        message = _("Under a confidential item a task goes to who holds a seat of the committee.")
        problems.append(Problem("bearer_unfit", message, {}, "bearer"))
    return problems + _day_problems(meeting.body, task.due, at)


def give(
    item: AgendaItem,
    *,
    text: str,
    due: date,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    committee: Body | None = None,
) -> Task:
    """Give a task under an item to a person or a committee. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        meeting = rows.get(pk=item.meeting_id)
        row = AgendaItem.objects.get(pk=item.pk)
        row.meeting = meeting
        task = Task(body=meeting.body, item=row, text=text.strip()[:500], due=due, given_at=at)
        task.person, task.committee = person, committee
        refuse_if(give_problems(task, at))
        task.text = confiding.keep(row, What.TASK, task.public_id, task.text, by=by, at=at)
        task.save(force_insert=True)
        acts.enter(meeting.body, "task.given", _facts(task), confiding.vouch(task.public_id))
        if person is not None:
            acts.notify_person(person, "task_given", f"task:{task.key}", link=_link(task))
    return task


def report_problems(
    task: Task, outcome: str, sentence: str, due: date | None, at: datetime
) -> list[Problem]:
    """Why this cannot be reported of the task: it is over, or sentence or day are missing."""
    problems = []
    if task.reports.filter(outcome__in=ENDING).exists():
        problems.append(Problem("task_over", _("This task was already reported as over.")))
    if outcome not in Outcome.values:
        message = _("Say whether it is done, carried on or dropped.")
        problems.append(Problem("outcome_unknown", message, {}, "outcome"))
    if not sentence.strip():
        message = _("Say in a sentence what became of it.")
        problems.append(Problem("sentence_missing", message, {}, "sentence"))
    if outcome == Outcome.CARRIED and due is None:
        message = _("Say until which day it is carried on.")
        problems.append(Problem("due_missing", message, {}, "due"))
    if outcome == Outcome.CARRIED and due is not None:
        problems += _day_problems(task.body, due, at)
    return problems


def report(
    task: Task, *, outcome: str, sentence: str, by: Actor, at: datetime, due: date | None = None
) -> TaskReport:
    """Report a task done, carried on until another day, or dropped. Raises `Refused`.

    What waited for an agenda about it waits no more; carried on, it comes back on its new day.
    """
    with acting(by=by, at=at) as acts:
        rows = Task.objects.select_for_update(of=("self",)).select_related(
            "body", "item__meeting__body"
        )
        row = rows.get(pk=task.pk)
        refuse_if(report_problems(row, outcome, sentence, due, at))
        made = TaskReport(task=row, outcome=outcome, by=by.person, at=at)
        made.due = due if outcome == Outcome.CARRIED else None
        subject, said = new_public_id(), sentence.strip()[:500]
        made.sentence = confiding.keep(row.item, What.REPORT, subject, said, by=by, at=at)
        made.save(force_insert=True)
        planning.no_longer_awaited(KIND, task=row.key)
        until = made.due.isoformat() if made.due else None
        facts = {"task": row.key, "item": row.item.key, "outcome": outcome, "due": until}
        acts.enter(row.body, "task.reported", facts, confiding.vouch(subject))
    return made


def bring_back(at: datetime) -> int:
    """Let every open task whose day has come wait for its body's next agenda, once a day due."""
    rows = Task.objects.open().due_by((at + timedelta(days=1)).date())
    known = OpenPoint.objects.filter(kind=KIND).values_list("occasion", flat=True)
    waits, made = set(known), 0
    for task in rows.select_related("body", "item").order_by("pk"):
        occasion = f"{KIND}:{task.key}:{task.falls_due}"
        if occasion not in waits and task.falls_due <= rolls.day_of(task.body, at).date():
            made += planning.await_agenda(
                task.body,
                kind=KIND,
                occasion=occasion,
                title=_title(task),
                at=at,
                task=task.key,
            )
    return made


def of_item(item: AgendaItem) -> Task | None:
    """The task that this item came back to hear about."""
    point = OpenPoint.objects.filter(item=item, kind=KIND).first()
    if point is None:
        return None
    return Task.objects.standing().filter(public_id=point.figures.get("task")).first()


def _title(task: Task) -> str:
    """What the agenda will call it, in the body's language; of a confidential item not its text."""
    with override(task.body.language):
        if task.item.confidential:
            return _("A task given under a confidential item")
        return _("Task: %(text)s") % {"text": task.text}


def _told(task: Task) -> dict[str, str | None]:
    told = {**_facts(task), "text": task.text}
    del told["item"]
    return told


def given_in(meetings: Sequence[Meeting]) -> Mapping[int, list[dict[str, str | None]]]:
    """The tasks given under each item, as the minutes hold them: who bears them by id."""
    found: dict[int, list[dict[str, str | None]]] = defaultdict(list)
    rows = Task.objects.filter(item__meeting__in=meetings)
    for task in rows.select_related("item", "person", "committee").order_by("pk"):
        found[task.item_id].append(_told(task))
    return found


def _day_problems(body: Body, due: date, at: datetime) -> list[Problem]:
    today = rolls.day_of(body, at).date()
    if today <= due <= today + FARTHEST:
        return []
    message = _("A task is due today or on a day to come, within ten years.")
    return [Problem("due_past", message, {}, "due")]


def _facts(task: Task) -> dict[str, str | None]:
    return {
        "task": task.key,
        "item": task.item.key,
        "person": task.person.key if task.person else None,
        "committee": task.committee.key if task.committee else None,
        "due": task.due.isoformat(),
    }


def _link(task: Task) -> str:
    return f"/tasks/{task.key}/"
