"""Two audits of the same branch held against each other: who fell, who was mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from quotas.arithmetic.verdicts import Verdict
from quotas.models import Audit, AuditState, Finding

MOST = 50
"""Of so many others, the latest, one is chosen."""


@dataclass(frozen=True)
class Comparison:
    """What changed from the earlier day to the later: findings of either audit.

    `fell` fail on the later day and did not on the earlier; `mended` failed on the earlier day and
    do not on the later, whatever else stands in the way of them now.
    """

    earlier: Audit
    later: Audit
    fell: QuerySet[Finding]
    mended: QuerySet[Finding]


def compare(one: Audit, other: Audit) -> Comparison:
    """Compare two audits by their days, in whichever order they are named."""
    earlier, later = sorted((one, other), key=lambda audit: (audit.on, audit.asked_at))
    return Comparison(earlier, later, _only(later, earlier), _only(earlier, later))


def others(audit: Audit) -> QuerySet[Audit]:
    """The audits with which this one can be compared: done, of the same branch and rules."""
    same = Audit.objects.filter(scope=audit.scope, state=AuditState.DONE, rules=audit.rules)
    return same.exclude(pk=audit.pk).order_by("-on", "-asked_at")


def nearest(audit: Audit, among: Iterable[Audit]) -> Audit | None:
    """With which an audit is compared first: the last of an earlier day, else any there is."""
    rows = list(among[:MOST]) if isinstance(among, QuerySet) else list(among)
    earlier = (one for one in rows if one.on < audit.on)
    return next(earlier, rows[0] if rows else None)


def _only(audit: Audit, other: Audit) -> QuerySet[Finding]:
    """What fails in the one and not in the other."""
    there = Finding.objects.filter(
        audit=other, body=OuterRef("body"), rule=OuterRef("rule"), verdict=Verdict.FAIL
    )
    rows = Finding.objects.filter(audit=audit, verdict=Verdict.FAIL).exclude(Exists(there))
    return rows.select_related("body").order_by("body__folded", "rule", "pk")
