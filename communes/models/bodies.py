"""Bodies of every kind, what specialises them here, and their dated relations."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.identity import PublicId
from communes.periods import Period, holding, ordered


class BodyKind(models.TextChoices):
    """What sort of body it is."""

    COMMUNE = "commune", _("commune")
    COMMITTEE = "committee", _("committee")
    COUNCIL = "council", _("council")
    WOMENS_ASSEMBLY = "womens_assembly", _("women's assembly")
    INSTITUTION = "institution", _("institution")
    ORGANISATION = "organisation", _("organisation")
    WORKING_GROUP = "working_group", _("working group")
    CONGRESS = "congress", _("congress")


class Circle(models.TextChoices):
    """Who may be a member."""

    EVERYONE = "everyone", _("everyone")
    WOMEN = "women", _("women")
    YOUTH = "youth", _("youth")


class MadeOf(models.TextChoices):
    """What the roll of a body is made of."""

    RESIDENTS = "residents", _("residents")
    SEATS = "seats", _("seats")
    COMERS = "comers", _("whoever comes")


class BodyQuerySet(models.QuerySet["Body"]):
    """Searches over bodies."""

    def existing(self, at: datetime) -> Self:
        """Bodies founded and not yet ended at the instant."""
        return self.filter(founded_at__lte=at).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))

    def of_everyone(self) -> Self:
        """Bodies whose circle is everyone."""
        return self.filter(circle=Circle.EVERYONE)


class Body(PublicId):
    """Anything that meets and decides."""

    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices)
    circle = models.CharField(
        _("circle"), max_length=10, choices=Circle.choices, default=Circle.EVERYONE
    )
    level = models.CharField(_("level"), max_length=40, blank=True)
    made_of = models.CharField(_("made of"), max_length=10, choices=MadeOf.choices)
    name = models.CharField(_("name"), max_length=160)
    folded = models.CharField(max_length=320, db_index=True, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=40)
    language = models.CharField(_("language"), max_length=12, default="en")
    founded_at = models.DateTimeField(_("founded"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["folded", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="council") | Q(made_of="seats"), name="body_council_of_seats"
            ),
            models.CheckConstraint(
                condition=~Q(kind="womens_assembly") | Q(circle="women"),
                name="body_womens_assembly_of_women",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("founded_at")),
                name="body_ends_after_founding",
            ),
        ]
        indexes = [models.Index(fields=["founded_at", "id"], name="body_founded")]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """The base body: the assembly of the residents of 30 to 400 households of one area."""

    body = models.OneToOneField(Body, models.PROTECT, primary_key=True, related_name="commune")
    area = models.TextField(_("area"), blank=True)
    matters = models.TextField(_("matters of its own"), blank=True)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")

    def __str__(self) -> str:
        return self.body.name


class Committee(models.Model):
    """A body that another body forms for one field of work."""

    body = models.OneToOneField(Body, models.PROTECT, primary_key=True, related_name="committee")
    field = models.CharField(_("field"), max_length=40)

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")

    def __str__(self) -> str:
        return self.body.name


class Relation(models.TextChoices):
    """How one body stands to another."""

    FORMED_BY = "formed_by", _("formed by")
    SERVES = "serves", _("serves")
    FEDERATES_INTO = "federates_into", _("federates into")
    BESIDE = "beside", _("beside")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Searches over relations."""

    def holding_at(self, at: datetime) -> Self:
        """Relations that stand at the instant."""
        return self.filter(holding(at))


class Affiliation(Period):
    """A relation between two bodies, from one instant until another."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="affiliations")
    parent = models.ForeignKey(Body, models.PROTECT, related_name="dependants")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            ordered("affiliation_ordered"),
            models.CheckConstraint(
                condition=~Q(body=F("parent")), name="affiliation_not_with_itself"
            ),
        ]
        indexes = [models.Index(fields=["parent", "relation"], name="affiliation_parent")]

    def __str__(self) -> str:
        return f"{self.body} {self.relation} {self.parent}"


class BodyCounter(models.Model):
    """The last numbers a body gave out; its row is locked while one is taken."""

    body = models.OneToOneField(Body, models.PROTECT, primary_key=True, related_name="counter")
    meetings = models.PositiveIntegerField(default=0)
    resolutions = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of a body")
        verbose_name_plural = _("counters of bodies")

    def __str__(self) -> str:
        return str(self.body)


class BodyParameter(Period):
    """A parameter of the charter for which this body has a value of its own."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="parameters")
    section = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    value = models.JSONField()
    resolution = models.ForeignKey(
        "communes.Resolution", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("body's own parameter")
        verbose_name_plural = _("bodies' own parameters")
        constraints = [
            ordered("body_parameter_ordered"),
            models.UniqueConstraint(
                fields=["body", "section", "name", "since"], name="body_parameter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}.{self.name}"
