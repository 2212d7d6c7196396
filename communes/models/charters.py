"""Versions of the charter, each in force for a period."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.charter import Rulebook, rulebook
from communes.models.identity import PublicId
from communes.periods import Period, holding, ordered


class CharterDraft(models.Model):
    """A new version of the charter as it is being written for an item of a meeting.

    `version` counts the changes, so that of two writers the later sees what the other did;
    `previous` is the text before the last of them, empty where that was the charter in force.
    """

    item = models.OneToOneField("communes.AgendaItem", models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    previous = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of a charter")
        verbose_name_plural = _("drafts of a charter")

    def __str__(self) -> str:
        return str(self.item)


class CharterQuerySet(models.QuerySet["Charter"]):
    """Searches over charters."""

    def in_force(self, at: datetime) -> "Charter":
        """The version in force at the instant. Raises `Charter.DoesNotExist`."""
        return self.get(holding(at))


class Charter(PublicId, Period):
    """One version of the constitution: a text that an assembly reads and the program executes."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("text"))
    scope = models.PositiveSmallIntegerField(default=1, editable=False)
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["version"]
        constraints = [ordered("charter_ordered")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def book(self) -> Rulebook:
        """The text as typed values."""
        return rulebook(self.text)
