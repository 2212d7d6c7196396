"""Shapes of the charter, of its versions, and of what differs between two."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.domain import expounding
from communes.models import Charter
from communes.serializers.fields import CountField, IdField


class CharterVersionSerializer(serializers.ModelSerializer[Charter]):
    """A version of the charter: since when it holds, and by which resolution."""

    id = IdField()
    resolution = serializers.SerializerMethodField(
        help_text="The resolution that brought it; null for the first."
    )

    class Meta:
        model = Charter
        fields = ["id", "version", "name", "since", "until", "resolution"]

    def get_resolution(self, row: Charter) -> str | None:
        """Its public id."""
        return row.resolution.key if row.resolution is not None else None


class CharterRuleSerializer(serializers.Serializer[Any]):
    """A parameter in words, in the language of the reader."""

    section = serializers.CharField()
    parameter = serializers.CharField(source="key")
    name = serializers.CharField(source="label")
    about = serializers.CharField()
    value = serializers.JSONField(help_text="As the charter writes it.")
    said = serializers.CharField(help_text="As people say it.")
    usual = serializers.JSONField(source="default", help_text="The default.")
    mark = serializers.CharField(
        help_text="Whence the default comes: `borrowed` from statutes elsewhere, `ours` from no "
        "source; empty otherwise.",
    )


class CharterSerializer(CharterVersionSerializer):
    """A version of the charter: a text that an assembly reads and the program executes."""

    rules = serializers.SerializerMethodField()

    class Meta(CharterVersionSerializer.Meta):
        fields = [*CharterVersionSerializer.Meta.fields, "text", "rules"]

    @extend_schema_field(CharterRuleSerializer(many=True))
    def get_rules(self, row: Charter) -> Any:
        """Every parameter, section by section."""
        rules = [rule for part in expounding.parts(row.text) for rule in part.rules]
        return CharterRuleSerializer(rules, many=True).data


class CharterVersionsSerializer(serializers.Serializer[Any]):
    """Every version that was in force, the newest first."""

    versions = CharterVersionSerializer(many=True)


class WhichSerializer(serializers.Serializer[Any]):
    """Which version: that of a day, or that of a number; neither: the one in force."""

    on = serializers.DateField(required=False, help_text="As of the last instant of this day.")
    version = CountField(required=False)


class BetweenSerializer(serializers.Serializer[Any]):
    """Two versions by their numbers; absent: the one in force, and the one before it."""

    before = CountField(required=False)
    after = CountField(required=False)


class DifferenceSerializer(serializers.Serializer[Any]):
    """A parameter that two versions rule differently, in words."""

    section = serializers.CharField()
    parameter = serializers.CharField(source="key")
    name = serializers.CharField(source="label")
    before = serializers.CharField()
    after = serializers.CharField()


class DifferencesSerializer(serializers.Serializer[Any]):
    """What the later version rules differently."""

    before = serializers.IntegerField(help_text="The number of the earlier version.")
    after = serializers.IntegerField()
    differences = DifferenceSerializer(many=True)
