"""Findings across audits: read, told to the body, and answered by it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from communes.api.asking import Ask, found, require
from communes.api.filtering import Filter, FoldedFilter
from communes.api.resources import acts, reads
from quotas import permissions
from quotas.domain import answering, judging
from quotas.models import Course
from quotas.serializers.courses import AnswerFindingSerializer, CourseSerializer

OPEN = ["open", "untold", "unanswered"]


class CourseFilter(Filter):
    """Findings by the body, by the rule, and by what is still to be done."""

    body = filters.UUIDFilter(field_name="body__public_id")
    rule = filters.ChoiceFilter(choices=[(one, one) for one in judging.RULES])
    state = filters.ChoiceFilter(choices=[(one, one) for one in OPEN], method="chosen")
    search = FoldedFilter(field_name="body__folded", max_length=160)

    class Meta:
        model = Course
        fields: list[str] = []

    def chosen(self, rows: Any, _name: str, state: str) -> Any:
        """The findings of which so much is still to be done."""
        kept: QuerySet[Course] = getattr(Course.objects.all(), state)()
        return rows.filter(pk__in=kept.values("pk"))


@reads(CourseSerializer, lists=True, filters=CourseFilter)
def courses(ask: Ask) -> QuerySet[Course]:
    """Findings across audits, the latest first; `state` is theirs as of today."""
    return _courses(ask).order_by("-pk")


@reads(CourseSerializer)
def course(ask: Ask, course: UUID) -> Course:
    """One finding with what happened to it."""
    return found(_courses(ask), course)


@acts(CourseSerializer)
def tell_finding(ask: Ask, course: UUID) -> Course:
    """Tell the body of the finding: for those who audit its branch."""
    row = found(_courses(ask), course)
    require(permissions.may_audit_body(ask.me, row.body, ask.at))
    answering.notify(row, by=ask.by, at=ask.at)
    return found(_courses(ask), course)


@acts(CourseSerializer, takes=AnswerFindingSerializer, status=201)
def answer_finding(ask: Ask, course: UUID) -> Course:
    """Answer for the body: for its co-chairs and its secretary."""
    row = found(_courses(ask), course)
    require(permissions.may_answer(ask.me, row.body, ask.at))
    said = answering.Answer(ask.told["text"], ask.told["due"])
    answering.answer(row, said, by=ask.by, at=ask.at)
    return found(_courses(ask), course)


def _courses(ask: Ask) -> QuerySet[Course]:
    return permissions.readable_courses(ask.me, ask.at).told()
