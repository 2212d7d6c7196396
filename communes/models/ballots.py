"""Votes taken on an item, and the votes of a roll call by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.motions import MotionVersion
from communes.models.people import Person


class Method(models.TextChoices):
    """How a decision is counted."""

    CONSENSUS = "consensus", _("consensus")
    HANDS = "hands", _("show of hands")
    ROLL_CALL = "roll_call", _("roll call")
    PAPER = "paper", _("paper ballot")
    QUEUE = "queue", _("queue behind the candidate")


class Choice(models.TextChoices):
    """What a vote says."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstain")


class CountsAs(models.TextChoices):
    """How a vote counts, frozen when the ballot closes."""

    COUNTED = "counted", _("counted")
    VOID = "void", _("void")
    INDICATIVE = "indicative", _("indicative")
    AS_INSTRUCTED = "as_instructed", _("counted as instructed")


class Ballot(PublicId):
    """One vote being taken by roll call on an item; hands are entered as totals only."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots")
    motion_version = models.ForeignKey(
        MotionVersion, models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    method = models.CharField(max_length=10, choices=Method.choices)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(closed_at__isnull=True),
                name="ballot_one_open_per_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.method}"


class RollCallVote(models.Model):
    """How one person voted in a roll call, as it was cast."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stands_for = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    counts_as = models.CharField(max_length=14, choices=CountsAs.choices, blank=True)
    at = models.DateTimeField()
    erase_on = models.DateField()

    class Meta:
        verbose_name = _("vote by name")
        verbose_name_plural = _("votes by name")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="roll_call_one_vote")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.choice}"
