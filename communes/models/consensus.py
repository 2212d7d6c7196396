"""Consensus sought: who blocked, for which reasons, and the pause before a vote."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.identity import PublicId


class ConsensusCheck(PublicId):
    """The question whether all agree, where somebody did not: how many block, and why.

    No names are kept: a reason is a sentence, in the words of whoever blocks.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="checks")
    blocks = models.PositiveIntegerField(_("blocks"))
    reasons = models.JSONField(_("reasons"), default=list)
    aside = models.PositiveIntegerField(_("standing aside"), default=0)
    present = models.PositiveIntegerField(_("in the room"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("consensus check")
        verbose_name_plural = _("consensus checks")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(blocks__gte=1) & Q(present__gte=F("blocks") + F("aside")),
                name="check_blocks_within_the_room",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.blocks}"


class Adjournment(PublicId):
    """An item put off: for a pause, until it is taken up, or to the next meeting."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="adjournments")
    at = models.DateTimeField()
    to_next = models.BooleanField(_("to the next meeting"), default=False)
    taken_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("adjournment")
        verbose_name_plural = _("adjournments")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(taken_up_at__isnull=True),
                name="adjournment_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_up_at__isnull=True) | Q(taken_up_at__gte=F("at")),
                name="adjournment_taken_up_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.at}"
