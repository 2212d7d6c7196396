"""Levels as data, councils, and how a body came to belong to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.periods import Period, ordered


class Level(Period):
    """A rung of the confederation: its order and names belong to the charter."""

    code = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    charter = models.ForeignKey("communes.Charter", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["order"]
        constraints = [
            ordered("level_ordered"),
            models.UniqueConstraint(fields=["code", "since"], name="level_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Council(models.Model):
    """A body made of delegates of lower bodies, at one level."""

    body = models.OneToOneField("communes.Body", models.PROTECT, primary_key=True, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, related_name="councils")

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    def __str__(self) -> str:
        return self.body.name


class Joining(models.Model):
    """A unit joined a host: by its own resolution and the host's acceptance."""

    unit = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    host = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_by = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("joining")
        verbose_name_plural = _("joinings")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("host")), name="joining_not_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.host}"
