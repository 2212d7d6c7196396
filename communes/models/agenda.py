"""What a meeting talks about: items of its agenda, and points that wait for the next one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.bodies import Body
from communes.models.folded import Folded
from communes.models.identity import PublicId
from communes.models.meetings import Meeting


class AgendaItem(PublicId):
    """One item of a meeting's agenda, with the record written under it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField()
    outline = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    folded = Folded("title")
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), null=True, blank=True)
    motion_version = models.ForeignKey(
        "communes.MotionVersion", models.PROTECT, null=True, blank=True, related_name="items"
    )
    text = models.TextField(_("record"), blank=True)
    text_version = models.PositiveIntegerField(default=0)
    confidential = models.BooleanField(_("confidential"), default=False)
    concerns_women = models.BooleanField(_("concerns women"), default=False)
    added_at = models.DateTimeField()
    urgent = models.BooleanField(_("declared urgent"), default=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """What the item is called on its agenda: "4", or "4.1" under item 4."""
        return self.outline or str(self.position)


class OpenPoint(PublicId):
    """Business that waits for the body's next agenda, once per occasion."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="open_points")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    figures = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    item = models.OneToOneField(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="point"
    )

    class Meta:
        verbose_name = _("open point")
        verbose_name_plural = _("open points")

    def __str__(self) -> str:
        return self.title
