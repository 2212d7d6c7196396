"""Who is in the room, from arrival to departure."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.models.meetings import Meeting
from communes.models.people import Gender, Person


class Capacity(models.TextChoices):
    """As what a person is in the room; only members count and vote."""

    MEMBER = "member", _("member")
    OBSERVER = "observer", _("attending without a vote")
    GUEST = "guest", _("guest")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Searches over attendances."""

    def in_room(self, at: datetime) -> Self:
        """Rows of people who are in the room at the instant; slips struck out do not count."""
        present = Q(left_at__isnull=True) | Q(left_at__gt=at)
        return self.filter(present, arrived_at__lte=at, struck_at__isnull=True)

    def members(self) -> Self:
        """Rows of members with a vote."""
        return self.filter(capacity=Capacity.MEMBER)


class Attendance(PublicId):
    """A stay in the room of one person: arrival, departure, in which capacity."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    guest_name = models.CharField(max_length=160, blank=True)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    gender = models.CharField(max_length=12, choices=Gender.choices)
    stands_for = models.ForeignKey(
        "communes.Body", models.PROTECT, null=True, blank=True, related_name="+"
    )
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    # The list is erased as a whole, what was corrected together with its correction.
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.CharField(max_length=300, blank=True)
    recounts = models.JSONField(default=dict)
    erase_on = models.DateField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(left_at__isnull=True, struck_at__isnull=True),
                name="attendance_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="attendance_leaves_after_arriving",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="")
                | Q(person__isnull=True, capacity="guest"),
                name="attendance_person_or_guest",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(corrects__isnull=False),
                name="attendance_reason_of_a_correction",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.guest_name)
