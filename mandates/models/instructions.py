"""Instructions: what a sending body binds its delegates to on one version of a motion."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId


class Stance(models.TextChoices):
    """What the delegates are bound to."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstain")
    FREE = "free", _("free within limits")
    REPORT_FIRST = "report_first", _("report back first")


class InstructionQuerySet(models.QuerySet["Instruction"]):
    """Searches over instructions."""

    def standing(self) -> Self:
        """Instructions given and not superseded by a later one."""
        later = Instruction.objects.filter(
            supersedes=OuterRef("pk"), given_at__isnull=False, struck_at__isnull=True
        )
        return self.filter(given_at__isnull=False, struck_at__isnull=True).filter(~Exists(later))


class Instruction(PublicId):
    """A question put to the sending body on one version; binding once it was given.

    The row is made when the item is planned; `stance` and `given_at` come with the resolution.
    """

    item = models.ForeignKey("communes.AgendaItem", models.PROTECT, related_name="+")
    sender = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    motion_version = models.ForeignKey("communes.MotionVersion", models.PROTECT, related_name="+")
    stance = models.CharField(_("stance"), max_length=12, choices=Stance.choices, blank=True)
    limits = models.TextField(_("limits"), blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    resolution = models.OneToOneField(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(struck_at__isnull=True),
                name="instruction_one_per_item",
            ),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True) | ~models.Q(stance=""),
                name="instruction_given_with_stance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.stance}"
