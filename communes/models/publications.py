"""Minutes published, publications withdrawn, and papers that were issued."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.meetings import Meeting


class Readers(models.TextChoices):
    """To whom minutes are published."""

    MEMBERS = "members", _("the body's members")
    EVERYONE = "everyone", _("everyone, without an account")


class Names(models.TextChoices):
    """How people's names are told to everyone; `communes.naming` orders them."""

    FULL = "full", _("in full")
    INITIALS = "initials", _("by their initials")
    OFFICE = "office", _("by their office")
    NONE = "none", _("left out")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Searches over publications."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawal__isnull=True)


class Publication(PublicId):
    """Signed minutes given to read, as the charter of that instant said.

    `words` are the names that the signed text holds, as written there: they stay reduced when
    the lists that told them are erased. `folded` is what a search by everyone looks in: titles
    and texts with every name left out. A publication is never changed, only withdrawn.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    readers = models.CharField(_("for whom"), max_length=8, choices=Readers.choices)
    names = models.CharField(_("names"), max_length=8, choices=Names.choices)
    words = models.JSONField(default=list)
    folded = models.TextField(blank=True, editable=False)
    at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of minutes")
        verbose_name_plural = _("publications of minutes")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(readers__in=Readers.values) & Q(names__in=Names.values),
                name="publication_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.at}"


class Withdrawal(models.Model):
    """A publication withdrawn, with its reason; the minutes may be published anew."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("withdrawal of a publication")
        verbose_name_plural = _("withdrawals of publications")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_with_reason"),
        ]

    def __str__(self) -> str:
        return str(self.publication)


class IssuedPaper(PublicId):
    """A file that the program made of a book's matters, by its digest; nothing of its words.

    `record` is the digest of the minutes that it shows (empty for lists), `entry` the number of
    the book's last entry when it was made.
    """

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        PUBLIC = "public", _("minutes for everyone")
        ATTENDANCE = "attendance", _("attendance sheet")
        RESOLUTIONS = "resolutions", _("list of resolutions")

    body = models.ForeignKey(Body, models.PROTECT, related_name="issued_papers")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="issued_papers"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    record = models.CharField(max_length=64, blank=True)
    entry = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("paper issued")
        verbose_name_plural = _("papers issued")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:16]}"
