"""Alternates: named substitutes for a seat, of the same reservation, in order (DOMAIN §1)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.models.people import Gender
from communes.periods import Period, ordered
from mandates.models.mandates import Mandate
from mandates.models.seats import Seat


class Answer(models.TextChoices):
    """What became of an alternate."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("did not answer in time")
    PASSED_OVER = "passed_over", _("no longer fits, or the seat was filled")
    STRUCK = "struck", _("entered by a slip")


class AlternateQuerySet(models.QuerySet["Alternate"]):
    """Searches over alternates."""

    def waiting(self) -> Self:
        """Those who may still be called, in their order."""
        return self.filter(until__isnull=True, called_at__isnull=True).order_by("position", "pk")

    def called(self) -> Self:
        """Those who were called and have not answered."""
        return self.filter(until__isnull=True, called_at__isnull=False)

    def overdue(self, at: datetime) -> Self:
        """Those whose time to answer is over."""
        return self.called().filter(answer_by__lte=at)


class Alternate(PublicId, Period):
    """A person who takes the seat when it falls vacant before its term is over."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="alternates")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))
    gender = models.CharField(max_length=12, choices=Gender.choices)
    reserved_gender = models.CharField(max_length=6, blank=True)
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    vacated = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="successors"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, blank=True)

    objects = AlternateQuerySet.as_manager()

    class Meta:
        verbose_name = _("alternate")
        verbose_name_plural = _("alternates")
        ordering = ["seat", "position", "pk"]
        constraints = [
            ordered("alternate_ordered"),
            models.UniqueConstraint(
                fields=["seat", "person"],
                condition=Q(until__isnull=True),
                name="alternate_once_for_seat",
            ),
            models.CheckConstraint(
                condition=Q(reserved_gender="") | Q(gender=models.F("reserved_gender")),
                name="alternate_gender_fits_seat",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, answer="")
                | (Q(until__isnull=False) & ~Q(answer="")),
                name="alternate_ends_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, answer_by__isnull=True, vacated__isnull=True)
                | Q(called_at__isnull=False, answer_by__isnull=False, vacated__isnull=False),
                name="alternate_called_for_a_vacancy",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                condition=Q(until__isnull=True, called_at__isnull=False),
                name="alternate_to_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.seat}"
