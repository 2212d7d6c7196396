"""Decisions: counts as they are entered, verdicts as they are reached, votes by name."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes import kinds, way_wording
from communes.arithmetic.majorities import Majority, Reason
from communes.arithmetic.ways import Way
from communes.models import (
    Aim,
    Ballot,
    Choice,
    CountsAs,
    Method,
    Resolution,
    ResolutionEffect,
    RollCallVote,
)
from communes.serializers.fields import CountField, HappenedSerializer, IdField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer
from communes.serializers.refusals import ProblemSerializer

WITHOUT_NAMES = [one for one in Method.choices if one[0] not in (Method.ROLL_CALL, Method.QUEUE)]
LONGEST = 20_000
"""Characters of the text of a decision."""


class HandsSerializer(HappenedSerializer):
    """Hands as they were counted."""

    votes_for = CountField(default=0)
    votes_against = CountField(default=0)
    abstentions = CountField(default=0)


class CountSerializer(HandsSerializer):
    """A count without names; by consensus everyone in the room is for it but who abstains."""

    method = serializers.ChoiceField(WITHOUT_NAMES, default=Method.HANDS)
    women = serializers.ListField(
        child=CountField(),
        min_length=3,
        max_length=3,
        allow_null=True,
        default=None,
        help_text="Of these the women's: for, against, abstaining; where an item concerns women.",
    )


class DecisionSerializer(CountSerializer):
    """A count, and what was decided; blank: the item's title."""

    text = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class MendSerializer(DecisionSerializer):
    """The decision as it was, and what the slip was; a blank text stays."""

    reason = serializers.CharField(max_length=2000, allow_blank=True)


class EnteredSerializer(DecisionSerializer):
    """A decision of a kind with an entry of its own; with a reason it mends the one that stands."""

    reason = serializers.CharField(
        max_length=2000, allow_blank=True, default="", help_text="What the slip was."
    )


class ReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=2000, allow_blank=True)


class VerdictSerializer(serializers.Serializer[Any]):
    """What a count decides, with the arithmetic: `votes_for` of `of`, at least `needed`."""

    majority = serializers.ChoiceField([(one.value, one.value) for one in Majority])
    votes_for = serializers.IntegerField()
    votes_against = serializers.IntegerField(source="against")
    abstentions = serializers.IntegerField(source="abstain")
    of = serializers.IntegerField()
    needed = serializers.IntegerField()
    adopted = serializers.BooleanField()
    reason = serializers.ChoiceField([(one.value, one.value) for one in Reason])


class PreviewSerializer(serializers.Serializer[Any]):
    """What a count would decide now, who could vote, and every reason against entering it."""

    verdict = VerdictSerializer()
    electorate = serializers.IntegerField(source="voters.size")
    present = serializers.IntegerField(source="voters.present")
    women_present = serializers.IntegerField(source="voters.women")
    problems = ProblemSerializer(many=True)


class EffectSerializer(serializers.ModelSerializer[ResolutionEffect]):
    """What a later act did to a decision, and which later decision, if one did."""

    by = serializers.UUIDField(
        source="by_resolution.public_id", allow_null=True, default=None, read_only=True
    )

    class Meta:
        model = ResolutionEffect
        fields = ["effect", "by", "reason", "at"]


class AimSerializer(serializers.ModelSerializer[Aim]):
    """What an item does to an earlier resolution, if it is adopted."""

    resolution = serializers.UUIDField(source="resolution.public_id")
    number = serializers.IntegerField(source="resolution.number", read_only=True)

    class Meta:
        model = Aim
        fields = ["effect", "resolution", "number"]


class ResolutionSerializer(serializers.ModelSerializer[Resolution]):
    """A decision with its count and the rule under which it was taken; it never changes."""

    id = IdField()
    body = BodyReferenceSerializer()
    item = serializers.UUIDField(source="item.public_id")
    meeting = serializers.UUIDField(source="item.meeting.public_id")
    kind = serializers.CharField(source="item.kind")
    mends = serializers.UUIDField(source="mends.public_id", allow_null=True, default=None)
    ballot = serializers.UUIDField(source="ballot.public_id", allow_null=True, default=None)
    charter = serializers.IntegerField(source="charter.version", help_text="Its version.")
    facts = serializers.DictField(help_text="What its kind keeps of it: codes, figures and ids.")
    units = serializers.ListField(
        child=serializers.DictField(), help_text="Of a council: each sending body's votes."
    )
    effects = EffectSerializer(many=True)

    class Meta:
        model = Resolution
        fields = [
            *("id", "body", "meeting", "item", "kind", "number", "revision", "mends", "text"),
            *("method", "ballot", "electorate", "present", "women_present", "votes_for"),
            *("votes_against", "abstentions", "rule", "needed", "charter", "verdict"),
            *("facts", "units", "effects", "happened_at", "recorded_at"),
        ]


class WaySerializer(serializers.Serializer[Any]):
    """One way in which a council's votes are counted; one of them decides."""

    way = serializers.ChoiceField([(one.value, one.value) for one in Way])
    decides = serializers.BooleanField()
    votes_for = serializers.IntegerField(source="figures.for")
    votes_against = serializers.IntegerField(source="figures.against")
    abstentions = serializers.IntegerField(source="figures.abstain")
    addressed = serializers.IntegerField(
        source="figures.addressed", help_text="Units, their bands, or persons who were asked."
    )
    of = serializers.IntegerField(source="figures.of")
    needed = serializers.IntegerField(source="figures.needed")
    adopted = serializers.BooleanField(source="figures.adopted")


class ResolutionSheetSerializer(ResolutionSerializer):
    """A decision, its outcome in a sentence, and in a council each way of counting."""

    sentence = serializers.SerializerMethodField()
    ways = serializers.SerializerMethodField()

    class Meta(ResolutionSerializer.Meta):
        fields = [*ResolutionSerializer.Meta.fields, "sentence", "ways"]

    @extend_schema_field(WaySerializer(many=True))
    def get_ways(self, resolution: Resolution) -> Any:
        """The ways side by side; empty where votes are only added up."""
        return WaySerializer(way_wording.lines(resolution.facts), many=True).data

    def get_sentence(self, resolution: Resolution) -> str:
        """The outcome in the reader's language, names as they now stand."""
        return kinds.kind(resolution.item.kind).sentence(resolution)


class BallotSerializer(serializers.ModelSerializer[Ballot]):
    """A vote by name on an item."""

    id = IdField()
    item = serializers.UUIDField(source="item.public_id")
    motion_version = serializers.UUIDField(
        source="motion_version.public_id", allow_null=True, default=None
    )
    votes = serializers.SerializerMethodField()

    class Meta:
        model = Ballot
        fields = ["id", "item", "motion_version", "method", "opened_at", "closed_at", "votes"]

    def get_votes(self, ballot: Ballot) -> int:
        """How many have voted."""
        return ballot.votes.count()


class RollCallVoteSerializer(serializers.ModelSerializer[RollCallVote]):
    """How one person voted, and how the vote counts once the roll call is closed."""

    person = PersonReferenceSerializer()
    stands_for = BodyReferenceSerializer(allow_null=True)
    counts_as = serializers.SerializerMethodField()

    class Meta:
        model = RollCallVote
        fields = ["person", "stands_for", "choice", "counts_as", "at"]

    @extend_schema_field(serializers.ChoiceField(CountsAs.choices, allow_null=True))
    def get_counts_as(self, vote: RollCallVote) -> str | None:
        """How it counts; null while the roll call is open."""
        return vote.counts_as or None


class CastSerializer(HappenedSerializer):
    """A person's vote as it was called out."""

    person = serializers.UUIDField()
    choice = serializers.ChoiceField(Choice.choices)


class TextSerializer(HappenedSerializer):
    """What was decided; blank: the item's title."""

    text = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")
