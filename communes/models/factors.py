"""What opens an account beside its password: codes from a phone, passkeys, recovery codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account
from communes.models.identity import PublicId


class CodeApp(PublicId):
    """A program on the holder's phone that makes codes (TOTP, RFC 6238); it counts once
    confirmed."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="code_app")
    sealed_secret = models.TextField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("app for codes")
        verbose_name_plural = _("apps for codes")

    def __str__(self) -> str:
        return self.key


class UsedCode(models.Model):
    """A code was used: each half minute's code works once."""

    app = models.ForeignKey(CodeApp, models.CASCADE, related_name="used")
    step = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("used code")
        verbose_name_plural = _("used codes")
        constraints = [models.UniqueConstraint(fields=["app", "step"], name="code_used_once")]

    def __str__(self) -> str:
        return str(self.step)


class Passkey(PublicId):
    """A key that a device or a stick of the holder keeps (WebAuthn), for one address of this
    program."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    host = models.CharField(max_length=253)
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    counter = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return self.key


class RecoverySheet(PublicId):
    """A sheet of recovery codes, one an account at most; a new sheet ends the one before."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="recovery_sheet")
    salt = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sheet of recovery codes")
        verbose_name_plural = _("sheets of recovery codes")

    def __str__(self) -> str:
        return self.key


class RecoveryCode(models.Model):
    """One code of a sheet, as its hash; it works once."""

    sheet = models.ForeignKey(RecoverySheet, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "code_hash"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
