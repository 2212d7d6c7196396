"""Shapes of appointments, of alternates and of their calls."""

from rest_framework import serializers

from communes.serializers.deciding import EnteredSerializer
from communes.serializers.fields import IdField
from communes.serializers.references import PersonReferenceSerializer
from mandates.models import Alternate, MandateKind
from mandates.serializers import SeatSerializer


class AppointSerializer(EnteredSerializer):
    """Who is given which seat, how far bound, and who stands in, in order."""

    seat = serializers.UUIDField()
    person = serializers.UUIDField(
        allow_null=True, default=None, help_text="Left out, only the alternates are named."
    )
    kind = serializers.ChoiceField(MandateKind.choices, default=MandateKind.IMPERATIVE)
    limits = serializers.CharField(max_length=4000, allow_blank=True, default="")
    alternates = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=5, help_text="In their order."
    )


class AlternateSerializer(serializers.ModelSerializer[Alternate]):
    """A substitute for a seat, whether called to it, and what was answered."""

    id = IdField()
    seat = SeatSerializer()
    person = PersonReferenceSerializer()

    class Meta:
        model = Alternate
        fields = [
            *("id", "seat", "person", "position", "since", "until"),
            *("called_at", "answer_by", "answer"),
        ]
