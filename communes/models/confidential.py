"""The words of confidential items, apart from everything that is shown, searched or sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem


class What(models.TextChoices):
    """Whose words they are."""

    TITLE = "title", _("What it is about")
    RECORD = "record", _("Record")
    BLOCK = "block", _("Reasons of a block")
    DECISION = "decision", _("Decision")
    SLIP = "slip", _("What the slip was")
    TASK = "task", _("Task")
    REPORT = "report", _("Report on a task")


class ConfidentialText(models.Model):
    """Words under a confidential item: for its committee's roll, erased after their time.

    `subject` is the public id of the row that would hold them if the item were open. Only
    `communes.domain.confiding` gives them to a reader; the books hold salted hashes.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    subject = models.UUIDField()
    text = models.TextField()
    salt = models.CharField(max_length=64)
    erase_on = models.DateField()

    class Meta:
        verbose_name = _("words of a confidential item")
        verbose_name_plural = _("words of confidential items")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "what"], name="confidential_words_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"
