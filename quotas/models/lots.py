"""Sortition: seats for administrative work, filled by lot from a list that was fixed before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId


class PoolKind(models.TextChoices):
    """Among whom lots are drawn; chosen when the drawing is planned."""

    VOLUNTEERS = "volunteers", _("volunteers: those who put themselves on the list")
    MEMBERS = "members", _("all members, but for those who say beforehand that they stay out")


class Sortition(PublicId):
    """An item of a meeting that fills seats of one office in one body by lot.

    The list is fixed first, and its `mark` entered into the book; then comes the `seed`.
    `terms` keeps what follows from the list: how many are drawn, under which quotas, by which
    lottery, with which chance for whom. No person stands in it, only numbers.
    """

    item = models.OneToOneField("communes.AgendaItem", models.PROTECT, related_name="+")
    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    pool = models.CharField(
        _("drawn among"), max_length=12, choices=PoolKind.choices, default=PoolKind.VOLUNTEERS
    )
    frozen_at = models.DateTimeField(_("list fixed"), null=True, blank=True)
    mark = models.CharField(_("mark of the list"), max_length=64, blank=True)
    terms = models.JSONField(_("terms"), default=dict)
    seed = models.CharField(_("seed"), max_length=80, blank=True)
    seeded_at = models.DateTimeField(_("seed thrown"), null=True, blank=True)

    class Meta:
        verbose_name = _("sortition")
        verbose_name_plural = _("sortitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, mark="")
                | (Q(frozen_at__isnull=False) & ~Q(mark="")),
                name="sortition_marked_when_fixed",
            ),
            models.CheckConstraint(
                condition=Q(seeded_at__isnull=True, seed="")
                | (
                    Q(frozen_at__isnull=False, seeded_at__isnull=False)
                    & Q(seeded_at__gt=models.F("frozen_at"))
                    & ~Q(seed="")
                ),
                name="sortition_seed_after_the_list",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)


class SortitionSeat(models.Model):
    """A seat that the drawing is to fill."""

    sortition = models.ForeignKey(Sortition, models.PROTECT, related_name="seats")
    seat = models.ForeignKey("mandates.Seat", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("seat to be drawn for")
        verbose_name_plural = _("seats to be drawn for")
        constraints = [
            models.UniqueConstraint(fields=["sortition", "seat"], name="sortition_seat_once")
        ]

    def __str__(self) -> str:
        return str(self.seat)


class Lot(models.Model):
    """A person on the list of a drawing, or one who said beforehand to stay out of it.

    Once the list is fixed each who is on it has a number; files and book know no more.
    """

    sortition = models.ForeignKey(Sortition, models.PROTECT, related_name="lots")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    stays_out = models.BooleanField(_("stays out"), default=False)
    entered_at = models.DateTimeField(_("entered"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=12, blank=True)
    young = models.BooleanField(_("young"), default=False)
    drawing = models.PositiveIntegerField(_("drawn in"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("gave the place up"), null=True, blank=True)
    erase_on = models.DateField(_("erased from"))

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sortition", "person"], name="lot_once"),
            models.UniqueConstraint(fields=["sortition", "number"], name="lot_number_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(drawing__isnull=True),
                name="lot_drawn_from_the_list",
            ),
            models.CheckConstraint(
                condition=Q(drawing__isnull=False) | Q(gave_up_at__isnull=True),
                name="lot_given_up_when_drawn",
            ),
            models.CheckConstraint(
                condition=Q(stays_out=False) | Q(number__isnull=True), name="lot_stays_out"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number or "")


class Drawing(models.Model):
    """One drawing by the seed: the first for all seats, then one for each place given up.

    `drawn` are numbers on the list; `terms` as of a sortition.
    """

    sortition = models.ForeignKey(Sortition, models.PROTECT, related_name="drawings")
    number = models.PositiveIntegerField(_("number"))
    seed = models.CharField(_("seed"), max_length=90)
    terms = models.JSONField(_("terms"), default=dict)
    drawn = models.JSONField(_("drawn"), default=list)
    for_number = models.PositiveIntegerField(_("for the place of"), null=True, blank=True)
    at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("drawing")
        verbose_name_plural = _("drawings")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sortition", "number"], name="drawing_once")]

    def __str__(self) -> str:
        return str(self.number)
