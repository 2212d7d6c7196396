"""Component findings of a past day: those that an audit stored on that very day (DOMAIN §2.9)."""

from collections.abc import Iterator

from quotas.domain import judging
from quotas.domain.apportioning import COMPONENTS
from quotas.models import Audit, AuditState, Finding, LevelResult


def made_then(audit: Audit) -> Iterator[Audit]:
    """The audits of component seats of that day that were finished on it, the latest first."""
    rows = Audit.objects.filter(on=audit.on, state=AuditState.DONE).exclude(pk=audit.pk)
    rows = rows.filter(finished_at__lte=judging.instant_of(audit.on))
    ordered = rows.select_related("scope").order_by("-finished_at", "-pk")
    return (one for one in ordered if one.covers(COMPONENTS))


def findings(audit: Audit) -> list[Finding]:
    """For each body what the latest audit of that day said of its component seats."""
    at = judging.instant_of(audit.on)
    audits = list(made_then(audit))
    left = judging.ids_of(audit.scope, at) if audits else set()
    found = []
    for earlier in audits:
        if not left:
            break
        known = left & judging.ids_of(earlier.scope, at)
        rows = earlier.findings.filter(rule=COMPONENTS)
        found += [_copied(audit, row) for row in rows.order_by("pk") if row.body_id in known]
        left -= known
    return found


def levels(audit: Audit) -> list[LevelResult]:
    """What the latest audit of that day and of the same branch said of the levels."""
    earlier = next((one for one in made_then(audit) if one.scope_id == audit.scope_id), None)
    rows = earlier.levels.filter(rule=COMPONENTS).order_by("pk") if earlier else []
    return [
        LevelResult(
            audit=audit,
            level=row.level,
            kind=row.kind,
            circle=row.circle,
            rule=row.rule,
            bodies=row.bodies,
            passed=row.passed,
            verdict=row.verdict,
            figures=row.figures,
        )
        for row in rows
    ]


def _copied(audit: Audit, row: Finding) -> Finding:
    return Finding(
        audit=audit,
        body_id=row.body_id,
        rule=row.rule,
        verdict=row.verdict,
        change=row.change,
        figures=row.figures,
    )
