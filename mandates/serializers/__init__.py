"""Shapes of seats, mandates, and what binds a delegate."""

from typing import Any

from rest_framework import serializers

from communes.models import MotionVersion
from communes.serializers.bodies import BodySheetSerializer
from communes.serializers.deciding import EnteredSerializer, RollCallVoteSerializer
from communes.serializers.fields import IdField
from communes.serializers.meetings import MeetingSerializer
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer
from mandates.models import Instruction, Mandate, Seat, Stance


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """One place in a body, perhaps reserved, perhaps following another seat."""

    id = IdField()
    body = BodyReferenceSerializer()
    sending_body = BodyReferenceSerializer(allow_null=True)
    follows = serializers.UUIDField(source="follows.public_id", allow_null=True, default=None)

    class Meta:
        model = Seat
        fields = [
            *("id", "body", "office", "number", "reserved_gender"),
            *("sending_body", "follows", "since", "until"),
        ]


class TenureSerializer(serializers.ModelSerializer[Mandate]):
    """A person's tenure: half-open, on a basis; over, it grants nothing."""

    id = IdField()
    person = PersonReferenceSerializer()
    resolution = serializers.UUIDField(source="resolution.public_id", allow_null=True, default=None)
    ended_by = serializers.UUIDField(
        source="ended_by.public_id",
        allow_null=True,
        default=None,
        help_text="The resolution that ended it, a recall say.",
    )
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = Mandate
        fields = [
            *("id", "person", "basis", "kind", "limits", "resolution"),
            *("since", "until", "term_until", "end_reason", "ended_by", "in_force"),
        ]

    def get_in_force(self, mandate: Mandate) -> bool:
        """Whether it is in force now."""
        return mandate.in_force(self.context["ask"].at)


class MandateSerializer(TenureSerializer):
    """A person's tenure of a seat, and the mandate on which it rests, if on one."""

    seat = SeatSerializer()
    rests_on = serializers.UUIDField(source="rests_on.public_id", allow_null=True, default=None)

    class Meta(TenureSerializer.Meta):
        fields = [*TenureSerializer.Meta.fields, "seat", "rests_on"]


class PlaceSerializer(serializers.Serializer[Any]):
    """A seat as it is at an instant: held, looked after, or empty and what is done about it."""

    seat = SeatSerializer()
    mandate = TenureSerializer(allow_null=True)
    caretaker = TenureSerializer(allow_null=True)
    election = serializers.UUIDField(
        source="election.public_id",
        allow_null=True,
        default=None,
        help_text="The meeting on whose agenda its election stands.",
    )
    awaited = serializers.BooleanField(help_text="Its election waits for the next agenda.")


class SpanSerializer(serializers.Serializer[Any]):
    """A stretch of a seat's life: who held it, or nobody, from one instant until another."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    mandate = TenureSerializer(allow_null=True)


class SeatSheetSerializer(serializers.Serializer[Any]):
    """A seat and who held it."""

    seat = SeatSerializer()
    life = SpanSerializer(many=True)


class BodyWithSeatsSerializer(BodySheetSerializer):
    """A body with its size, its next meetings and its seats."""

    seats = PlaceSerializer(many=True)

    class Meta(BodySheetSerializer.Meta):
        fields = [*BodySheetSerializer.Meta.fields, "seats"]


class VersionSerializer(serializers.ModelSerializer[MotionVersion]):
    """One wording of a motion, and before which body the motion is."""

    id = IdField()
    motion = serializers.UUIDField(source="motion.public_id")
    title = serializers.CharField(source="motion.title")
    before = BodyReferenceSerializer(source="motion.raised_in")

    class Meta:
        model = MotionVersion
        fields = ["id", "motion", "title", "before", "number", "text", "written_at"]


class InstructionSerializer(serializers.ModelSerializer[Instruction]):
    """What a body binds its delegates to on one wording; planned only, until it is given."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")
    sender = BodyReferenceSerializer()
    motion_version = VersionSerializer()
    resolution = serializers.UUIDField(source="resolution.public_id", allow_null=True, default=None)

    class Meta:
        model = Instruction
        fields = [
            *("id", "item", "sender", "motion_version", "stance", "limits", "given_at"),
            "resolution",
        ]


class QuestionSerializer(serializers.Serializer[Any]):
    """A motion before a council, and how one delegation stands to it."""

    version = VersionSerializer()
    open = serializers.BooleanField(help_text="The sender may still instruct.")
    instruction = InstructionSerializer(allow_null=True)
    earlier = InstructionSerializer(
        allow_null=True, help_text="One on a wording that was amended since."
    )
    ballot = serializers.UUIDField(source="ballot.public_id", allow_null=True, default=None)
    votes = RollCallVoteSerializer(many=True)


class MandateSheetSerializer(serializers.Serializer[Any]):
    """A mandate, what it rests on in the end, and when its body meets next."""

    mandate = MandateSerializer()
    ground = MandateSerializer()
    session = MeetingSerializer(allow_null=True)


class InstructSerializer(EnteredSerializer):
    """What the delegates are bound to, and how it was decided."""

    stance = serializers.ChoiceField(Stance.choices)
    limits = serializers.CharField(max_length=4000, allow_blank=True, default="")
