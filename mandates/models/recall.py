"""Recall: the item on which a body votes, and the petition by which electors force that vote."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from mandates.arithmetic import petitions
from mandates.arithmetic.petitions import Life, Standing
from mandates.models.mandates import Mandate


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Searches over petitions."""

    def running(self, at: datetime) -> Self:
        """Petitions that can still succeed at the instant; agrees with `Petition.running`."""
        undecided = Q(succeeded_at__isnull=True) | Q(succeeded_at__gt=at)
        in_force = Q(mandate__until__isnull=True) | Q(mandate__until__gt=at)
        return self.filter(undecided, in_force, counts_until__gt=at)

    def unwritten(self, at: datetime) -> Self:
        """Petitions that are over by the instant and whose outcome is not yet written down."""
        over = Q(counts_until__lte=at) | Q(mandate__until__lte=at) | Q(succeeded_at__lte=at)
        return self.filter(over, concluded_at__isnull=True)


class Petition(PublicId):
    """The demand of a share of the electors that a mandate end: grounds, roll and times frozen.

    `counts_until` is the closing, or when the last sheet handed in before it is settled; `late`
    counts what came after the closing; `tally` holds the counts once the outcome is written down.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="petitions")
    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    grounds = models.TextField(_("grounds"))
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("closes"))
    zone = models.CharField(max_length=40)
    counts_until = models.DateTimeField()
    roll_size = models.PositiveIntegerField(_("electors"))
    threshold = models.PositiveIntegerField(_("signatures needed"))
    late = models.PositiveIntegerField(default=0)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    tally = models.JSONField(default=dict)
    erase_on = models.DateField()

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recall petition")
        verbose_name_plural = _("recall petitions")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="petition_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=F("roll_size")),
                name="petition_threshold_within_roll",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.opened_at:%Y-%m-%d}"

    @property
    def life(self) -> Life:
        """The instants from which its standing follows."""
        until = self.mandate.until
        return Life(self.closes_at, self.counts_until, self.succeeded_at, until)

    def standing(self, at: datetime) -> Standing:
        """Where the petition stands at the instant."""
        return petitions.standing(self.life, at)

    def running(self, at: datetime) -> bool:
        """Whether it can still succeed."""
        return self.standing(at) in (Standing.OPEN, Standing.COUNTING)


class PetitionElector(models.Model):
    """One elector of the roll that was frozen when the petition opened."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="electors")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    erase_on = models.DateField()

    class Meta:
        verbose_name = _("elector of a petition")
        verbose_name_plural = _("electors of a petition")
        constraints = [
            models.UniqueConstraint(fields=["petition", "person"], name="petition_elector_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Sheet(PublicId):
    """A paper sheet handed in: how many lines it has, and who was drawn by which lot to verify.

    `collector`, who handed it in, never verifies it; known until it is settled, then erased.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    lines = models.PositiveIntegerField(_("lines"))
    collector = models.ForeignKey(
        "communes.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(_("handed in"))
    confirm_by = models.DateTimeField()
    lot_seed = models.CharField(max_length=64)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sheet of signatures")
        verbose_name_plural = _("sheets of signatures")
        ordering = ["petition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "number"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(collector__isnull=True),
                name="sheet_collector_until_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} {self.number}"


class Verification(models.Model):
    """An elector drawn by lot looks at a sheet: confirms it, or gives the task back."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="verifications")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "person"], name="verification_once")
        ]

    def __str__(self) -> str:
        return str(self.sheet_id)


class Channel(models.TextChoices):
    """How a signature came."""

    ACCOUNT = "account", _("by one's own account")
    PAPER = "paper", _("on paper")


class SignatureStatus(models.TextChoices):
    """What became of a signature that was received."""

    VALID = "valid", _("valid")
    WAITING = "waiting", _("waits for two verifiers")
    LATE = "late", _("received after the closing")
    REPEATED = "repeated", _("this person had signed already")
    REFUSED = "refused", _("not confirmed by a verifier")


class Signature(models.Model):
    """One elector's signature; nobody but its signatory is shown it, and its time is kept short.

    `counted_at` is when it began to count: when it was given, or when its sheet was confirmed.
    `receipt` is the salted hash of the code that the signatory alone was given.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="signatures")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    sheet = models.ForeignKey(
        Sheet, models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    received_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=SignatureStatus.choices)
    counted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=64)
    receipt = models.CharField(max_length=64)
    erase_on = models.DateField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "person"],
                condition=Q(status="valid"),
                name="signature_counts_once",
            ),
        ]
        indexes = [models.Index(fields=["petition", "status"], name="signature_petition_status")]

    def __str__(self) -> str:
        return str(self.petition_id)


class Heard(models.TextChoices):
    """How the person concerned made use of the right of reply."""

    SPOKEN = "spoken", _("replied in the meeting")
    WRITTEN = "written", _("replied in writing")
    DECLINED = "declined", _("was asked and did not wish to reply")
    ABSENT = "absent", _("was told beforehand and did not come")


class RecallItem(models.Model):
    """The mandate that an agenda item is about to end, and the reply that was heard to it."""

    item = models.OneToOneField("communes.AgendaItem", models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    petition = models.ForeignKey(
        Petition, models.PROTECT, null=True, blank=True, related_name="recalls"
    )
    heard = models.CharField(_("reply"), max_length=8, choices=Heard.choices, blank=True)
    reply = models.TextField(_("what was said"), blank=True)

    class Meta:
        verbose_name = _("recall on an agenda")
        verbose_name_plural = _("recalls on agendas")

    def __str__(self) -> str:
        return str(self.mandate)
