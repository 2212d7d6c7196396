"""Seats: one place in a body, perhaps reserved, perhaps following another seat."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.periods import Period, holding, ordered


class OfficeCode(models.TextChoices):
    """What a seat is for."""

    CO_CHAIR = "co_chair", _("co-chair")
    DEPUTY = "deputy", _("deputy")
    SECRETARY = "secretary", _("secretary")
    MEMBER = "member", _("member")
    DELEGATE = "delegate", _("delegate")
    SPOKE = "spoke", _("spoke")
    AUDITOR = "auditor", _("auditor")


class Reservation(models.TextChoices):
    """The gender a seat is kept for; an open seat has none."""

    WOMAN = "woman", _("a woman")
    MAN = "man", _("a man")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Searches over seats."""

    def in_force(self, at: Any) -> Self:
        """Seats that exist at the instant, held or vacant."""
        return self.filter(holding(at))

    def vacant(self, at: datetime) -> Self:
        """Seats in force that nobody holds at the instant."""
        from mandates.models.mandates import Mandate

        return self.in_force(at).filter(
            ~Exists(Mandate.objects.filter(holding(at), seat=OuterRef("pk")))
        )

    def counted(self) -> Self:
        """Seats that make up the body's composition: all but auditors."""
        return self.exclude(office=OfficeCode.AUDITOR)


class Seat(PublicId, Period):
    """One place in a body; a reserved one that cannot be filled rightly stays empty.

    It is kept for a gender or for nobody. Places for youth and components lie across those of the
    genders, and the seat plan holds their numbers: no seat says that it is one.
    """

    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    office = models.CharField(_("office"), max_length=12, choices=OfficeCode.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    reserved_gender = models.CharField(
        _("reserved for"), max_length=6, choices=Reservation.choices, blank=True
    )
    sending_body = models.ForeignKey(
        "communes.Body", models.PROTECT, null=True, blank=True, related_name="+"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers"
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body", "office", "number"]
        constraints = [
            ordered("seat_ordered"),
            models.UniqueConstraint(fields=["body", "office", "number", "since"], name="seat_once"),
            models.CheckConstraint(
                condition=Q(reserved_gender__in=["", "woman", "man"]), name="seat_reservation_known"
            ),
        ]
        indexes = [models.Index(fields=["sending_body"], name="seat_sending_body")]

    def __str__(self) -> str:
        return f"{self.office} {self.number}"
