"""What has already been handed in: a form or request sent again gets the answer it got."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account
from communes.models.bodies import Commune
from communes.models.identity import PublicId


class Submission(models.Model):
    """One act as it was asked for under a key, and the answer given."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="submissions")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="submission_key_once")
        ]
        indexes = [
            models.Index(fields=["account", "digest"], name="submission_of_content"),
            # of the rows that are kept for ever only those not yet forgotten are gone through
            models.Index(
                fields=["at"], condition=~models.Q(digest=""), name="submission_to_forget"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RegisterUpload(PublicId):
    """A register file between its preview and its import; gone after either or a day."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    data = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("uploaded register")
        verbose_name_plural = _("uploaded registers")

    def __str__(self) -> str:
        return self.filename
