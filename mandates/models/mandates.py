"""Mandates: a person's tenure of a seat, for a half-open term, on a basis."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.models.people import Gender
from communes.periods import Period, holding, ordered
from mandates.models.seats import Seat


class MandateBasis(models.TextChoices):
    """On what a mandate rests."""

    FOUNDING = "founding", _("founding")
    ELECTION = "election", _("election")
    RESOLUTION = "resolution", _("resolution")
    EX_OFFICIO = "ex_officio", _("ex officio")
    SUCCESSION = "succession", _("succession")
    CARRIED_OVER = "carried_over", _("carried over")


class MandateKind(models.TextChoices):
    """How far the holder is bound."""

    IMPERATIVE = "imperative", _("imperative")
    SEMI_IMPERATIVE = "semi_imperative", _("semi-imperative")
    OPEN = "open", _("open")
    OBSERVER = "observer", _("observer")


class EndReason(models.TextChoices):
    """Why a mandate ended before or at its term."""

    RESIGNED = "resigned", _("resigned")
    DIED = "died", _("died")
    LEFT = "left", _("left the area")
    RECALLED = "recalled", _("recalled")
    REPLACED = "replaced", _("another was elected")
    GROUND_ENDED = "ground_ended", _("the mandate it rested on ended")
    INCOMPATIBLE = "incompatible", _("an incompatible seat")
    GENDER_CORRECTED = "gender_corrected", _("the seat is reserved otherwise")
    MENDED = "mended", _("entered by a slip")
    BODY_ENDED = "body_ended", _("the body ended")


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Searches over mandates."""

    def in_force(self, at: Any) -> Self:
        """Mandates in force at the instant; agrees with `Mandate.in_force`."""
        return self.filter(holding(at))

    def ended_between(self, earlier: datetime, later: datetime) -> Self:
        """Mandates whose end lies after `earlier` and not after `later`."""
        return self.filter(until__gt=earlier, until__lte=later)


class Mandate(PublicId, Period):
    """A person holds a seat from one instant until another; over, it grants nothing."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="mandates")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    basis = models.CharField(_("basis"), max_length=12, choices=MandateBasis.choices)
    kind = models.CharField(
        _("kind"), max_length=16, choices=MandateKind.choices, default=MandateKind.IMPERATIVE
    )
    limits = models.TextField(_("limits"), blank=True)
    gender = models.CharField(max_length=12, choices=Gender.choices)
    reserved_gender = models.CharField(max_length=6, blank=True)
    rests_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carries"
    )
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    term_until = models.DateTimeField(_("end of term"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-since", "-pk"]
        constraints = [
            ordered("mandate_ordered"),
            models.CheckConstraint(
                condition=Q(reserved_gender="") | Q(gender=models.F("reserved_gender")),
                name="mandate_gender_fits_seat",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "until"], name="mandate_person_until"),
            models.Index(fields=["until"], name="mandate_until"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.since:%Y-%m-%d}"

    def in_force(self, at: datetime) -> bool:
        """Whether the mandate is in force at the instant."""
        return self.holds_at(at)

    @property
    def ended_early(self) -> bool:
        """Whether it ended before its term."""
        return bool(self.end_reason)


class Said(models.Model):
    """What a sweep has already written down or announced of a mandate, once for each code."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="said")
    code = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("said")
        verbose_name_plural = _("said")
        constraints = [models.UniqueConstraint(fields=["mandate", "code"], name="said_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.mandate}"
