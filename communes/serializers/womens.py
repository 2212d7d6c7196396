"""What the women in the room decide."""

from rest_framework import serializers

from communes.domain.womens import WAYS
from communes.models import WomensVote
from communes.models.womens import ASKED
from communes.serializers.fields import CountField, HappenedSerializer, IdField


class WomensVoteSerializer(serializers.ModelSerializer[WomensVote]):
    """A count among the women present, on one item."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")

    class Meta:
        model = WomensVote
        fields = ["id", "item", "question", "votes_for", "against", "women", "adopted", "at"]


class WomensCountSerializer(HappenedSerializer):
    """What the women were asked, and their count."""

    question = serializers.ChoiceField(ASKED)
    votes_for = CountField()
    against = CountField(default=0)


class DeclareSerializer(HappenedSerializer):
    """Who declares that the item concerns women; how many where a tenth of the women do."""

    way = serializers.ChoiceField([(one, one) for one in WAYS])
    demanded = CountField(default=0)
