"""Calendars that an account's own devices read, by an address that only its holder knows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account
from communes.models.bodies import Body
from communes.models.identity import PublicId


class CalendarFeed(PublicId):
    """The meetings of one body, or of all bodies of the account's person, until revoked."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="calendars")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "body"],
                condition=Q(revoked_at__isnull=True, body__isnull=False),
                name="calendar_once_for_body",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(revoked_at__isnull=True, body__isnull=True),
                name="calendar_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.key
