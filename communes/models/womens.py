"""What the women in the room decide: presence released, an item theirs, empty seats opened."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.identity import PublicId


class Question(models.TextChoices):
    """What the women were asked."""

    RELEASE = "release", _("whether the item may be decided though too few women are present")
    CONCERNS = "concerns", _("whether the item concerns women")
    SEATS = "seats", _("whether seats kept for women and left empty are opened")


ASKED = [(one.value, one.label) for one in (Question.RELEASE, Question.CONCERNS)]
"""What the women are asked about any item; `SEATS` belongs to an election and its own deed."""


class WomensVote(PublicId):
    """A count among the women present, on one item; never names."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="womens_votes")
    question = models.CharField(max_length=8, choices=Question.choices)
    votes_for = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    women = models.PositiveIntegerField(_("women in the room"))
    adopted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vote of the women present")
        verbose_name_plural = _("votes of the women present")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(women__gte=F("votes_for") + F("against")),
                name="womens_vote_within_the_room",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.item}"
