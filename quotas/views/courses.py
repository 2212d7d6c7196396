"""Findings across audits: what is open for auditors, what a body was told, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes import permissions as ground
from communes.models import Body, Person
from communes.views.asking import actor, found_or_404, me, moment, page, perform, posted, require
from mandates.domain import occupying
from quotas import permissions, wording
from quotas.domain import answering, judging
from quotas.domain.answering import Answer
from quotas.forms.audits import AnswerForm
from quotas.models import Course
from quotas.models.courses import CourseQuerySet
from quotas.views.findings import letters_of, named

SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A finding in a list, and how it stands today."""

    course: Course
    state: str
    rule: str


@login_required
@require_safe
def open_findings(request: HttpRequest) -> HttpResponse:
    """What is open in the branches that I audit; what is overdue first said."""
    person, at = me(request), moment(request)
    require(permissions.may_audit(person, at))
    today = judging.day_of(at)
    kinds, counts = _kinds(person, at)
    chosen = request.GET.get("state", "")
    chosen, letters = chosen if chosen in kinds else "", letters_of(request.GET)
    rows = named(kinds[chosen], letters, "body__folded").order_by("body__folded", "rule", "pk")
    courses = Paginator(rows.select_related("body").prefetch_related("events"), SHOWN)
    if not letters:
        courses.count = counts[chosen]
    shown = courses.get_page(request.GET.get("page"))
    context = {
        "here": "audit",
        "page": shown,
        "rows": rows_of(list(shown), today),
        "tabs": _tabs(counts, chosen),
        "untold": counts["untold"],
        "state": chosen,
        "letters": letters,
    }
    return page(request, "quotas/open_findings.html", context)


@login_required
@require_safe
def body_findings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What audits found in a body: what is open, then what was mended."""
    body, at = found_or_404(Body.objects.all(), public_id), moment(request)
    require(ground.may_see_body(me(request), body, at))
    rows = permissions.readable_courses(me(request), at).filter(body=body).order_by("-pk")
    shown = Paginator(rows.prefetch_related("events"), SHOWN).get_page(request.GET.get("page"))
    told = rows_of(list(shown), judging.day_of(at))
    context = {"body": body, "page": shown, "rows": told, "steps": _trail(body)}
    return page(request, "quotas/body_findings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The life of a finding; the body's officers answer here, auditors tell the body."""
    person, at = me(request), moment(request)
    course = _course(request, public_id)
    answers = permissions.may_answer(person, course.body, at)
    form = AnswerForm(posted(request))
    if request.method == "POST":
        require(answers)
        if form.is_valid():
            done = perform(request, lambda: _answer(request, course, form), form=form)
            if done is not None:
                return done
    audits = permissions.may_audit_body(person, course.body, at)
    today = judging.day_of(at)
    context = {
        "course": course,
        "rule": wording.rule_name(course.rule),
        "events": _events(course),
        "steps": [*_trail(course.body), {"name": wording.rule_name(course.rule)}],
        **_whose(course, today, at, answers=answers),
        "tells": audits and not answering.notify_problems(course),
        "audits": audits,
    }
    return page(request, "quotas/finding.html", context, form=form)


@login_required
@require_POST
def tell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell a body of a finding."""
    course = _course(request, public_id)
    require(permissions.may_audit_body(me(request), course.body, moment(request)))
    url = reverse("finding", args=[course.public_id])

    def deed() -> str:
        answering.notify(course, by=actor(request), at=moment(request))
        return url

    answer = perform(request, deed, said=_("The body was told."))
    return answer or page(request, "refused.html", {"back": url})


@login_required
@require_POST
def tell_all(request: HttpRequest) -> HttpResponse:
    """Tell every body of my branches of what it was not told of yet."""
    person, at = me(request), moment(request)
    require(permissions.may_audit(person, at))
    ids = permissions.audited_courses(person, at).values("pk")
    told: list[int] = []

    def deed() -> str:
        rows = Course.objects.untold().filter(pk__in=ids)
        told.append(answering.notify_all(list(rows), by=actor(request), at=at))
        return reverse("open_findings")

    def said() -> str:
        text = ngettext("%(n)s finding was told.", "%(n)s findings were told.", told[0])
        return text % {"n": told[0]}

    answer = perform(request, deed, said=said)
    return answer or page(request, "refused.html", {"back": reverse("open_findings")})


def _kinds(person: Person | None, at: datetime) -> tuple[dict[str, CourseQuerySet], dict[str, int]]:
    """What the person audits of bodies that exist, by what is still to be done; how many each."""
    mine = permissions.audited_courses(person, at)
    mine = mine.filter(body__in=Body.objects.existing(at).values("pk"))
    today = judging.day_of(at)
    kinds = {
        "": mine.open(),
        "untold": mine.untold(),
        "unanswered": mine.unanswered(),
        "overdue": mine.overdue(today),
    }
    counts = mine.counted(today)
    return kinds, {name: counts[name or "open"] for name in kinds}


def rows_of(courses: Sequence[Course], today: date) -> list[Row]:
    """The rows of a list; the events are at hand already."""
    return [Row(one, one.state(today), wording.rule_name(one.rule)) for one in courses]


def _course(request: HttpRequest, public_id: UUID) -> Course:
    rows = permissions.readable_courses(me(request), moment(request))
    told = rows.select_related("body", "finding__audit").prefetch_related("events__audit__scope")
    return found_or_404(told, public_id)


def _answer(request: HttpRequest, course: Course, form: AnswerForm) -> str:
    said = Answer(form.cleaned_data["text"], form.cleaned_data["due"])
    answering.answer(course, said, by=actor(request), at=moment(request))
    return reverse("finding", args=[course.public_id])


def _tabs(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    words = {
        "": _("open"),
        "untold": _("not told yet"),
        "unanswered": _("not answered"),
        "overdue": _("overdue"),
    }
    url = reverse("open_findings")
    return [
        {"label": words[name], "url": f"{url}?state={name}", "current": name == chosen, "count": n}
        for name, n in counts.items()
    ]


def _whose(course: Course, today: date, at: datetime, *, answers: bool) -> dict[str, Any]:
    """How it stands, the seats whose holders or caretakers answer, and by which day at latest."""
    state = course.state(today)
    if state == "mended":
        return {"state": state, "answers": False}
    held = (one for one in occupying.places(course.body, at) if one.seat.office in ground.RUNNING)
    return {
        "state": state,
        "answers": answers,
        "answering": [one for one in held if one.mandate or one.caretaker],
        "latest": today + answering.FARTHEST,
    }


def _events(course: Course) -> list[dict[str, Any]]:
    """What happened, the latest first, as the timeline takes it."""
    rows = sorted(course.events.all(), key=lambda one: (one.at, one.pk), reverse=True)
    states = {"mended": "ended", "due": "open"}
    return [
        {
            "day": one.at,
            "text": wording.happened(one.code, one.due),
            "note": one.text,
            "state": states.get(one.code, ""),
        }
        for one in rows
    ]


def _trail(body: Body) -> list[dict[str, str]]:
    return [
        {"name": body.name, "url": reverse("body", args=[body.public_id])},
        {"name": _("Findings"), "url": reverse("body_findings", args=[body.public_id])},
    ]
