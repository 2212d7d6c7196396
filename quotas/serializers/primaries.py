"""Shapes of who votes in an election, and of the women's primary."""

from typing import Any

from rest_framework import serializers

from communes.serializers.fields import IdField
from quotas.models import Primary
from quotas.parameters import ElectedBy


class PrimarySerializer(serializers.ModelSerializer[Primary]):
    """The women's own vote before all vote: votes by candidacy, and whom they named."""

    id = IdField()
    votes = serializers.DictField(child=serializers.IntegerField())
    named = serializers.ListField(child=serializers.UUIDField())
    abstentions = serializers.IntegerField(source="abstain")
    electorate = serializers.IntegerField(help_text="The women who may vote.")
    present = serializers.IntegerField(help_text="Of these in the room.")

    class Meta:
        model = Primary
        fields = [
            "id", "votes", "named", "abstentions", "method", "electorate", "present", "happened_at",
        ]  # fmt: skip


class VotingSerializer(serializers.Serializer[Any]):
    """Who votes: all, the women alone, or first the women and then all."""

    way = serializers.ChoiceField([(one.value, one.value) for one in ElectedBy])
    women = serializers.IntegerField(
        source="women.size", default=None, allow_null=True, help_text="Null where all vote."
    )
    women_present = serializers.IntegerField(
        source="women.present", default=None, allow_null=True, help_text="Null where all vote."
    )
    primary = PrimarySerializer(allow_null=True, help_text="Null where none was held.")
