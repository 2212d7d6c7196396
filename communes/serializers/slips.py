"""Member numbers and slips."""

from typing import Any

from rest_framework import serializers

from communes.models import MemberNumber, Slip
from communes.serializers.fields import IdField
from communes.serializers.references import PersonReferenceSerializer


class MemberNumberSerializer(serializers.ModelSerializer[MemberNumber]):
    """A person's number in one commune; its last digit checks the others."""

    person = PersonReferenceSerializer()

    class Meta:
        model = MemberNumber
        fields = ["person", "number"]


class SlipSerializer(serializers.ModelSerializer[Slip]):
    """A slip; its code stands on paper alone."""

    id = IdField()
    number = serializers.CharField(source="member.number")

    class Meta:
        model = Slip
        fields = ["id", "number", "issued_at", "revoked_at"]


class GivenSerializer(serializers.Serializer[Any]):
    """How many got a number."""

    given = serializers.IntegerField()
