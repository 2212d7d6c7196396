"""Accounts: what a person signs in with; an account may exist without a person."""

from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.models.people import Person


class Account(PublicId, AbstractUser):
    """A sign-in. What it may do follows from the mandates its person holds now."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account"
    )
    language = models.CharField(_("language"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def get_full_name(self) -> str:
        """The name of the person behind the account, or the account's own."""
        return self.person.name if self.person else self.username


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Searches over invitations."""

    def waiting(self, at: datetime) -> Self:
        """Codes that may still be used at the instant."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class Invitation(PublicId):
    """A one-time code on paper: makes an account for a person, or a new password for one."""

    class Purpose(models.TextChoices):
        JOIN = "join", _("first account")
        RESET = "reset", _("new password")

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="resets"
    )
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="join", person__isnull=False)
                | Q(purpose="reset", account__isnull=False),
                name="invitation_names_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"
