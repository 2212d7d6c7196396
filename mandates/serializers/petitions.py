"""Shapes of petitions, of one's own signature, of sheets, and of recalls on agendas."""

from typing import Any

from rest_framework import serializers

from communes.serializers.fields import CountField, IdField, IdsField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer
from mandates.arithmetic.petitions import Standing
from mandates.domain import concluding
from mandates.models import Heard, Petition, RecallItem, Sheet
from mandates.serializers import MandateSerializer


class FunnelSerializer(serializers.Serializer[Any]):
    """What became of every signature received; counts alone."""

    received = serializers.IntegerField()
    waiting = serializers.IntegerField()
    invalid = serializers.IntegerField()
    late = serializers.IntegerField()
    repeated = serializers.IntegerField()
    refused = serializers.IntegerField()
    unconfirmed = serializers.IntegerField()
    not_on_roll = serializers.IntegerField()
    valid = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    counted = serializers.IntegerField()


class PetitionSerializer(serializers.ModelSerializer[Petition]):
    """A petition as everyone may know it; `zone` is that by which its closing was resolved."""

    id = IdField()
    mandate = serializers.UUIDField(source="mandate.public_id")
    body = BodyReferenceSerializer()
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Petition
        fields = [
            *("id", "mandate", "body", "standing", "opened_at", "closes_at", "zone"),
            *("roll_size", "threshold", "succeeded_at"),
        ]

    def get_standing(self, row: Petition) -> Standing:
        """Where it stands now."""
        return row.standing(self.context["ask"].at)


class PetitionSheetSerializer(PetitionSerializer):
    """A petition with grounds, reply, and what became of the signatures."""

    mandate = MandateSerializer()  # type: ignore[assignment]
    funnel = serializers.SerializerMethodField()

    class Meta(PetitionSerializer.Meta):
        fields = [*PetitionSerializer.Meta.fields, "grounds", "reply", "replied_at", "funnel"]

    def get_funnel(self, row: Petition) -> FunnelSerializer:
        """The counts now."""
        told: Any = FunnelSerializer(concluding.funnel(row, self.context["ask"].at)).data
        return told  # type: ignore[no-any-return]


class GroundsSerializer(serializers.Serializer[Any]):
    """On what grounds a mandate is to end."""

    grounds = serializers.CharField(max_length=4000)


class ReplySerializer(serializers.Serializer[Any]):
    """What the person concerned says to the grounds."""

    reply = serializers.CharField(max_length=4000)


class OwnSignatureSerializer(serializers.Serializer[Any]):
    """One's own signature, shown to nobody else; the code of its receipt only once."""

    status = serializers.CharField(source="signature.status")
    channel = serializers.CharField(source="signature.channel")
    received_at = serializers.DateTimeField(source="signature.received_at")
    withdrawn_at = serializers.DateTimeField(source="signature.withdrawn_at", allow_null=True)
    code = serializers.CharField(allow_null=True)


class ReceiptCodeSerializer(serializers.Serializer[Any]):
    """The code of a receipt."""

    code = serializers.CharField(max_length=80)


class SheetSerializer(serializers.ModelSerializer[Sheet]):
    """A paper sheet without a name on it."""

    id = IdField()

    class Meta:
        model = Sheet
        fields = ["id", "number", "lines", "received_at", "confirm_by", "settled_at", "lot_seed"]


class SheetLinesSerializer(SheetSerializer):
    """A sheet with the electors named on it, for those on whom the lot fell."""

    petition = serializers.UUIDField(source="petition.public_id")
    electors = PersonReferenceSerializer(many=True, source="named")

    class Meta(SheetSerializer.Meta):
        fields = [*SheetSerializer.Meta.fields, "petition", "electors"]


class HandInSerializer(serializers.Serializer[Any]):
    """How many lines are signed, and by which electors of the frozen roll."""

    lines = CountField()
    electors = IdsField(default=list)


class ConfirmSerializer(serializers.Serializer[Any]):
    """Whose line a verifier refuses, of those named on the sheet."""

    refused = IdsField(default=list)


class RecallSerializer(serializers.ModelSerializer[RecallItem]):
    """Whose mandate an item is about to end, and the reply that was heard."""

    item = serializers.UUIDField(source="item.public_id")
    mandate = MandateSerializer()
    petition = serializers.UUIDField(source="petition.public_id", allow_null=True, default=None)

    class Meta:
        model = RecallItem
        fields = ["item", "mandate", "petition", "heard", "reply"]


class PlanRecallSerializer(serializers.Serializer[Any]):
    """Whose mandate."""

    mandate = serializers.UUIDField()


class HeardSerializer(serializers.Serializer[Any]):
    """How the person concerned used the right of reply."""

    heard = serializers.ChoiceField(Heard.choices)
    reply = serializers.CharField(max_length=4000, allow_blank=True, default="")
