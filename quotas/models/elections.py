"""Elections: for which seats, between whom, with what count and which displacements."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.ballots import Method
from communes.models.identity import PublicId
from communes.models.people import Gender
from communes.randomness import new_salt
from mandates.models import MandateKind


class ElectionMethod(models.TextChoices):
    """How votes are given in an election; chosen when it is planned."""

    TOTALS = "totals", _("totals: each has as many votes as there are seats")
    APPROVALS = "approvals", _("approvals: each says yes to as many candidates as liked")
    RANKED = "ranked", _("ranked: each puts candidates in order on paper")


class Election(PublicId):
    """An item of a meeting that fills seats of one office in one body."""

    item = models.OneToOneField("communes.AgendaItem", models.PROTECT, related_name="+")
    body = models.ForeignKey("communes.Body", models.PROTECT, related_name="+")
    method = models.CharField(
        _("method"),
        max_length=12,
        choices=ElectionMethod.choices,
        default=ElectionMethod.TOTALS,
    )
    lot_seed = models.CharField(
        _("seed of the lot"), max_length=80, default=new_salt, editable=False
    )
    kind = models.CharField(
        _("kind of the mandates"),
        max_length=16,
        choices=MandateKind.choices,
        default=MandateKind.IMPERATIVE,
    )
    limits = models.TextField(_("limits of the mandates"), blank=True)
    nominations_until = models.DateTimeField(_("nominations close"), null=True, blank=True)
    runners_up = models.BooleanField(_("runners-up stand in"), default=False)

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=MandateKind.SEMI_IMPERATIVE) | ~Q(limits=""),
                name="election_says_its_limits",
            )
        ]

    def __str__(self) -> str:
        return str(self.item)


class ElectionSeat(models.Model):
    """A seat that the election is to fill."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="seats")
    seat = models.ForeignKey("mandates.Seat", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("seat to be filled")
        verbose_name_plural = _("seats to be filled")
        constraints = [
            models.UniqueConstraint(fields=["election", "seat"], name="election_seat_once")
        ]

    def __str__(self) -> str:
        return str(self.seat)


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    """Candidacies, and those of them that are voted on by all."""

    def standing(self) -> "CandidacyQuerySet":
        """Without those whom a primary passed over."""
        return self.filter(passed_over=False)


class Candidacy(PublicId):
    """A person stands in an election; votes come with the count."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidacies")
    person = models.ForeignKey("communes.Person", models.PROTECT, related_name="+")
    gender = models.CharField(max_length=12, choices=Gender.choices)
    accepted_at = models.DateTimeField(null=True, blank=True)
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    seat = models.ForeignKey(
        "mandates.Seat", models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed_over = models.BooleanField(_("passed over in the primary"), default=False)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["-votes", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="candidacy_once")
        ]

    def __str__(self) -> str:
        return str(self.person)


class Primary(PublicId):
    """The women's own vote before all vote on their co-chair: its count, and whom it named.

    `votes` are by candidacy id. What was counted stays as it is: a primary is taken back and held
    anew.
    """

    election = models.OneToOneField(Election, models.PROTECT, related_name="primary")
    votes = models.JSONField(_("votes"))
    named = models.JSONField(_("named"))
    abstain = models.PositiveIntegerField(_("abstained"))
    method = models.CharField(_("method"), max_length=12, choices=Method.choices)
    electorate = models.PositiveIntegerField(_("women who may vote"))
    present = models.PositiveIntegerField(_("of these in the room"))
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("primary of the women")
        verbose_name_plural = _("primaries of the women")

    def __str__(self) -> str:
        return str(self.election)


class RankedPapers(PublicId):
    """Ballots that bear one ranking, as they were typed: so many papers, candidacies in order.

    Without a candidacy they are blank. Nothing tells whose papers they were.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="papers")
    ranking = models.JSONField(_("ranking"), default=list)
    papers = models.PositiveIntegerField(_("papers"))

    class Meta:
        verbose_name = _("ranked papers")
        verbose_name_plural = _("ranked papers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(papers__gte=1), name="ranked_papers_some")
        ]

    def __str__(self) -> str:
        return str(self.papers)


class Displacement(models.Model):
    """Who would have been seated by votes alone, who is, and by which rule."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="displacements")
    seat = models.ForeignKey("mandates.Seat", models.PROTECT, related_name="+")
    would_have = models.ForeignKey(
        Candidacy, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seated = models.ForeignKey(Candidacy, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=40)
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("displacement")
        verbose_name_plural = _("displacements")

    def __str__(self) -> str:
        return self.code
