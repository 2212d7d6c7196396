"""Shapes of drafts of a charter."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from quotas.parameters import TEMPLATES


class ChangedSerializer(serializers.Serializer[Any]):
    """A parameter whose value would be another."""

    section = serializers.CharField()
    parameter = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class DraftSerializer(serializers.Serializer[Any]):
    """A draft: its text, the values of each section, what differs from the charter in force."""

    text = serializers.CharField()
    version = serializers.IntegerField(help_text="How often the draft was changed.")
    sections = serializers.DictField(child=serializers.DictField())
    changes = ChangedSerializer(many=True)


class WriteDraftSerializer(serializers.Serializer[Any]):
    """Values of parameters of one section, and which state of the draft they are meant for."""

    section = serializers.CharField(max_length=40)
    values = serializers.DictField()
    version = serializers.IntegerField(min_value=0, max_value=1_000_000)

    def validate_values(self, told: dict[str, Any]) -> dict[str, Any]:
        """Text that can be written down. Raises `ValidationError` for halves of signs."""
        try:
            json.dumps(told, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise serializers.ValidationError(_("This is no text.")) from error
        return told


class StartSerializer(serializers.Serializer[Any]):
    """A template whose values the draft gets, and which state of the draft that is meant for."""

    template = serializers.ChoiceField(choices=list(TEMPLATES))
    version = serializers.IntegerField(min_value=0, max_value=1_000_000)
    over = serializers.BooleanField(
        default=False, help_text="Write over what was changed in the draft before."
    )


class TakeBackSerializer(serializers.Serializer[Any]):
    """Which state of the draft the last change of which is undone."""

    version = serializers.IntegerField(min_value=0, max_value=1_000_000)
