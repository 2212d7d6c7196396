"""What a meeting decided, and what later became of it."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.ballots import Ballot
from communes.models.bodies import Body
from communes.models.charters import Charter
from communes.models.folded import Folded
from communes.models.identity import PublicId


class Verdict(models.TextChoices):
    """The outcome of a decision."""

    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")


class Shelf(models.TextChoices):
    """Where a register keeps a resolution, by what became of it."""

    IN_FORCE = "in_force", _("in force")
    AMENDED = "amended", _("amended")
    SUPERSEDED = "superseded", _("superseded")
    REPEALED = "repealed", _("repealed")
    ADOPTED = "adopted", _("adopted, whatever became of it")
    REJECTED = "rejected", _("rejected")
    ALL = "all", _("all")


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Searches over resolutions."""

    def standing(self) -> Self:
        """Resolutions that no later entry struck out as a slip."""
        return self.exclude(effects__effect=ResolutionEffect.Effect.STRUCK)

    def in_force(self) -> Self:
        """Adopted, and neither superseded, repealed, suspended nor void; it may be amended."""
        ended = ResolutionEffect.objects.holding().filter(effect__in=ENDING)
        rows = self.standing().filter(verdict=Verdict.ADOPTED)
        return rows.exclude(Exists(ended.filter(resolution=OuterRef("pk"))))

    def on_shelf(self, shelf: str) -> Self:
        """The standing resolutions that a register keeps under this heading."""
        rows = self.standing()
        if shelf == Shelf.IN_FORCE:
            return self.in_force()
        if shelf in (Shelf.ADOPTED, Shelf.REJECTED):
            return rows.filter(verdict=shelf)
        if shelf in (Shelf.AMENDED, Shelf.SUPERSEDED, Shelf.REPEALED):
            held = ResolutionEffect.objects.holding().filter(effect=shelf)
            return rows.filter(Exists(held.filter(resolution=OuterRef("pk"))))
        return rows


class Resolution(PublicId):
    """A decision on one agenda item: text, electorate, count, rule with its version, verdict.

    Never changed: a slip is struck out by an effect and the decision entered anew under the
    same number in the next revision.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="resolutions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="resolutions")
    number = models.PositiveIntegerField(_("number"))
    revision = models.PositiveSmallIntegerField(default=0)
    mends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="mended_by"
    )
    ballot = models.OneToOneField(
        Ballot, models.PROTECT, null=True, blank=True, related_name="resolution"
    )
    text = models.TextField(_("text"))
    folded = Folded("text")
    facts = models.JSONField(default=dict)
    method = models.CharField(max_length=10)
    electorate = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    women_present = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    abstentions = models.PositiveIntegerField()
    units = models.JSONField(default=list)
    rule = models.CharField(max_length=40)
    needed = models.PositiveIntegerField()
    charter = models.ForeignKey(Charter, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number", "revision"], name="resolution_number_once"
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("votes_for") + F("votes_against") + F("abstentions")),
                name="resolution_no_more_hands_than_people",
            ),
            models.CheckConstraint(
                condition=Q(women_present__lte=F("present")), name="resolution_women_among_present"
            ),
        ]
        indexes = [models.Index(fields=["body", "happened_at"], name="resolution_body_happened")]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def adopted(self) -> bool:
        """Whether the decision was for it."""
        return self.verdict == Verdict.ADOPTED


class EffectQuerySet(models.QuerySet["ResolutionEffect"]):
    """Searches over what became of resolutions."""

    def holding(self) -> Self:
        """Effects that hold: not those of a decision that was itself struck out as a slip."""
        struck = ResolutionEffect.objects.filter(effect=ResolutionEffect.Effect.STRUCK)
        undone = Exists(struck.filter(resolution=OuterRef("by_resolution")))
        return self.exclude(undone)

    def slips(self) -> Self:
        """Those that struck an entry out."""
        return self.filter(effect=ResolutionEffect.Effect.STRUCK)


class ResolutionEffect(models.Model):
    """What a later act did to a resolution."""

    class Effect(models.TextChoices):
        STRUCK = "struck", _("struck out as a slip")
        AMENDED = "amended", _("amended")
        SUPERSEDED = "superseded", _("superseded")
        REPEALED = "repealed", _("repealed")
        SUSPENDED = "suspended", _("suspended")
        VOID = "void", _("void")

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="effects")
    effect = models.CharField(max_length=10, choices=Effect.choices)
    by_resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("fate of a resolution")
        verbose_name_plural = _("fates of resolutions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(effect__in=["amended", "superseded", "repealed"])
                | Q(by_resolution__isnull=False),
                name="effect_names_the_later_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.resolution} {self.effect}"


CHANGES = (
    ResolutionEffect.Effect.AMENDED,
    ResolutionEffect.Effect.SUPERSEDED,
    ResolutionEffect.Effect.REPEALED,
)
"""What a later resolution of the same body may do to an earlier one."""
ENDING = (
    ResolutionEffect.Effect.SUPERSEDED,
    ResolutionEffect.Effect.REPEALED,
    ResolutionEffect.Effect.SUSPENDED,
    ResolutionEffect.Effect.VOID,
)
"""What puts a resolution out of force."""


class Aim(models.Model):
    """What an item is to do to an earlier resolution of the body, if it is adopted."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="aim")
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="+")
    effect = models.CharField(max_length=10, choices=[(one.value, one.label) for one in CHANGES])

    class Meta:
        verbose_name = _("aim of an item")
        verbose_name_plural = _("aims of items")

    def __str__(self) -> str:
        return f"{self.item}: {self.effect} {self.resolution}"
