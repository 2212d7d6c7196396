"""Consensus sought and blocked; items put off."""

from rest_framework import serializers

from communes.models import Adjournment, ConsensusCheck
from communes.serializers.fields import CountField, HappenedSerializer, IdField


class ConsensusCheckSerializer(serializers.ModelSerializer[ConsensusCheck]):
    """The question whether all agree, where somebody did not: how many block, and why."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")
    reasons = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ConsensusCheck
        fields = ["id", "item", "blocks", "reasons", "aside", "present", "at"]


class RecordBlockSerializer(HappenedSerializer):
    """How many block and stand aside, and the reasons: at least one, at most one a block."""

    blocks = CountField(min_value=1)
    aside = CountField(default=0)
    reasons = serializers.ListField(
        child=serializers.CharField(max_length=2000), min_length=1, max_length=200
    )


class AdjournmentSerializer(serializers.ModelSerializer[Adjournment]):
    """An item put off, and when it was taken up again."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")

    class Meta:
        model = Adjournment
        fields = ["id", "item", "at", "to_next", "taken_up_at"]


class AdjournSerializer(HappenedSerializer):
    """Whether it is put off to the next meeting, or for a pause in this one."""

    to_next = serializers.BooleanField(default=False)
