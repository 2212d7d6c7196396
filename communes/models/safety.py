"""What keeps an account its holder's: the log of what befell it, its programs' keys, its resets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account, Invitation
from communes.models.bodies import Body
from communes.models.identity import PublicId


class AccountEvent(PublicId):
    """Something befell an account: a sign-in, a factor added, a key made. The holder reads it,
    nobody else; the figures name devices and keys, never an address of a network."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="events")
    code = models.CharField(max_length=40)
    figures = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")
        indexes = [models.Index(fields=["account", "-at"], name="events_of_account")]

    def __str__(self) -> str:
        return self.code


class ApiToken(PublicId):
    """A key with which a program acts for an account, within what it was made for."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and act")

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(max_length=5, choices=Scope.choices)
    proves = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(proves=False) | Q(scope="write"), name="token_that_reads_proves_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ResetRequest(PublicId):
    """Two officers ask that somebody who lost everything may sign in anew; the holder is told."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="reset_requests")
    commune = models.ForeignKey(Body, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("request for a reset")
        verbose_name_plural = _("requests for resets")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="reset_needs_two",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("account"))
                & (Q(agreed_by__isnull=True) | ~Q(agreed_by=F("account"))),
                name="reset_by_others",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(agreed_at__isnull=True, stopped_at__isnull=True),
                name="reset_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key
