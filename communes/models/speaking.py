"""The speaking list: who asked for the floor, who had it and for how long."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.identity import PublicId
from communes.models.meetings import Meeting
from communes.models.people import Gender, Person


class SpeechQuerySet(models.QuerySet["Speech"]):
    """Searches over the list."""

    def waiting(self) -> Self:
        """Those who asked, and neither spoke nor gave up their place."""
        return self.filter(began_at__isnull=True, withdrawn_at__isnull=True)

    def running(self) -> Self:
        """Whoever has the floor."""
        return self.filter(began_at__isnull=False, ended_at__isnull=True)


class Speech(PublicId):
    """One person's wish to speak on an item, and the speech that came of it.

    Nothing of it is changed: it begins once, ends once, or is withdrawn once.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="speeches")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="speeches")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    guest_name = models.CharField(max_length=160, blank=True)
    gender = models.CharField(max_length=12, choices=Gender.choices)
    point_of_order = models.BooleanField(_("point of order"), default=False)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erase_on = models.DateField()

    objects = SpeechQuerySet.as_manager()

    class Meta:
        verbose_name = _("speech")
        verbose_name_plural = _("speeches")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(began_at__isnull=False, ended_at__isnull=True),
                name="speech_one_has_the_floor",
            ),
            models.UniqueConstraint(
                fields=["item", "person", "point_of_order"],
                condition=Q(began_at__isnull=True, withdrawn_at__isnull=True),
                name="speech_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(began_at__gte=F("asked_at")),
                name="speech_begins_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="speech_ends_after_beginning",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(began_at__isnull=True),
                name="speech_withdrawn_or_given",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="") | Q(person__isnull=True),
                name="speech_person_or_guest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.guest_name)


class DebateAnswer(PublicId):
    """What the women in the room answered when they were asked whether debate goes on."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="debate_answers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="debate_answers")
    goes_on = models.BooleanField(_("debate goes on"))
    women = models.PositiveIntegerField(_("women in the room"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer of the women on the debate")
        verbose_name_plural = _("answers of the women on the debate")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.item} {self.goes_on}"
