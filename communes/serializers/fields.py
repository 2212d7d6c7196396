"""Fields that recur: public ids, counts, days and instants within what a database can hold."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

EARLIEST, LATEST = 1890, 2200
"""Years between which a day or an instant may lie: the oldest person, and nobody's lifetime."""
MOST = 1_000_000
"""The highest number anyone counts to in a room, a register or an agenda."""


class IdField(serializers.UUIDField):
    """The public id of the row shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"source": "public_id", "read_only": True, **kwargs})


class CountField(serializers.IntegerField):
    """A number of people, votes or places: never below zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": MOST, **kwargs})


class IdsField(serializers.ListField):
    """Public ids of several rows."""

    child = serializers.UUIDField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 2000, **kwargs})


class DayField(serializers.DateField):
    """A day between `EARLIEST` and `LATEST`."""

    default_error_messages = {"far": _("This day lies too far away.")}

    def to_internal_value(self, value: Any) -> date:
        """The day. Raises `ValidationError`."""
        day: date = super().to_internal_value(value)
        if not EARLIEST <= day.year <= LATEST:
            self.fail("far")
        return day


class InstantField(serializers.DateTimeField):
    """An instant between `EARLIEST` and `LATEST`; without a zone it is UTC."""

    default_error_messages = {"far": _("This day lies too far away.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **kwargs})

    def to_internal_value(self, value: Any) -> datetime:
        """The instant. Raises `ValidationError`."""
        try:
            instant: datetime = super().to_internal_value(value)
        except OverflowError:
            self.fail("far")
        if not EARLIEST <= instant.year <= LATEST:
            self.fail("far")
        return instant


class HappenedSerializer(serializers.Serializer[Any]):
    """When it happened, for what is entered afterwards from paper; left out: now."""

    happened_at = InstantField(
        required=False,
        allow_null=True,
        help_text="When it happened, for entries from paper: between the meeting's opening and "
        "now. Left out, it happens now. When it was entered is kept beside it.",
    )


class AsOfSerializer(serializers.Serializer[Any]):
    """Of which instant the answer speaks."""

    at = InstantField(required=False, help_text="As of this instant; absent: now.")
