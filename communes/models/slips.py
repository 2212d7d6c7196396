"""Numbers and slips by which a resident is known at the door, and which tell nobody else who."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.bodies import Commune
from communes.models.identity import PublicId
from communes.models.people import Person


class MemberNumber(models.Model):
    """A person's number in one commune: drawn by lot, with a check digit, never given again."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="member_numbers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="member_numbers")
    number = models.CharField(_("member number"), max_length=8)

    class Meta:
        verbose_name = _("member number")
        verbose_name_plural = _("member numbers")
        constraints = [
            models.UniqueConstraint(fields=["commune", "number"], name="member_number_once"),
            models.UniqueConstraint(fields=["commune", "person"], name="member_number_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.number[:-1]}-{self.number[-1:]}"


class Slip(PublicId):
    """A slip of paper with a code to scan; only the digest of the code is kept.

    A lost slip is revoked and another issued: the number stays, the code changes.
    """

    member = models.ForeignKey(MemberNumber, models.PROTECT, related_name="slips")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("membership slip")
        verbose_name_plural = _("membership slips")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(revoked_at__isnull=True),
                name="slip_one_valid_each",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=models.F("issued_at")),
                name="slip_revoked_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.issued_at:%Y-%m-%d}"
