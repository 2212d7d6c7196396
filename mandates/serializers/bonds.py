"""Shapes of what binds a delegate: declarations, roll-ups, reports, hearings."""

from typing import Any

from rest_framework import serializers

from mandates.models import Declaration, Declared
from mandates.serializers import VersionSerializer


class DeclareSerializer(serializers.Serializer[Any]):
    """Which wording a delegate declares within or beyond the instruction."""

    motion_version = serializers.UUIDField()
    word = serializers.ChoiceField(Declared.choices)


class DeclarationSerializer(serializers.ModelSerializer[Declaration]):
    """A declaration on an amended wording; until the vote is opened the last one holds."""

    mandate = serializers.UUIDField(source="mandate.public_id")
    motion_version = VersionSerializer()

    class Meta:
        model = Declaration
        fields = ["mandate", "motion_version", "word", "at"]
