"""Report-backs: a delegation's account of a session to the body that sent it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId


class Report(PublicId):
    """What a body's delegates tell of one session; a draft until it is filed.

    Either of them writes it; `version` counts the texts saved, so that nobody overwrites the
    other unseen. The meeting's resolution on `item` accepts or questions it.
    """

    sender = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    session = models.ForeignKey("communes.Meeting", models.PROTECT, related_name="+")
    text = models.TextField(_("report"), blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        "communes.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField(null=True, blank=True)
    item = models.OneToOneField(
        "communes.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("report of delegates")
        verbose_name_plural = _("reports of delegates")
        constraints = [
            models.UniqueConstraint(fields=["sender", "session"], name="report_once"),
            models.CheckConstraint(
                condition=models.Q(filed_at__isnull=True) | ~models.Q(text=""),
                name="report_filed_with_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.session}"


class Reminder(models.Model):
    """That a report is due soon, or overdue, was said to a delegation: once for each code."""

    SOON = "soon"
    OVERDUE = "overdue"

    sender = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    session = models.ForeignKey("communes.Meeting", models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of a report")
        verbose_name_plural = _("reminders of reports")
        constraints = [
            models.UniqueConstraint(fields=["sender", "session", "code"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.sender} {self.session}"
