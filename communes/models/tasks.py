"""Tasks that a meeting gives, and what was reported of them."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.people import Person


class Outcome(models.TextChoices):
    """What became of a task; the last two end it."""

    CARRIED = "carried", _("carried on")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


ENDING = (Outcome.DONE, Outcome.DROPPED)


class TaskQuerySet(models.QuerySet["Task"]):
    """Searches over tasks."""

    def standing(self) -> Self:
        """Every task with the day it is now due (`falls_due`) and what was said last (`fate`)."""
        told = TaskReport.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk")
        carried = told.filter(outcome=Outcome.CARRIED).values("due")[:1]
        said: Any = Subquery(told.values("outcome")[:1])
        said = Coalesce(said, models.Value(""), output_field=models.CharField())
        return self.annotate(falls_due=Coalesce(Subquery(carried), "due"), fate=said)

    def open(self) -> Self:
        """Those that nobody has reported as done or dropped."""
        return self.standing().exclude(_ended())

    def over(self) -> Self:
        """Those that were reported as done or dropped."""
        return self.standing().filter(_ended())

    def due_by(self, day: date) -> Self:
        """Of `standing` ones those that fall due on the day or before it."""
        return self.filter(Q(falls_due__lte=day))

    def due_first(self) -> Self:
        """Standing ones, the one due first on top."""
        return self.order_by(F("falls_due").asc(), "pk")


def _ended() -> Exists:
    return Exists(TaskReport.objects.filter(task=OuterRef("pk"), outcome__in=ENDING))


class Task(PublicId):
    """What a meeting asks one person or one committee to do by a day."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="tasks")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="tasks")
    text = models.CharField(_("what is to be done"), max_length=500)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("due"))
    given_at = models.DateTimeField()

    falls_due: date
    """The day on which it is now due; on rows of `standing`."""
    fate: str
    """What was reported last, empty before any report; on rows of `standing`."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, committee__isnull=True)
                | Q(person__isnull=True, committee__isnull=False),
                name="task_one_bears_it",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TaskReport(PublicId):
    """What was said of a task: done, carried on until another day, or dropped, and why."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    sentence = models.CharField(_("in a sentence"), max_length=500)
    due = models.DateField(_("due"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("report on a task")
        verbose_name_plural = _("reports on tasks")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="carried", due__isnull=False)
                | (~Q(outcome="carried") & Q(due__isnull=True)),
                name="task_carried_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.task}"
