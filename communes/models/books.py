"""A body's minute book: append-only, hash-chained; minutes and lists stand beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.meetings import Meeting
from communes.models.people import Person


class Entry(PublicId):
    """One act in a body's book, as canonical JSON, chained to the entry before it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    content = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of a book")
        verbose_name_plural = _("entries of books")
        ordering = ["body", "number"]
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="entry_number_once")]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"


class ListCommitment(PublicId):
    """A personal list that an entry vouches for by a salted hash; the list stands elsewhere.

    `subject` is the public id of the row whose list it is. The salt is erased with the list.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="commitments")
    name = models.CharField(max_length=40)
    subject = models.UUIDField()
    count = models.PositiveIntegerField()
    salt = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    erase_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("commitment to a list")
        verbose_name_plural = _("commitments to lists")
        indexes = [models.Index(fields=["name", "subject"], name="list_commitment_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.count}"


class Minutes(models.Model):
    """The minutes of a meeting as they were signed; a correction is a new entry."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    content = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed minutes")
        verbose_name_plural = _("signed minutes")

    def __str__(self) -> str:
        return str(self.meeting)


class Signing(models.Model):
    """A signature under the minutes, or its refusal; it holds for exactly the text it names."""

    class Verdict(models.TextChoices):
        SIGNED = "signed", _("signed")
        REFUSED = "refused", _("refused")
        WITNESS = "witness", _("signed as a witness")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    on_paper = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signing")
        verbose_name_plural = _("signings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person", "digest"], name="signing_once_for_a_text"
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="refused") | ~models.Q(reason=""),
                name="signing_refusal_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.verdict}"
