"""Hearings: a delegate who voted against the instruction is heard by the sending body."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from communes.models import Resolution
from communes.models.identity import PublicId
from mandates.models.mandates import Mandate


class HearingQuerySet(models.QuerySet["Hearing"]):
    """Searches over hearings."""

    def undecided(self) -> Self:
        """Hearings on which the sending body has not yet decided."""
        decided = Resolution.objects.standing().filter(item=OuterRef("item"))
        return self.exclude(Exists(decided))


class Hearing(PublicId):
    """A vote against the instruction, heard under one item of the sending body's agenda.

    Its outcome is the resolution of that item: adopted it recalls, else it confirms.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="hearings")
    ballot = models.ForeignKey("communes.Ballot", models.PROTECT, related_name="+")
    item = models.OneToOneField(
        "communes.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        constraints = [
            models.UniqueConstraint(fields=["mandate", "ballot"], name="hearing_once"),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True) | ~models.Q(reply=""),
                name="hearing_replied_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.ballot}"
