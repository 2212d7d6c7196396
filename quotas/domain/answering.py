"""What people do with a finding: an auditor tells the body, the body answers, a day falls due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, Acts, acting
from communes.models import Account, Body
from communes.permissions import RUNNING
from communes.problems import Problem, refuse_if
from mandates.models import Mandate
from quotas.domain import judging
from quotas.models import Course, CourseEvent, Happened

FARTHEST = timedelta(days=366)
"""How far ahead a body may say that it mends a finding *(ours)*."""
BATCH = 500


@dataclass(frozen=True)
class Answer:
    """What a body says to a finding, and until which day it will be mended."""

    text: str
    due: date


def notify_problems(course: Course) -> list[Problem]:
    """Why the body is not told of a finding: it was, or it is mended."""
    told = {event.code for event in course.events.all()}
    if Happened.MENDED in told:
        return [Problem("finding_mended", _("This finding is mended."))]
    if Happened.NOTIFIED in told:
        return [Problem("finding_told", _("The body was already told of this finding."))]
    return []


def notify(course: Course, *, by: Actor, at: datetime) -> None:
    """Tell a body of a finding. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        refuse_if(notify_problems(row))
        _tell([row], Happened.NOTIFIED, acts)


def notify_all(courses: Sequence[Course], *, by: Actor, at: datetime) -> int:
    """Tell many bodies of what nobody has told them of yet; how many were told."""
    ids = sorted(one.pk for one in courses)
    with acting(by=by, at=at) as acts:
        rows = Course.objects.untold().filter(pk__in=ids).select_related("body").order_by("pk")
        told = list(rows)
        for begin in range(0, len(told), BATCH):
            _tell(told[begin : begin + BATCH], Happened.NOTIFIED, acts)
    return len(told)


def answer_problems(course: Course, answer: Answer, at: datetime) -> list[Problem]:
    """Why an answer does not stand: nothing said, no day to come, or nothing to answer."""
    problems = []
    if course.latest(Happened.MENDED):
        problems.append(Problem("finding_mended", _("This finding is mended.")))
    if not answer.text.strip():
        message = _("Say in a sentence how it will be mended.")
        problems.append(Problem("text_missing", message, {}, "text"))
    today = judging.day_of(at)
    if not today <= answer.due <= today + FARTHEST:
        message = _("Name a day from today on, within a year.")
        problems.append(Problem("due_out_of_range", message, {}, "due"))
    return problems


def answer(course: Course, said: Answer, *, by: Actor, at: datetime) -> CourseEvent:
    """Answer for the body; a later answer stands beside the earlier. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        refuse_if(answer_problems(row, said, at))
        event = CourseEvent.objects.create(
            course=row,
            code=Happened.ANSWERED,
            at=at,
            person=by.person,
            text=said.text.strip(),
            due=said.due,
        )
        acts.enter(row.body, "finding.answered", {"finding": row.key, "due": str(said.due)})
    return event


def fall_due(at: datetime) -> int:
    """Write down which answers named a day that is past, and tell their bodies: a sweep."""
    today = judging.day_of(at)
    written = CourseEvent.objects.filter(code=Happened.DUE).values_list("course", "due")
    known = set(written.filter(course__in=Course.objects.overdue(today).values("pk")))
    rows = Course.objects.overdue(today).select_related("body").order_by("pk")
    late = [one for one in rows if (one.pk, one.due) not in known][:BATCH]  # type: ignore[attr-defined]
    if late:
        with acting(by=Actor(basis="charter"), at=at) as acts:
            _tell(late, Happened.DUE, acts)
    return len(late)


def _tell(courses: Sequence[Course], code: Happened, acts: Acts) -> None:
    """Write the event of each, a notice to its body, and one to each account that answers."""
    rows = [
        CourseEvent(
            course=one, code=code, at=acts.at, person=acts.by.person, due=getattr(one, "due", None)
        )
        for one in courses
    ]
    CourseEvent.objects.bulk_create(rows, ignore_conflicts=True)
    answering = _who_answers([one.body for one in courses], acts.at)
    told: list[Mapping[str, Any]] = []
    for one, row in zip(courses, rows, strict=True):
        told += [_notice(row, body=one.body)]
        told += [_notice(row, account=account) for account in answering.get(one.body_id, [])]
    acts.notify_all(told)


def _who_answers(bodies: Sequence[Body], at: datetime) -> dict[int, list[Account]]:
    """The accounts of those who answer for each body: its co-chairs and its secretary."""
    held = Mandate.objects.in_force(at).filter(seat__body__in=bodies, seat__office__in=RUNNING)
    people = dict[int, list[int]]()
    for body, person in held.values_list("seat__body", "person").distinct():
        people.setdefault(person, []).append(body)
    found: dict[int, list[Account]] = {}
    for account in Account.objects.filter(person__in=people, is_active=True).order_by("pk"):
        for body in people.get(account.person_id or 0, []):
            found.setdefault(body, []).append(account)
    return found


def _notice(
    event: CourseEvent, *, body: Body | None = None, account: Account | None = None
) -> Mapping[str, Any]:
    course = event.course
    ending = f":{event.due}" if event.due else ""
    return {
        "body_id": body.pk if body else None,
        "account_id": account.pk if account else None,
        "occasion": f"finding:{course.key}:{event.code}{ending}",
        "code": f"finding_{event.code}",
        "figures": {"body": course.body.name, "due": str(event.due or "")},
        "link": reverse("finding", args=[course.public_id]),
    }
