"""Tasks, and what was reported of them."""

from typing import Any

from rest_framework import serializers

from communes import permissions
from communes.models import Task, TaskReport
from communes.models.tasks import Outcome
from communes.serializers.fields import DayField, IdField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer


class TaskReportSerializer(serializers.ModelSerializer[TaskReport]):
    """What was said of a task, and until when it is carried on."""

    id = IdField()
    outcome = serializers.ChoiceField(Outcome.choices)

    class Meta:
        model = TaskReport
        fields = ["id", "outcome", "sentence", "due", "at"]


class TaskSerializer(serializers.ModelSerializer[Task]):
    """What a meeting asked somebody to do; `falls_due` is the day as last carried on."""

    id = IdField()
    body = BodyReferenceSerializer()
    item = serializers.UUIDField(source="item.public_id")
    person = PersonReferenceSerializer(allow_null=True)
    committee = BodyReferenceSerializer(allow_null=True)
    falls_due = serializers.DateField()
    fate = serializers.CharField(help_text="carried, done, dropped; empty before any report.")

    class Meta:
        model = Task
        fields = [
            *("id", "body", "item", "text", "person", "committee", "due"),
            *("falls_due", "fate", "given_at"),
        ]

    def to_representation(self, instance: Task) -> dict[str, Any]:
        """The task; the person who bears it is named to the body's own members."""
        shown = super().to_representation(instance)
        ask = self.context["ask"]
        mine = ask.me is not None and instance.person_id == ask.me.pk
        known = ask.__dict__.setdefault("takes_part", {})  # one body's tasks, one question
        if instance.body_id not in known:
            known[instance.body_id] = permissions.may_take_part(ask.me, instance.body, ask.at)
        if not mine and not known[instance.body_id]:
            shown["person"] = None
        return dict(shown)


class TaskSheetSerializer(TaskSerializer):
    """A task with everything that was reported of it."""

    reports = TaskReportSerializer(many=True)

    class Meta(TaskSerializer.Meta):
        fields = [*TaskSerializer.Meta.fields, "reports"]


class GiveTaskSerializer(serializers.Serializer[Any]):
    """A task for one person or one committee."""

    text = serializers.CharField(max_length=500)
    person = serializers.UUIDField(required=False, allow_null=True, default=None)
    committee = serializers.UUIDField(required=False, allow_null=True, default=None)
    due = DayField()


class ReportTaskSerializer(serializers.Serializer[Any]):
    """What became of a task; `due` is the new day where it is carried on."""

    outcome = serializers.ChoiceField(Outcome.choices)
    sentence = serializers.CharField(max_length=500)
    due = DayField(required=False, allow_null=True, default=None)
