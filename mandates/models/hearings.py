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

    The item is about the recall of the mandate or of the one it rests on: it holds the reply,
    and its resolution recalls where it is adopted, else confirms.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="hearings")
    ballot = models.ForeignKey("communes.Ballot", models.PROTECT, related_name="+")
    item = models.OneToOneField(
        "communes.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()

    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        constraints = [
            models.UniqueConstraint(fields=["mandate", "ballot"], name="hearing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.ballot}"
