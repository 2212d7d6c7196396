"""Tracking findings across audits: a life begins when one is found, and ends when it is mended.

Only an audit of the day on which it is asked for tracks: what was so on a past day is known from
audits of that day, and nobody is told of it now.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, QuerySet

from communes.domain import federating
from communes.models import Body
from communes.sets import among, pour
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import judging
from quotas.models import Audit, Course, CourseEvent, Finding, Happened

SLICE = 5000
TO_MEND = [Verdict.FAIL, Verdict.VACANT]
"""What a body is asked to mend; of what nobody can tell, nothing is asked."""


class _Found(NamedTuple):
    """A row of findings or of lives, by its key, with the body and the rule it is about."""

    pk: int
    body: int
    rule: str


def track(audit: Audit, at: datetime) -> None:
    """Write down what an audit that was just kept begins and ends; twice, it is the same."""
    if audit.on != judging.day_of(audit.asked_at):
        return
    begun = _begun(audit)
    for first in range(0, len(begun), SLICE):
        _begin(audit, begun[first : first + SLICE], at)
    _happen(audit, Happened.MENDED, [one.pk for one in _ended(audit)], at)


def fallen(audit: Audit) -> list[Course]:
    """The findings of an audit that are failures, and of which the body was not told yet."""
    failing = _keys(audit.findings.filter(verdict=Verdict.FAIL))
    rows = Course.objects.untold().order_by("pk") if failing else ()
    return [one for one in rows if (one.body_id, one.rule) in failing]


def _keys(rows: "QuerySet[Finding] | QuerySet[Course]") -> set[tuple[int, str]]:
    """Bodies and rules. These sets are compared here and not by the database: of findings written
    a moment ago it has no statistics, takes them for a handful and compares each with each.
    """
    return set(rows.order_by().values_list("body_id", "rule"))


def _told(rows: "QuerySet[Finding] | QuerySet[Course]") -> list[_Found]:
    return [_Found(*row) for row in rows.order_by("pk").values_list("pk", "body_id", "rule")]


def _begun(audit: Audit) -> list[_Found]:
    """Findings to be mended whose life has not begun, or was over."""
    going = _keys(Course.objects.open())
    found = _told(audit.findings.filter(verdict__in=TO_MEND))
    return [one for one in found if (one.body, one.rule) not in going]


def _begin(audit: Audit, findings: Sequence[_Found], at: datetime) -> None:
    before = Course.objects.filter(among("body", [one.body for one in findings])).order_by()
    counted = before.values_list("body", "rule").annotate(Max("number"))
    last = {(body, rule): number for body, rule, number in counted}
    rows = [
        {
            "body_id": one.body,
            "rule": one.rule,
            "number": last.get((one.body, one.rule), 0) + 1,
            "finding_id": one.pk,
        }
        for one in findings
    ]
    pour(Course, rows, once=True)
    made = Course.objects.filter(among("finding", [one.pk for one in findings]))
    _happen(audit, Happened.FOUND, made.values_list("pk", flat=True), at)


def _happen(audit: Audit, code: Happened, courses: Iterable[int], at: datetime) -> None:
    rows = [{"course_id": pk} for pk in courses]
    pour(CourseEvent, rows, {"code": code, "at": at, "audit_id": audit.pk}, once=True)


def _ended(audit: Audit) -> list[_Found]:
    """Open lives of bodies that were audited and of which this audit found nothing."""
    then = judging.instant_of(audit.on)
    still = _keys(audit.findings.all())
    rows = Course.objects.open().filter(body__in=Body.objects.existing(then).values("pk"))
    if audit.rules:
        rows = rows.filter(rule__in=audit.rules)
    within = federating.branch(audit.scope, then) if audit.scope else None
    gone = [one for one in _told(rows) if (one.body, one.rule) not in still]
    return [one for one in gone if within is None or one.body in within]
