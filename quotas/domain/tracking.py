"""Tracking findings across audits: a life begins when one is found, and ends when it is mended.

Only an audit of the day on which it is asked for tracks: what was so on a past day is known from
audits of that day, and nobody is told of it now.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import Exists, Max, OuterRef

from communes.domain import federating
from communes.models import Body
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import judging
from quotas.models import Audit, Course, CourseEvent, Finding, Happened

SLICE = 1000
TO_MEND = [Verdict.FAIL, Verdict.VACANT]
"""What a body is asked to mend; of what nobody can tell, nothing is asked."""


def track(audit: Audit, at: datetime) -> None:
    """Write down what an audit that was just kept begins and ends; twice, it is the same."""
    if audit.on != judging.day_of(audit.asked_at):
        return
    for part in _slices(_begun(audit)):
        _begin(audit, part, at)
    ended = [
        CourseEvent(course=one, code=Happened.MENDED, at=at, audit=audit)
        for one in _ended(audit, at)
    ]
    CourseEvent.objects.bulk_create(ended, ignore_conflicts=True)


def fallen(audit: Audit) -> list[Course]:
    """The findings of an audit that are failures, and of which the body was not told yet."""
    failing = Finding.objects.filter(audit=audit, body=OuterRef("body"), rule=OuterRef("rule"))
    rows = Course.objects.untold().filter(Exists(failing.filter(verdict=Verdict.FAIL)))
    return list(rows.order_by("pk"))


def _begun(audit: Audit) -> Iterator[Finding]:
    """Findings to be mended whose life has not begun, or was over."""
    going = Course.objects.open().filter(body=OuterRef("body"), rule=OuterRef("rule"))
    rows = audit.findings.filter(verdict__in=TO_MEND).exclude(Exists(going))
    return iter(rows.order_by("pk"))


def _begin(audit: Audit, findings: Sequence[Finding], at: datetime) -> None:
    before = Course.objects.filter(body__in=[one.body_id for one in findings]).order_by()
    counted = before.values_list("body", "rule").annotate(Max("number"))
    last = {(body, rule): number for body, rule, number in counted}
    rows = [
        Course(
            body_id=one.body_id,
            rule=one.rule,
            number=last.get((one.body_id, one.rule), 0) + 1,
            finding=one,
        )
        for one in findings
    ]
    Course.objects.bulk_create(rows, ignore_conflicts=True)
    made = Course.objects.filter(finding__in=[one.pk for one in findings])
    events = [CourseEvent(course=one, code=Happened.FOUND, at=at, audit=audit) for one in made]
    CourseEvent.objects.bulk_create(events, ignore_conflicts=True)


def _ended(audit: Audit, at: datetime) -> list[Course]:
    """Open lives of bodies that were audited and of which this audit found nothing."""
    then = judging.instant_of(audit.on)
    still = Finding.objects.filter(audit=audit, body=OuterRef("body"), rule=OuterRef("rule"))
    rows = Course.objects.open().exclude(Exists(still))
    rows = rows.filter(body__in=Body.objects.existing(then).values("pk"))
    if audit.rules:
        rows = rows.filter(rule__in=audit.rules)
    within = federating.branch(audit.scope, then) if audit.scope else None
    return [one for one in rows if within is None or one.body_id in within]


def _slices(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    while part := list(islice(findings, SLICE)):
        yield part
