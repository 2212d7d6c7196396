"""What is asked of a sending body, and what its delegates declare when a text has changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mandates.models.mandates import Mandate


class Asked(models.Model):
    """A sending body was asked for an instruction on one version; its agenda awaits the item.

    It lapses when the instruction is given, the vote is opened or the text changes. `times` is
    how often it was asked: again when a meeting ended without dealing with it.
    """

    sender = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    motion_version = models.ForeignKey("communes.MotionVersion", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("instruction asked for")
        verbose_name_plural = _("instructions asked for")
        constraints = [
            models.UniqueConstraint(fields=["sender", "motion_version"], name="asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.motion_version}"


class Declared(models.TextChoices):
    """How an amended text stands to the instruction given on the one before."""

    WITHIN = "within", _("within the instruction")
    BEYOND = "beyond", _("beyond the instruction")


class Declaration(models.Model):
    """A delegate declares whether an amended text is within or beyond the instruction."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="declarations")
    motion_version = models.ForeignKey("communes.MotionVersion", models.PROTECT, related_name="+")
    word = models.CharField(_("declared"), max_length=6, choices=Declared.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.UniqueConstraint(fields=["mandate", "motion_version"], name="declared_once"),
            models.CheckConstraint(
                condition=models.Q(word__in=["within", "beyond"]), name="declared_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.word}"
