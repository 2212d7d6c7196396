"""The speaking list: who waits and why in that order, who has the floor, who spoke how long."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.arithmetic.speaking import Why
from communes.domain.debating import Debate, Place
from communes.models import DebateAnswer, Gender, Speech
from communes.serializers.fields import HappenedSerializer, IdField
from communes.serializers.references import PersonReferenceSerializer


class SpeechSerializer(serializers.ModelSerializer[Speech]):
    """One person's wish to speak on an item, and the speech that came of it."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")
    person = PersonReferenceSerializer(allow_null=True)

    class Meta:
        model = Speech
        fields = [
            *("id", "item", "person", "guest_name", "gender", "point_of_order"),
            *("asked_at", "began_at", "ended_at", "withdrawn_at", "erase_on"),
        ]


class SpeakingPlaceSerializer(serializers.Serializer[Place]):
    """One place on the list, and why it stands there."""

    speech = SpeechSerializer()
    why = serializers.ChoiceField([(one.value, one.value) for one in Why], source="turn.why")
    first_time = serializers.BooleanField(source="turn.first_time")
    after_question = serializers.BooleanField(
        source="turn.after_question", help_text="Given only once the women have been asked."
    )


class SpokenSerializer(serializers.Serializer[Any]):
    """How often and how long a gender spoke in the meeting."""

    gender = serializers.ChoiceField(Gender.choices)
    speeches = serializers.IntegerField()
    seconds = serializers.IntegerField()


class DebateSerializer(serializers.Serializer[Debate]):
    """The speaking list of an item as it stands now."""

    alternates = serializers.BooleanField(source="rules.alternates")
    first_time_first = serializers.BooleanField(source="rules.first_time_first")
    minutes = serializers.IntegerField(source="rules.minutes")
    running = SpeechSerializer(allow_null=True)
    places = SpeakingPlaceSerializer(many=True)
    question = serializers.BooleanField(help_text="The women are to be asked now.")
    closed = serializers.BooleanField(help_text="The women answered that it does not go on.")
    spoken = serializers.SerializerMethodField()

    @extend_schema_field(SpokenSerializer(many=True))
    def get_spoken(self, debate: Debate) -> list[dict[str, Any]]:
        """The time by gender."""
        return [
            {"gender": gender, "speeches": count, "seconds": int(lasted.total_seconds())}
            for gender, (count, lasted) in debate.spoken.items()
        ]


class AskFloorSerializer(HappenedSerializer):
    """Whose stay in the room, and whether it is a point of order."""

    stay = serializers.UUIDField(help_text="The stay in the room of whoever asks.")
    point_of_order = serializers.BooleanField(default=False)


class AnswerSerializer(HappenedSerializer):
    """What the women answered."""

    goes_on = serializers.BooleanField()


class DebateAnswerSerializer(serializers.ModelSerializer[DebateAnswer]):
    """What the women in the room answered when they were asked whether debate goes on."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")

    class Meta:
        model = DebateAnswer
        fields = ["id", "item", "goes_on", "women", "at"]
