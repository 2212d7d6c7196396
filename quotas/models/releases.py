"""Seats kept for women that stayed empty and that the women present opened (DOMAIN §6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from quotas.models.elections import Candidacy, Election


class SeatRelease(PublicId):
    """What the women present decided about seats that a result left empty; never names.

    `asked` holds the keys of the seats that they were asked about; `resolution` is the result
    that left them empty, none where no woman stood for them before the count.
    """

    vote = models.OneToOneField("communes.WomensVote", models.PROTECT, related_name="+")
    election = models.ForeignKey(Election, models.PROTECT, related_name="releases")
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked = models.JSONField(_("seats asked about"), default=list)

    class Meta:
        verbose_name = _("release of seats")
        verbose_name_plural = _("releases of seats")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.election)


class ReleasedSeat(models.Model):
    """A seat that they opened, for this term alone; who took it, where the count was over.

    `until` is when it was kept for women again: when it comes up for election, or at once where
    the result was a slip.
    """

    release = models.ForeignKey(SeatRelease, models.PROTECT, related_name="seats")
    seat = models.ForeignKey("mandates.Seat", models.PROTECT, related_name="+")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, null=True, blank=True, related_name="+"
    )
    until = models.DateTimeField(_("kept for women again"), null=True, blank=True)

    class Meta:
        verbose_name = _("released seat")
        verbose_name_plural = _("released seats")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until__isnull=True), name="released_seat_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.seat)
