"""Meetings, what they are convened with, who runs them, and how the room stands."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.arithmetic.quorum import Unit
from communes.models import (
    AgendaItem,
    Meeting,
    MeetingRole,
    OpenPoint,
    Sitting,
    Stage,
)
from communes.serializers.deciding import AimSerializer
from communes.serializers.fields import (
    CountField,
    IdField,
    InstantField,
)
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A gathering of one body."""

    id = IdField()
    body = BodyReferenceSerializer()
    stage = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = [
            *("id", "body", "sitting", "number", "basis", "stage", "place", "starts_at"),
            *("convened_at", "changed_at", "opened_at", "closed_at", "signed_at", "cancelled_at"),
        ]

    @extend_schema_field(serializers.ChoiceField(Stage.choices))
    def get_stage(self, meeting: Meeting) -> str:
        """Where it stands now."""
        return meeting.stage.value


class MeetingRoleSerializer(serializers.ModelSerializer[MeetingRole]):
    """A person named to chair, record, witness or count, in the meeting or for one item."""

    person = PersonReferenceSerializer()
    item = serializers.UUIDField(source="item.public_id", allow_null=True, default=None)

    class Meta:
        model = MeetingRole
        fields = ["person", "role", "item", "since", "until"]


class MeetingSheetSerializer(MeetingSerializer):
    """A meeting with those who run it."""

    roles = serializers.SerializerMethodField()
    second_of = serializers.UUIDField(source="second_of.public_id", allow_null=True, default=None)

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "roles", "second_of"]

    @extend_schema_field(MeetingRoleSerializer(many=True))
    def get_roles(self, meeting: Meeting) -> Any:
        """Who is or was named, in the order of naming."""
        rows = MeetingRole.objects.filter(meeting=meeting).select_related("person", "item")
        return MeetingRoleSerializer(rows.order_by("since", "pk"), many=True).data


class PlannedItemSerializer(serializers.Serializer[Any]):
    """An item as whoever composes the agenda writes it."""

    title = serializers.CharField(max_length=300, allow_blank=True, default="")
    kind = serializers.CharField(max_length=40, default="decision")
    planned_minutes = CountField(required=False, allow_null=True, default=None, max_value=1440)
    concerns_women = serializers.BooleanField(default=False)
    motion_version = serializers.UUIDField(required=False, allow_null=True, default=None)
    point = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Business that waited for this."
    )
    proposal = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="What a member proposed."
    )
    confidential = serializers.BooleanField(
        default=False,
        help_text="Of a committee: title and words are for its roll only, for good.",
    )
    sub = serializers.BooleanField(
        default=False, help_text="Stands under the last item before it that is no sub-item."
    )


class ConveneSerializer(serializers.Serializer[Any]):
    """Where and when a meeting is to be held, and what it is to talk about."""

    place = serializers.CharField(max_length=200)
    starts_at = InstantField()
    sitting = serializers.ChoiceField(Sitting.choices, default=Sitting.ASSEMBLY)
    items = serializers.ListField(child=PlannedItemSerializer(), max_length=200, default=list)


class ReconveneSerializer(serializers.Serializer[Any]):
    """Where and when the second convocation, or the meeting instead, is to be held."""

    place = serializers.CharField(max_length=200)
    starts_at = InstantField()


class AddItemsSerializer(serializers.Serializer[Any]):
    """Items to be put at the end of an agenda."""

    items = serializers.ListField(child=PlannedItemSerializer(), min_length=1, max_length=200)


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """One item of an agenda with the record under it; `text_version` is for writing it anew.

    Of a confidential one only its neutral title; `items/{item}/confidential` has the words.
    """

    id = IdField()
    meeting = serializers.UUIDField(source="meeting.public_id")
    number = serializers.CharField(read_only=True, help_text="As on paper: 4, or 4.1 under it.")
    parent = serializers.UUIDField(  # type: ignore[assignment]
        source="parent.public_id", allow_null=True, default=None
    )
    motion_version = serializers.UUIDField(
        source="motion_version.public_id", allow_null=True, default=None
    )
    aim = AimSerializer(allow_null=True, default=None)

    class Meta:
        model = AgendaItem
        fields = [
            *("id", "meeting", "position", "number", "parent", "kind", "title"),
            *("planned_minutes", "concerns_women"),
            *("motion_version", "aim", "urgent", "confidential", "text", "text_version"),
            *("added_at", "finished_at"),
        ]


class AgendaSerializer(serializers.Serializer[Any]):
    """Items, in order."""

    items = AgendaItemSerializer(many=True)


class MoveItemSerializer(serializers.Serializer[Any]):
    """The place to which an item goes, counted from 1."""

    to = CountField(min_value=1)


class PutUnderSerializer(serializers.Serializer[Any]):
    """Whether an item stands under the one before it."""

    sub = serializers.BooleanField()


class PlanMinutesSerializer(serializers.Serializer[Any]):
    """The minutes that an item is planned to take."""

    planned_minutes = CountField(allow_null=True, max_value=1440)


class PlanMotionSerializer(serializers.Serializer[Any]):
    """One wording of a motion."""

    motion_version = serializers.UUIDField()


class RecordSerializer(serializers.Serializer[Any]):
    """The record of an item, and the version upon which it was written."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False)
    version = CountField()


class OpenPointSerializer(serializers.ModelSerializer[OpenPoint]):
    """Business that waits for a body's next agenda."""

    id = IdField()

    class Meta:
        model = OpenPoint
        fields = ["id", "kind", "title", "opened_at", "due"]


class QuorumSerializer(serializers.Serializer[Any]):
    """How many are there of how many needed, in the unit that the charter counts."""

    unit = serializers.ChoiceField([(one.value, one.value) for one in Unit])
    here = serializers.IntegerField()
    needed = serializers.IntegerField()
    of = serializers.IntegerField()
    met = serializers.BooleanField()
    missing = serializers.IntegerField()
    may_leave = serializers.IntegerField()


class PresenceSerializer(serializers.Serializer[Any]):
    """The women among the members present who disclosed a gender, and the share needed."""

    women = serializers.IntegerField()
    of = serializers.IntegerField()
    needed_share = serializers.CharField(help_text="A fraction, such as 2/5.")
    percent = serializers.IntegerField(allow_null=True)
    met = serializers.BooleanField()
    missing = serializers.IntegerField(allow_null=True)
    may_leave = serializers.IntegerField()


class RoomSerializer(serializers.Serializer[Any]):
    """The room as it is now, and whether it may decide."""

    members = serializers.IntegerField()
    women = serializers.IntegerField()
    men = serializers.IntegerField()
    other = serializers.IntegerField()
    undisclosed = serializers.IntegerField()
    observers = serializers.IntegerField()
    guests = serializers.IntegerField()
    electorate = serializers.IntegerField()
    may_decide = serializers.BooleanField()
    presence_binds = serializers.BooleanField()
    quorum = QuorumSerializer()
    presence = PresenceSerializer(allow_null=True)
