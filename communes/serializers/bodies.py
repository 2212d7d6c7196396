"""Bodies, how they stand to one another, and what a body's page begins with."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes import permissions
from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.models import Affiliation, Body, BodyKind, Sitting
from communes.serializers.fields import AsOfSerializer, IdField
from communes.serializers.meetings import MeetingSerializer
from communes.serializers.references import BodyReferenceSerializer


class BodySerializer(serializers.ModelSerializer[Body]):
    """Anything that meets and decides."""

    id = IdField()

    class Meta:
        model = Body
        fields = [
            *("id", "name", "kind", "circle", "level", "made_of"),
            *("time_zone", "language", "founded_at", "ended_at"),
        ]


class CommuneFactsSerializer(serializers.Serializer[Any]):
    """What is known of a commune without opening its register."""

    area = serializers.CharField()
    matters = serializers.CharField()
    households = serializers.IntegerField()
    households_least = serializers.IntegerField()
    households_most = serializers.IntegerField()


class BodySheetSerializer(BodySerializer):
    """A body with its size, its field or area, and its next meetings."""

    members = serializers.SerializerMethodField()
    commune = serializers.SerializerMethodField()
    field = serializers.SerializerMethodField()
    next_meetings = serializers.SerializerMethodField()

    class Meta(BodySerializer.Meta):
        fields = [*BodySerializer.Meta.fields, "members", "commune", "field", "next_meetings"]

    @property
    def _at(self) -> datetime:
        at: datetime = self.context["ask"].at
        return at

    def get_members(self, body: Body) -> int:
        """How many have a vote in its assembly now."""
        return rolls.roll(body, Sitting.ASSEMBLY, self._at).count()

    @extend_schema_field(CommuneFactsSerializer(allow_null=True))
    def get_commune(self, body: Body) -> dict[str, Any] | None:
        """The facts of a commune; null for any other body."""
        if body.kind != BodyKind.COMMUNE:
            return None
        limits = communes_parameters(self._at, body)
        return {
            "area": body.commune.area,
            "matters": body.commune.matters,
            "households": rolls.households(body, self._at),
            "households_least": limits.households_least,
            "households_most": limits.households_most,
        }

    def get_field(self, body: Body) -> str | None:
        """A committee's field of work; null for any other body."""
        return body.committee.field if body.kind == BodyKind.COMMITTEE else None

    @extend_schema_field(MeetingSerializer(many=True))
    def get_next_meetings(self, body: Body) -> Any:
        """The next three meetings that whoever asks may read."""
        ask = self.context["ask"]
        rows = permissions.readable_meetings(ask.me, ask.at).filter(body=body)
        coming = rows.filter(closed_at__isnull=True, cancelled_at__isnull=True)
        shown = coming.select_related("body").order_by("starts_at", "pk")[:3]
        return MeetingSerializer(shown, many=True, context=self.context).data


class RelationSerializer(serializers.ModelSerializer[Affiliation]):
    """How one body stands to another, since when and until when."""

    body = BodyReferenceSerializer()
    parent = BodyReferenceSerializer()

    class Meta:
        model = Affiliation
        fields = ["body", "parent", "relation", "since", "until"]


class PlaceInTreeSerializer(serializers.ModelSerializer[Affiliation]):
    """What a body stands under, and how."""

    parent = serializers.UUIDField(source="parent.public_id")  # type: ignore[assignment]

    class Meta:
        model = Affiliation
        fields = ["parent", "relation"]


class TreeQuerySerializer(AsOfSerializer):
    """Of which instant, and of which branch."""

    under = serializers.UUIDField(
        required=False, help_text="Only this body and all that stands below it."
    )


class TreeBodySerializer(BodyReferenceSerializer):
    """A body of the tree, with everything that it stands under as of the instant."""

    under = PlaceInTreeSerializer(source="affiliations", many=True)

    class Meta(BodyReferenceSerializer.Meta):
        fields = [*BodyReferenceSerializer.Meta.fields, "under"]
