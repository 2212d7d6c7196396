"""Shapes of audits and of what they find."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.serializers.fields import DayField, IdField
from communes.serializers.references import BodyReferenceSerializer
from quotas import wording
from quotas.domain import dating
from quotas.domain.dating import Held, Key
from quotas.domain.judging import RULES
from quotas.models import Audit, Finding, LevelResult
from quotas.models.audits import VERDICTS


class OrderAuditSerializer(serializers.Serializer[Any]):
    """A branch of the tree, and a day."""

    scope = serializers.UUIDField(help_text="A body whose branch this account audits.")
    on = DayField()
    rules = serializers.ListField(
        child=serializers.ChoiceField(RULES),
        required=False,
        default=list,
        max_length=len(RULES),
        help_text="Which rules; none means all.",
    )


class AuditSerializer(serializers.ModelSerializer[Audit]):
    """A check of a branch as of a day, by the charter of that day."""

    id = IdField()
    scope = BodyReferenceSerializer(allow_null=True)
    charter = serializers.IntegerField(source="charter.version", help_text="Its version.")
    rules = serializers.ListField(child=serializers.CharField(), help_text="None means all.")

    class Meta:
        model = Audit
        fields = [
            *("id", "on", "scope", "charter", "state", "bodies", "done", "passed"),
            "rules",
            *("asked_at", "finished_at"),
        ]


class FiguresSerializer(serializers.Serializer[Any]):
    """The seats of a body or of a level, how many are needed, the smallest change in steps."""

    seats = serializers.IntegerField()
    women = serializers.IntegerField()
    men = serializers.IntegerField()
    other = serializers.IntegerField()
    undisclosed = serializers.IntegerField()
    vacant_women = serializers.IntegerField()
    vacant_men = serializers.IntegerField()
    vacant_open = serializers.IntegerField()
    least_women = serializers.IntegerField()
    least_men = serializers.IntegerField()
    steps = serializers.ListField(child=serializers.DictField())
    own = serializers.DictField(
        required=False,
        help_text="What youth, component, women-only and nominated seats are judged by; a number "
        "of people that could tell who they are is null.",
    )


class LevelResultSerializer(serializers.ModelSerializer[LevelResult]):
    """One rule for one level taken together."""

    verdict = serializers.ChoiceField(VERDICTS)
    figures = FiguresSerializer()
    mends = serializers.SerializerMethodField()

    class Meta:
        model = LevelResult
        fields = [
            *("level", "kind", "circle", "rule", "bodies", "passed", "verdict"),
            *("figures", "mends"),
        ]

    def get_mends(self, result: LevelResult) -> str:
        """The smallest change that mends it, in words."""
        return wording.change(result.figures.get("steps", []))


class AuditSheetSerializer(AuditSerializer):
    """An audit with its levels."""

    levels = serializers.SerializerMethodField()

    class Meta(AuditSerializer.Meta):
        fields = [*AuditSerializer.Meta.fields, "levels"]

    @extend_schema_field(LevelResultSerializer(many=True))
    def get_levels(self, audit: Audit) -> Any:
        """Each level taken together."""
        rows = audit.levels.order_by("level", "kind", "circle", "rule")
        return LevelResultSerializer(rows, many=True).data


class FindingsSerializer(serializers.ListSerializer[Finding]):
    """The findings of one audit; since when they hold is found for all of them together."""

    def to_representation(self, data: Any) -> list[Any]:
        """Each as its own shape says."""
        rows = list(data)
        assert isinstance(self.child, FindingSerializer)
        self.child.held = dating.held_since(rows[0].audit, rows) if rows else {}
        self.child.written = dating.written_for(rows[0].audit, rows) if rows else {}
        told: list[Any] = super().to_representation(rows)
        return told


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """One body that does not pass one rule, with the smallest change that mends it."""

    held: Mapping[Key, Held] = {}
    written: Mapping[int, date] = {}
    id = IdField()
    body = BodyReferenceSerializer()
    verdict = serializers.ChoiceField(VERDICTS)
    figures = FiguresSerializer()
    mends = serializers.SerializerMethodField()
    choices = serializers.SerializerMethodField()
    since = serializers.SerializerMethodField()
    book_last_written = serializers.SerializerMethodField()

    class Meta:
        model = Finding
        list_serializer_class = FindingsSerializer
        fields = [
            *("id", "body", "rule", "verdict", "change", "figures", "mends"),
            *("choices", "since", "book_last_written"),
        ]

    def get_mends(self, finding: Finding) -> str:
        """The smallest change that mends it, in words."""
        return wording.change(finding.figures.get("steps", []))

    def get_choices(self, finding: Finding) -> list[str]:
        """Where several smallest changes mend it, the choices in words."""
        return wording.choices_of(finding.rule, finding.verdict, finding.figures)

    def get_since(self, finding: Finding) -> date | None:
        """The first day of the unbroken run of days on which the rule is not kept."""
        held = self.held.get((finding.body_id, finding.rule))
        return held.since if held else None

    def get_book_last_written(self, finding: Finding) -> date | None:
        """How fresh the data behind it is: when the body's book was last written by then."""
        return self.written.get(finding.body_id)
