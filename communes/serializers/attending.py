"""Who is in the room, and who comes in."""

from typing import Any

from rest_framework import serializers

from communes.models import Attendance
from communes.serializers.fields import IdField, IdsField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer


class AttendanceSerializer(serializers.ModelSerializer[Attendance]):
    """A stay in the room, from arrival to departure; a slip is struck out, not deleted."""

    id = IdField()
    person = PersonReferenceSerializer(allow_null=True)
    stands_for = BodyReferenceSerializer(allow_null=True)

    class Meta:
        model = Attendance
        fields = [
            *("id", "person", "guest_name", "capacity", "gender", "stands_for"),
            *("arrived_at", "left_at", "struck_at", "erase_on"),
        ]


class StaysSerializer(serializers.Serializer[Any]):
    """Those who came in."""

    stays = AttendanceSerializer(many=True)


class CheckInSerializer(serializers.Serializer[Any]):
    """Persons who come in."""

    persons = IdsField(min_length=1)


class GuestSerializer(serializers.Serializer[Any]):
    """A guest who is in no register."""

    name = serializers.CharField(max_length=160)
