"""Calendar addresses."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from communes.domain import calendars
from communes.models import CalendarFeed
from communes.serializers.fields import IdField
from communes.serializers.references import BodyReferenceSerializer


class CalendarSerializer(serializers.ModelSerializer[CalendarFeed]):
    """An address that devices read; whoever knows it reads what its holder may read."""

    id = IdField()
    body = BodyReferenceSerializer(allow_null=True)
    address = serializers.SerializerMethodField()

    class Meta:
        model = CalendarFeed
        fields = ["id", "body", "made_at", "address"]

    def get_address(self, feed: CalendarFeed) -> str:
        """The path, with its secret end."""
        return reverse("calendar", args=[calendars.secret(feed)])


class MakeCalendarSerializer(serializers.Serializer[Any]):
    """Whose meetings: a body's, or null for all bodies of the person."""

    body = serializers.UUIDField(required=False, allow_null=True, default=None)
