"""Half-open periods with a nullable end, as columns and as a condition."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Period(models.Model):
    """From one instant (inclusive) until another (exclusive, or open)."""

    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_at(self, at: datetime) -> bool:
        """Whether the period contains the instant."""
        return self.since <= at and (self.until is None or at < self.until)


def holding(at: Any, prefix: str = "") -> Q:
    """Condition on rows whose period contains `at` (an instant or an expression).

    `prefix` is a relation path such as `"seat__"`. The instance predicate is
    `Period.holds_at`; a test holds the two against each other.
    """
    begun = Q(**{f"{prefix}since__lte": at})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at}))


def ordered(name: str) -> models.CheckConstraint:
    """A period does not end before it begins; an empty one was ended the instant it began."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=name
    )
