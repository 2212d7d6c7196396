"""Who is in the room, and who comes in."""

from typing import Any

from rest_framework import serializers

from communes.models import Attendance
from communes.serializers.fields import HappenedSerializer, IdField, IdsField, InstantField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer


class AttendanceSerializer(serializers.ModelSerializer[Attendance]):
    """A stay in the room, from arrival to departure; a slip is struck out, not deleted."""

    id = IdField()
    person = PersonReferenceSerializer(allow_null=True)
    stands_for = BodyReferenceSerializer(allow_null=True)
    corrects = serializers.UUIDField(source="corrects.public_id", allow_null=True, default=None)

    class Meta:
        model = Attendance
        fields = [
            *("id", "person", "guest_name", "capacity", "gender", "stands_for"),
            *("arrived_at", "left_at", "struck_at", "corrects", "reason", "erase_on"),
        ]


class StaysSerializer(serializers.Serializer[Any]):
    """Those who came in."""

    stays = AttendanceSerializer(many=True)


class CheckInSerializer(HappenedSerializer):
    """Persons who come in."""

    persons = IdsField(min_length=1)


class GuestSerializer(HappenedSerializer):
    """A guest who is in no register."""

    name = serializers.CharField(max_length=160)


class CodeSerializer(HappenedSerializer):
    """A member number, or the code of a slip as it was scanned."""

    code = serializers.CharField(max_length=80, write_only=True)


class TimesSerializer(serializers.Serializer[Any]):
    """When somebody came and left, as it is corrected; no departure: still in the room."""

    arrived_at = InstantField()
    left_at = InstantField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    knowing = serializers.BooleanField(
        default=False,
        help_text="That what this changes in the rooms of decisions was read (409 names it).",
    )


class DoorSerializer(serializers.Serializer[Any]):
    """A household at the door: how many of it may come, how many are in the room."""

    id = serializers.UUIDField(source="key")
    name = serializers.CharField()
    address = serializers.CharField()
    people = serializers.IntegerField()
    here = serializers.IntegerField()


class DoorsSerializer(serializers.Serializer[Any]):
    """Every household of which somebody may come to the meeting."""

    households = DoorSerializer(many=True)


class ComerSerializer(serializers.Serializer[Any]):
    """A person of a household, and the stay in the room if there is one now."""

    person = PersonReferenceSerializer()
    birth_year = serializers.IntegerField(source="person.birth_year", allow_null=True)
    stay = serializers.UUIDField(source="stay.public_id", allow_null=True, default=None)


class ComersSerializer(serializers.Serializer[Any]):
    """The people of one household, each to be let in singly."""

    people = ComerSerializer(many=True)
