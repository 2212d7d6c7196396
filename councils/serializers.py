"""Shapes of levels, councils, and of bodies that join them."""

from rest_framework import serializers

from communes.serializers.bodies import BodySerializer
from communes.serializers.deciding import EnteredSerializer
from communes.serializers.references import BodyReferenceSerializer
from councils.models import Joining, Level


class LevelSerializer(serializers.ModelSerializer[Level]):
    """A rung of the confederation, counted from the communes; its names by language."""

    names = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Level
        fields = ["code", "order", "names", "since", "until"]


class CouncilSerializer(BodySerializer):
    """A council, and how many bodies send delegates to it now."""

    units = serializers.IntegerField()

    class Meta(BodySerializer.Meta):
        fields = [*BodySerializer.Meta.fields, "units"]


class JoiningSerializer(serializers.ModelSerializer[Joining]):
    """A body that asked to join a council and waits for its answer."""

    unit = BodyReferenceSerializer()
    host = BodyReferenceSerializer()
    asked_by = serializers.UUIDField(source="asked_by.public_id", allow_null=True, default=None)

    class Meta:
        model = Joining
        fields = ["unit", "host", "asked_by", "asked_at"]


class JoinSerializer(EnteredSerializer):
    """The council to be joined by id, or the level and name of one to be founded."""

    host = serializers.UUIDField(required=False, allow_null=True, default=None)
    level = serializers.CharField(max_length=40, allow_blank=True, default="")
    name = serializers.CharField(max_length=160, allow_blank=True, default="")
