"""Motions: a text put to a body, in versions, with its provenance."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.people import Person


class Motion(PublicId):
    """A text put to a body; knows where it came from."""

    title = models.CharField(_("title"), max_length=300)
    raised_in = models.ForeignKey(Body, models.PROTECT, related_name="motions")
    mover = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="descendants"
    )
    raised_at = models.DateTimeField()

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["-raised_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class MotionVersion(PublicId):
    """One wording of a motion; an instruction binds to exactly one."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("text"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amended_as"
    )
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a motion")
        verbose_name_plural = _("versions of motions")
        ordering = ["motion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "number"], name="motion_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.motion} ({self.number})"
