"""Audits: a check of many bodies as of one day, and what was found."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId

VERDICTS = ["pass", "fail", "vacant", "undeterminable"]


class AuditState(models.TextChoices):
    """How far an audit has come."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


UNDER_WAY = [AuditState.WAITING, AuditState.RUNNING]
"""An audit in one of these may still be stopped."""


class AuditQuerySet(models.QuerySet["Audit"]):
    """Searches over audits."""

    def free(self, silent_since: datetime) -> Self:
        """Audits that a worker may take up: nobody has, or who did fell silent since then."""
        mute = Q(heard_at__lte=silent_since) | Q(heard_at__isnull=True, asked_at__lte=silent_since)
        return self.filter(Q(state=AuditState.WAITING) | Q(mute, state=AuditState.RUNNING))


class Audit(PublicId):
    """A check of the tree, or of a branch of it, by the charter of a day.

    While it runs, `done` says how many bodies are judged and `heard_at` when its worker last
    gave a sign of life. No `rules` means all. An audit that nobody asked for names its
    `occasion`, so that it is made once.
    """

    on = models.DateField(_("as of"))
    scope = models.ForeignKey(
        "communes.Body", models.PROTECT, null=True, blank=True, related_name="+"
    )
    charter = models.ForeignKey("communes.Charter", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("communes.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=AuditState.choices, default=AuditState.WAITING)
    bodies = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    rules = models.JSONField(default=list, blank=True)
    occasion = models.CharField(max_length=60, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion"], condition=~Q(occasion=""), name="audit_once_per_occasion"
            )
        ]

    @property
    def under_way(self) -> bool:
        """Whether it is still to be done, or being done."""
        return self.state in UNDER_WAY

    def covers(self, rule: str) -> bool:
        """Whether the rule was to be audited."""
        return not self.rules or rule in self.rules

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class LevelResult(models.Model):
    """One rule for one level taken together."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="levels")
    level = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    circle = models.CharField(max_length=10)
    rule = models.CharField(max_length=20)
    bodies = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    verdict = models.CharField(max_length=16)
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("result of a level")
        verbose_name_plural = _("results of levels")
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "level", "kind", "circle", "rule"], name="level_result_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="level_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.rule} {self.verdict}"


class Finding(PublicId):
    """One body that does not pass one rule; a pass writes no row."""

    # No index of its own: that of `finding_once` begins with the audit.
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="findings", db_index=False)
    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    verdict = models.CharField(max_length=16)
    change = models.PositiveIntegerField(_("smallest change"), null=True, blank=True)
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(fields=["audit", "body", "rule"], name="finding_once"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="finding_verdict_known"),
            models.CheckConstraint(
                condition=~Q(verdict="undeterminable") | Q(change__isnull=True),
                name="finding_never_a_guess",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.rule} {self.verdict}"
