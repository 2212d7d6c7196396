"""Nominations: the only rows in which a component stands beside a person (DOMAIN §2.9)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.periods import holding


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Searches over nominations."""

    def in_force(self, at: datetime) -> Self:
        """Those that stand with a mandate in force at the instant."""
        return self.filter(holding(at, "mandate__"))

    def spent(self, at: datetime) -> Self:
        """Those that are to be erased: the mandate is over, or the candidacy led to none.

        A candidacy leads to none once the minutes of its election are signed; until then the
        count may be mended, and a nomination whose mandate a slip ended waits for that.
        """
        settled = Q(candidacy__isnull=True) | Q(
            candidacy__election__item__meeting__signed_at__isnull=False
        )
        return self.exclude(holding(at, "mandate__")).filter(
            settled | Q(candidacy__election__item__meeting__cancelled_at__isnull=False)
        )


class Nomination(PublicId):
    """A candidate declares a component, and an organisation that the charter names nominates.

    It stands with the candidacy and with the mandate that came of it, never in a book, and is
    erased with them.
    """

    candidacy = models.OneToOneField(
        "quotas.Candidacy", models.CASCADE, null=True, blank=True, related_name="nomination"
    )
    mandate = models.OneToOneField(
        "mandates.Mandate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    component = models.CharField(_("component"), max_length=40)
    organisation = models.CharField(_("nominated by"), max_length=160)
    declared_at = models.DateTimeField(_("declared"))

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.CheckConstraint(
                condition=Q(candidacy__isnull=False) | Q(mandate__isnull=False),
                name="nomination_of_someone",
            ),
            models.CheckConstraint(
                condition=~Q(component="") & ~Q(organisation=""), name="nomination_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id.hex
