"""The life of a finding across audits: found, notified, answered, due, mended; events, no edits."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from quotas.models.audits import Audit, Finding


class Happened(models.TextChoices):
    """What happens in the life of a finding."""

    FOUND = "found", _("found")
    NOTIFIED = "notified", _("the body was told")
    ANSWERED = "answered", _("the body answered")
    DUE = "due", _("the day that the body named is past")
    MENDED = "mended", _("mended")


ONCE = [Happened.FOUND, Happened.NOTIFIED, Happened.MENDED]
"""What happens once in each life."""


class CourseQuerySet(models.QuerySet["Course"]):
    """Searches over the lives of findings."""

    def open(self) -> Self:
        """Those not mended."""
        return self.exclude(_having(Happened.MENDED))

    def untold(self) -> Self:
        """Open ones of which the body was not told."""
        return self.open().exclude(_having(Happened.NOTIFIED))

    def unanswered(self) -> Self:
        """Open ones of which the body was told, and has said nothing."""
        return self.open().filter(_having(Happened.NOTIFIED)).exclude(_having(Happened.ANSWERED))

    def overdue(self, today: date) -> Self:
        """Open ones whose latest answer named a day that is past."""
        once_due = _having(Happened.ANSWERED, due__lt=today)
        return self.open().filter(once_due).with_due().filter(due__lt=today)

    def counted(self, today: date) -> dict[str, int]:
        """How many are open, and how many of these what the searches above find."""
        rows = self.open().annotate(
            was_told=_having(Happened.NOTIFIED), answered=_having(Happened.ANSWERED)
        )
        told = rows.aggregate(
            open=Count("pk"),
            untold=Count("pk", filter=Q(was_told=False)),
            unanswered=Count("pk", filter=Q(was_told=True, answered=False)),
        )
        return {**told, "overdue": self.overdue(today).count()}

    def with_due(self) -> Self:
        """Each with the day that the latest answer names (`due`), None without an answer."""
        answers = CourseEvent.objects.filter(course=OuterRef("pk"), code=Happened.ANSWERED)
        return self.annotate(due=Subquery(answers.order_by("-at", "-pk").values("due")[:1]))

    def told(self) -> Self:
        """With all that is needed to say how each stands."""
        return self.select_related("body", "finding__audit").prefetch_related("events")


class Course(PublicId):
    """The life of a finding: one body, one rule, from the audit that found it until mended."""

    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("life of a finding")
        verbose_name_plural = _("lives of findings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "rule", "number"], name="course_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.rule} {self.number}"

    def latest(self, code: str) -> "CourseEvent | None":
        """The latest event of that sort, from the events at hand."""
        rows = [one for one in self.events.all() if one.code == code]
        return max(rows, key=lambda one: (one.at, one.pk), default=None)

    @property
    def due_on(self) -> date | None:
        """The day that the latest answer names."""
        answer = self.latest(Happened.ANSWERED)
        return answer.due if answer else None

    def state(self, today: date) -> str:
        """How it stands: mended, overdue, answered, notified or found; agrees with the searches."""
        if self.latest(Happened.MENDED):
            return str(Happened.MENDED)
        if self.due_on:
            return "overdue" if self.due_on < today else str(Happened.ANSWERED)
        return str(Happened.NOTIFIED if self.latest(Happened.NOTIFIED) else Happened.FOUND)


class CourseEvent(models.Model):
    """Something that happened in the life of a finding."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="events")
    code = models.CharField(max_length=8, choices=Happened.choices)
    at = models.DateTimeField()
    audit = models.ForeignKey(Audit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        "communes.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("event of a finding")
        verbose_name_plural = _("events of findings")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["code", "due", "course"], name="course_event_due_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "code"], condition=Q(code__in=ONCE), name="course_event_once"
            ),
            models.UniqueConstraint(
                fields=["course", "due"], condition=Q(code=Happened.DUE), name="course_due_once"
            ),
            models.CheckConstraint(
                condition=Q(code__in=[Happened.ANSWERED, Happened.DUE], due__isnull=False)
                | Q(code__in=ONCE, due__isnull=True),
                name="course_event_due",
            ),
            models.CheckConstraint(
                condition=~Q(code=Happened.ANSWERED) | ~Q(text=""), name="course_answer_says"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.course}"


def _having(code: str, **more: Any) -> Exists:
    return Exists(CourseEvent.objects.filter(course=OuterRef("pk"), code=code, **more))
