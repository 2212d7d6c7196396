"""Addresses of e-mail: one an account at most, entered by its holder and confirmed by a letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account
from communes.models.identity import PublicId


class MailAddress(PublicId):
    """Where an account wants its letters; a new address is a new row, with a link of its own."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="mail_address")
    address = models.EmailField(_("e-mail address"))
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")

    def __str__(self) -> str:
        return self.key
