"""Notices: written within the deed, delivered by a sweep; the row is the outbox."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account
from communes.models.bodies import Body
from communes.models.identity import PublicId


class Notice(PublicId):
    """Something an account or a body is told, once per occasion; its words are made on reading."""

    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="notices")
    occasion = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    figures = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, body__isnull=True)
                | Q(account__isnull=True, body__isnull=False),
                name="notice_one_audience",
            ),
            models.UniqueConstraint(
                fields=["account", "occasion"],
                condition=Q(account__isnull=False),
                name="notice_once_for_account",
            ),
            models.UniqueConstraint(
                fields=["body", "occasion"],
                condition=Q(body__isnull=False),
                name="notice_once_for_body",
            ),
        ]
        indexes = [
            models.Index(
                fields=["written_at"],
                condition=Q(handed_at__isnull=True),
                name="notice_to_be_handed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.occasion}"


class Channel(models.TextChoices):
    """How a notice reaches an account."""

    APP = "app", _("in the program")
    MAIL = "mail", _("by e-mail")
    DIGEST = "digest", _("by e-mail, gathered")


UNCERTAIN = "uncertain"
"""What is known of a letter from before it leaves until the server's answer is written down."""


class Delivery(models.Model):
    """A notice reached an account by a channel, and when it was read; the outbox of letters.

    A letter waits from `at` on, is tried at `next_at` (which no process but the one that moved
    it may do), and was handed to the mail server at `sent_at`. Without either it was given up.
    What is gathered waits until `next_at` for the letter of the day, and is in it from `sent_at`.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    account = models.ForeignKey(Account, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "account", "channel"], name="delivery_once_per_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(sent_at__isnull=True, next_at__isnull=False),
                name="delivery_to_be_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.channel}"

    @property
    def uncertain(self) -> bool:
        """Whether nobody knows if the letter left."""
        return self.failure == UNCERTAIN
