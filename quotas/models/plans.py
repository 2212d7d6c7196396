"""Seat plans: how many seats of a body are reserved for whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.periods import Period, ordered


class SeatPlan(Period):
    """The numbers by which a body's seats were made; of components it holds numbers only."""

    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    size = models.PositiveIntegerField(_("seats"))
    women = models.PositiveIntegerField(_("reserved for women"))
    men = models.PositiveIntegerField(_("reserved for men"))
    youth = models.PositiveIntegerField(_("reserved for youth"), default=0)
    components = models.JSONField(_("reserved for components"), default=dict)
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("seat plan")
        verbose_name_plural = _("seat plans")
        constraints = [
            ordered("seat_plan_ordered"),
            models.CheckConstraint(
                condition=Q(size__gte=F("women") + F("men")), name="seat_plan_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.size}"
