"""Shapes of an audit's map, of its shares over time, and of two days compared."""

from typing import Any

from rest_framework import serializers

from communes.models import BodyKind, Circle
from communes.serializers.fields import DayField
from communes.serializers.references import BodyReferenceSerializer
from quotas.domain.judging import RULES
from quotas.models.audits import VERDICTS
from quotas.serializers.auditing import AuditSerializer


class MapAskSerializer(serializers.Serializer[Any]):
    """Of which body the branches are wanted."""

    below = serializers.UUIDField(
        required=False, help_text="A body of the audited branch; without it the branch's own top."
    )


class WantingSerializer(serializers.Serializer[Any]):
    """How many bodies fail one rule, wait for a vacant seat, or nobody can tell of."""

    rule = serializers.ChoiceField(RULES)
    failing = serializers.IntegerField()
    vacant = serializers.IntegerField()
    undeterminable = serializers.IntegerField()


class BranchSerializer(serializers.Serializer[Any]):
    """A body that belongs to the one asked for, with all that belongs to it added up."""

    body = BodyReferenceSerializer()
    bodies = serializers.IntegerField(help_text="How many bodies the branch has, its top counted.")
    found = WantingSerializer(many=True)


class MapLevelSerializer(serializers.Serializer[Any]):
    """The bodies of one level and kind in the branch, added up."""

    level = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(BodyKind.choices)
    bodies = serializers.IntegerField()
    found = WantingSerializer(many=True)


class SharesSerializer(serializers.Serializer[Any]):
    """A level on one audited day: its seats, vacant ones too, and who holds them."""

    on = DayField()
    seats = serializers.IntegerField()
    women = serializers.IntegerField()
    men = serializers.IntegerField()
    verdict = serializers.ChoiceField(VERDICTS)


class TrendSerializer(serializers.Serializer[Any]):
    """A level over time, by the latest audit of each day, the earliest day first."""

    level = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(BodyKind.choices)
    circle = serializers.ChoiceField(Circle.choices)
    days = SharesSerializer(many=True)


class CompareAskSerializer(serializers.Serializer[Any]):
    """With which other audit."""

    other = serializers.UUIDField(
        required=False,
        help_text="An audit of the same branch and rules; without it the last of a day before.",
    )


class ComparisonSerializer(serializers.Serializer[Any]):
    """Two audits of a branch by their days, and how many findings turned between them."""

    earlier = AuditSerializer()
    later = AuditSerializer()
    fell = serializers.IntegerField(help_text="Fail on the later day, and did not before.")
    mended = serializers.IntegerField(help_text="Failed on the earlier day, and do not any more.")


class PastSerializer(serializers.Serializer[Any]):
    """How many audits were asked for."""

    ordered = serializers.IntegerField()
