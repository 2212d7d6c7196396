"""Meetings, who runs them, and the demand of members that one be held."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.people import Person
from communes.periods import Period, ordered


class Sitting(models.TextChoices):
    """Who of the body meets: its whole assembly or its board."""

    ASSEMBLY = "assembly", _("assembly")
    BOARD = "board", _("board")


class Basis(models.TextChoices):
    """By what right a meeting was convened."""

    OFFICERS = "officers", _("by the co-chairs")
    MEMBERS = "members", _("by members")
    FOUNDING = "founding", _("founding")
    SECOND = "second", _("second convocation")
    PETITION = "petition", _("by petition")


class Stage(models.TextChoices):
    """Where a meeting stands; derived from its instants, never stored."""

    CONVENED = "convened", _("convened")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed, to be signed")
    SIGNED = "signed", _("signed")
    CANCELLED = "cancelled", _("cancelled")


class Meeting(PublicId):
    """A gathering of one body, convened with notice and agenda, recorded in minutes."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    sitting = models.CharField(max_length=10, choices=Sitting.choices, default=Sitting.ASSEMBLY)
    number = models.PositiveIntegerField(_("number"))
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.OFFICERS)
    place = models.CharField(_("place"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    convened_at = models.DateTimeField(_("convened"))
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    second_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="second"
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="meeting_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(closed_at__isnull=False),
                name="meeting_signed_after_closing",
            ),
        ]
        indexes = [models.Index(fields=["body", "starts_at"], name="meeting_body_starts")]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def stage(self) -> Stage:
        """Where the meeting stands."""
        if self.cancelled_at:
            return Stage.CANCELLED
        if self.signed_at:
            return Stage.SIGNED
        if self.closed_at:
            return Stage.CLOSED
        return Stage.OPEN if self.opened_at else Stage.CONVENED


class Role(models.TextChoices):
    """What a person is named for in one meeting."""

    CHAIR = "chair", _("chair")
    RECORDER = "recorder", _("recorder")
    WITNESS = "witness", _("witness")
    SCRUTINEER = "scrutineer", _("scrutineer")


class MeetingRole(Period):
    """A person named to chair, record, witness or count in a meeting, or for one of its items."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="roles")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    item = models.ForeignKey(
        "communes.AgendaItem", models.PROTECT, null=True, blank=True, related_name="roles"
    )

    class Meta:
        verbose_name = _("role in a meeting")
        verbose_name_plural = _("roles in meetings")
        constraints = [ordered("meeting_role_ordered")]

    def __str__(self) -> str:
        return f"{self.role} {self.person}"

    def holds(self, at: datetime) -> bool:
        """Whether the person is named for this at the instant."""
        return self.holds_at(at)


class ConveningRequest(PublicId):
    """Members demand a meeting; enough of them convene it without any officer."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="convening_requests")
    place = models.CharField(_("place"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    reason = models.TextField(_("reason"))
    agenda = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    meeting = models.OneToOneField(
        Meeting, models.PROTECT, null=True, blank=True, related_name="demanded_by"
    )

    class Meta:
        verbose_name = _("demand for a meeting")
        verbose_name_plural = _("demands for a meeting")

    def __str__(self) -> str:
        return f"{self.body} {self.starts_at}"


class ConveningSigner(models.Model):
    """A member who demands the meeting, by account or on the paper that one account entered."""

    request = models.ForeignKey(ConveningRequest, models.PROTECT, related_name="signers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_paper = models.BooleanField(default=False)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signer of a demand")
        verbose_name_plural = _("signers of demands")
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="convening_signer_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
