"""Business that members bring: demands for a meeting, motions and their wordings."""

from typing import Any

from rest_framework import serializers

from communes.models import ConveningRequest, Motion, MotionVersion, Proposal
from communes.serializers.fields import IdField, IdsField, InstantField
from communes.serializers.meetings import PlannedItemSerializer
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer


class DemandedItemSerializer(serializers.Serializer[Any]):
    """An item that the members want dealt with."""

    title = serializers.CharField(max_length=300)
    kind = serializers.CharField(max_length=40, default="decision")


class DemandSerializer(serializers.ModelSerializer[ConveningRequest]):
    """A demand that a meeting be held; enough signatures convene it."""

    id = IdField()
    agenda = DemandedItemSerializer(many=True)
    meeting = serializers.UUIDField(source="meeting.public_id", allow_null=True, default=None)
    signatures = serializers.IntegerField()
    signed_by_me = serializers.BooleanField()

    class Meta:
        model = ConveningRequest
        fields = [
            *("id", "place", "starts_at", "reason", "agenda", "opened_at", "meeting"),
            *("signatures", "signed_by_me"),
        ]


class OpenDemandSerializer(serializers.Serializer[Any]):
    """Where and when the members want to meet, why, on what; and who signed for it on paper."""

    place = serializers.CharField(max_length=200)
    starts_at = InstantField()
    reason = serializers.CharField(max_length=4000)
    items = serializers.ListField(child=PlannedItemSerializer(), min_length=1, max_length=50)
    signers = IdsField(default=list, help_text="Members who signed on paper, by id.")


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """An item that a member asks for, and what became of it."""

    id = IdField()
    body = BodyReferenceSerializer()
    person = PersonReferenceSerializer()
    item = serializers.UUIDField(source="item.public_id", allow_null=True, default=None)

    class Meta:
        model = Proposal
        fields = [
            *("id", "body", "person", "title", "text", "kind", "proposed_at"),
            *("withdrawn_at", "set_aside_at", "reason", "item"),
        ]


class ProposeSerializer(serializers.Serializer[Any]):
    """An item that a member asks for."""

    title = serializers.CharField(max_length=300)
    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    kind = serializers.CharField(max_length=40, default="decision")


class SetAsideSerializer(serializers.Serializer[Any]):
    """Why a proposal is set aside."""

    reason = serializers.CharField(max_length=4000)


class MotionVersionSerializer(serializers.ModelSerializer[MotionVersion]):
    """One wording of a motion; an instruction binds to exactly one."""

    id = IdField()

    class Meta:
        model = MotionVersion
        fields = ["id", "number", "text", "written_at"]


class MotionSerializer(serializers.ModelSerializer[Motion]):
    """A text put to a body."""

    id = IdField()
    raised_in = BodyReferenceSerializer()
    mover = PersonReferenceSerializer(allow_null=True)
    origin = serializers.UUIDField(source="origin.public_id", allow_null=True, default=None)
    versions = MotionVersionSerializer(many=True)

    class Meta:
        model = Motion
        fields = ["id", "title", "raised_in", "mover", "origin", "raised_at", "versions"]


class RaiseSerializer(serializers.Serializer[Any]):
    """A text to be put to the body, perhaps another body's."""

    title = serializers.CharField(max_length=300)
    text = serializers.CharField(max_length=20_000)
    origin = serializers.UUIDField(required=False, allow_null=True, default=None)


class AmendSerializer(serializers.Serializer[Any]):
    """Another wording, and the version upon which it was written."""

    text = serializers.CharField(max_length=20_000)
    seen = serializers.UUIDField()
