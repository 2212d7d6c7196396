"""Who is named to chair, to record, to witness or to count."""

from rest_framework import serializers

from communes.models import Role
from communes.serializers.fields import HappenedSerializer, IdsField


class OpenMeetingSerializer(HappenedSerializer):
    """Who chairs and who records."""

    chairs = IdsField(max_length=10)
    recorder = serializers.UUIDField()


class NameSerializer(HappenedSerializer):
    """A person to be named for the meeting, or for one of its items."""

    person = serializers.UUIDField()
    role = serializers.ChoiceField(Role.choices)
    item = serializers.UUIDField(required=False, allow_null=True, default=None)
