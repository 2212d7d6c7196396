"""Tasks: given under an item, listed by the day they are due, reported on."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from communes import permissions
from communes.api.asking import Ask, chosen_one, found, require
from communes.api.reaching import body_of, item_run_by, nameable
from communes.api.resources import acts, reads
from communes.domain import tasking
from communes.models import Body, Task
from communes.models.tasks import Outcome, TaskQuerySet
from communes.serializers.tasks import (
    GiveTaskSerializer,
    ReportTaskSerializer,
    TaskSerializer,
    TaskSheetSerializer,
)


@reads(TaskSerializer, lists=True)
def tasks(ask: Ask, body: UUID) -> QuerySet[Task]:
    """The tasks that a body gave, the one due first on top; those that are over among them."""
    rows = _readable(ask).filter(body=body_of(ask, body))
    return rows.due_first()


@reads(TaskSheetSerializer)
def task(ask: Ask, task: UUID) -> Task:
    """One task, and what was reported of it."""
    return found(_readable(ask), task)


@acts(TaskSheetSerializer, takes=GiveTaskSerializer, status=201)
def give_task(ask: Ask, item: UUID) -> Task:
    """Give a task under an item to a person or to a committee of the body."""
    row = item_run_by(ask, item)
    told = ask.told
    made = tasking.give(
        row,
        text=told["text"],
        due=told["due"],
        person=chosen_one(nameable(ask, row.meeting), told["person"], "person"),
        committee=chosen_one(Body.objects.all(), told["committee"], "committee"),
        by=ask.by,
        at=ask.at,
    )
    return _standing(made)


@acts(TaskSheetSerializer, takes=ReportTaskSerializer)
def report_task(ask: Ask, task: UUID) -> Task:
    """Report a task done, carried on until another day, or dropped, with a sentence.

    Who bears it reports; dropped it is by the officers or in a meeting of its body.
    """
    row = found(_readable(ask), task)
    require(permissions.may_report_task(ask.me, row, ask.at))
    told = ask.told
    dropped = told["outcome"] == Outcome.DROPPED
    require(not dropped or permissions.may_drop_task(ask.me, row, ask.at))
    tasking.report(row, **told, by=ask.by, at=ask.at)
    return _standing(row)


def _standing(row: Task) -> Task:
    found_row = Task.objects.standing().filter(pk=row.pk).first()
    if found_row is None:
        raise Http404
    return found_row


def _readable(ask: Ask) -> TaskQuerySet:
    require(ask.me is not None)
    rows = permissions.readable_tasks(ask.me, ask.at)
    return rows.select_related("body", "item", "person", "committee").prefetch_related("reports")
