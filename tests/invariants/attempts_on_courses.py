"""Attempts on the lives of findings: what happened is not undone, and happened once (DOMAIN §6)."""

from datetime import timedelta

from quotas.models import Audit, Course, CourseEvent, Finding, Happened
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of

DUE = TODAY.date() + timedelta(days=9)


def _begun(g: Ground) -> Course:
    """A life of which nothing is told yet."""
    finding = of(Finding)
    told = {"rule": finding.rule, "number": 1, "finding": finding}
    return Course.objects.create(body_id=finding.body_id, **told)


def alone(g: Ground) -> None:
    """A life begun."""
    _begun(g)


def found(g: Ground) -> None:
    """A finding was found, answered, and fell due."""
    course = _begun(g)
    for code, more in (
        (Happened.FOUND, {}),
        (Happened.ANSWERED, {"text": "Soon.", "due": DUE}),
        (Happened.DUE, {"due": DUE}),
    ):
        CourseEvent.objects.create(course=course, code=code, at=TODAY, **more)


def _scheduled(g: Ground) -> None:
    """An audit that nobody asked for."""
    audit = of(Audit)
    Audit.objects.filter(pk=audit.pk).update(occasion="monthly:2026-01")


def _event(code: str) -> CourseEvent:
    return of(CourseEvent, code=code)


COURSES: list[Attempt] = [
    Attempt(
        "quotas_course_no_update",
        "a life told of another rule",
        lambda g: Change(of(Course), {"rule": "youth"}),
        found,
    ),
    Attempt("quotas_course_no_delete", "a life", lambda g: Remove(of(Course)), alone),
    Attempt("quotas_course_no_truncate", "all lives", lambda g: Empty("quotas_course"), found),
    Attempt(
        "quotas_courseevent_no_update",
        "an answer put off",
        lambda g: Change(_event("answered"), {"due": DUE + timedelta(days=1)}),
        found,
    ),
    Attempt(
        "quotas_courseevent_no_delete",
        "what fell due",
        lambda g: Remove(_event("due")),
        found,
    ),
    Attempt(
        "quotas_courseevent_no_truncate",
        "all that happened",
        lambda g: Empty("quotas_courseevent"),
        found,
    ),
    Attempt("course_once", "a life twice", lambda g: Insert(of(Course)), found),
    Attempt("course_event_once", "found twice", lambda g: Insert(_event("found")), found),
    Attempt("course_due_once", "due twice on one day", lambda g: Insert(_event("due")), found),
    Attempt(
        "course_event_due",
        "an answer that names no day",
        lambda g: Insert(_event("answered"), {"due": None}),
        found,
    ),
    Attempt(
        "course_answer_says",
        "an answer that says nothing",
        lambda g: Insert(_event("answered"), {"text": ""}),
        found,
    ),
    Attempt(
        "audit_once_per_occasion",
        "the audit of a month twice",
        lambda g: Insert(of(Audit, occasion="monthly:2026-01")),
        _scheduled,
    ),
]
