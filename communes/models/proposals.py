"""What members propose for the next agenda of a body."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.agenda import AgendaItem
from communes.models.bodies import Body
from communes.models.identity import PublicId
from communes.models.people import Person


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Searches over proposals."""

    def waiting(self) -> "ProposalQuerySet":
        """Those that nobody answered or withdrew."""
        return self.filter(item__isnull=True, withdrawn_at__isnull=True, set_aside_at__isnull=True)


class Proposal(PublicId):
    """An item that a member asks for; taken onto an agenda, set aside with a reason, withdrawn."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    proposed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    item = models.OneToOneField(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="proposal"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal for an agenda")
        verbose_name_plural = _("proposals for an agenda")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=True, set_aside_at__isnull=True)
                | Q(item__isnull=True, withdrawn_at__isnull=True)
                | Q(set_aside_at__isnull=True, withdrawn_at__isnull=True),
                name="proposal_one_fate",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(reason=""),
                name="proposal_set_aside_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
