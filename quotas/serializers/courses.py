"""Shapes of findings across audits."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.serializers.fields import DayField, IdField
from communes.serializers.references import BodyReferenceSerializer
from quotas.domain import judging
from quotas.models import Course, CourseEvent, Happened

STATES = ["found", "notified", "answered", "overdue", "mended"]


class CourseEventSerializer(serializers.ModelSerializer[CourseEvent]):
    """Something that happened to a finding."""

    code = serializers.ChoiceField([one.value for one in Happened])

    class Meta:
        model = CourseEvent
        fields = ["code", "at", "text", "due"]


class CourseSerializer(serializers.ModelSerializer[Course]):
    """A finding across audits: from the audit that found it until one that found it mended."""

    id = IdField()
    body = BodyReferenceSerializer()
    state = serializers.SerializerMethodField()
    due = serializers.DateField(source="due_on", allow_null=True)
    events = CourseEventSerializer(many=True)

    class Meta:
        model = Course
        fields = ["id", "body", "rule", "number", "state", "due", "events"]

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, course: Course) -> str:
        """How it stands today."""
        context = cast("dict[str, Any]", self.context)
        if "today" not in context:  # once for all rows of an answer
            context["today"] = judging.day_of(context["ask"].at)
        return course.state(context["today"])


class AnswerFindingSerializer(serializers.Serializer[Any]):
    """What the body says, and until which day it mends the finding."""

    text = serializers.CharField(max_length=1000, allow_blank=True)
    due = DayField()
