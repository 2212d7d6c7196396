"""What a meeting decided, and what later became of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
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


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Searches over resolutions."""

    def standing(self) -> Self:
        """Resolutions that no later entry struck out as a slip."""
        return self.exclude(effects__effect=ResolutionEffect.Effect.STRUCK)


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

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def adopted(self) -> bool:
        """Whether the decision was for it."""
        return self.verdict == Verdict.ADOPTED


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
        Resolution, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("fate of a resolution")
        verbose_name_plural = _("fates of resolutions")

    def __str__(self) -> str:
        return f"{self.resolution} {self.effect}"
