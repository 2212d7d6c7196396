"""Shapes of elections, and of what meetings form."""

from typing import Any

from rest_framework import serializers

from communes.models import Method
from communes.serializers.deciding import EnteredSerializer
from communes.serializers.fields import (
    CountField,
    HappenedSerializer,
    IdField,
    IdsField,
    InstantField,
)
from communes.serializers.people import ParticularsSerializer
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer
from communes.serializers.refusals import ProblemSerializer
from mandates.models import MandateKind
from mandates.serializers import SeatSerializer
from quotas.domain.totalling import WAYS
from quotas.models import Candidacy, ElectionMethod
from quotas.serializers.primaries import VotingSerializer

COUNTED = [(one.value, one.label) for one in WAYS]


class CandidacySerializer(serializers.ModelSerializer[Candidacy]):
    """A person who stands, with the gender declared, and the votes once they are counted."""

    id = IdField()
    person = PersonReferenceSerializer()
    seat = serializers.UUIDField(source="seat.public_id", allow_null=True, default=None)

    class Meta:
        model = Candidacy
        fields = ["id", "person", "gender", "accepted_at", "votes", "seat"]


class LineSerializer(serializers.Serializer[Any]):
    """A candidate with the votes received, and the seat won, if one was."""

    candidacy = serializers.UUIDField(source="candidacy.public_id")
    person = PersonReferenceSerializer(source="candidacy.person")
    votes = serializers.IntegerField()
    seat = serializers.UUIDField(source="seat.public_id", allow_null=True, default=None)


class StandingSerializer(serializers.Serializer[Any]):
    """Where a candidate stands at the end of a round."""

    candidacy = serializers.UUIDField(source="candidacy.public_id")
    votes = serializers.CharField(help_text="With up to five decimals.")
    elected = serializers.BooleanField()


class RoundSerializer(serializers.Serializer[Any]):
    """A round of a count of ranked papers, in sentences and figures."""

    number = serializers.IntegerField()
    sentences = serializers.ListField(child=serializers.CharField())
    standings = StandingSerializer(many=True)


class StorySerializer(serializers.Serializer[Any]):
    """How a count comes out: by votes, then each displacement with its rule, what stays empty."""

    voting = serializers.ListField(
        child=serializers.CharField(), help_text="Who voted, where not simply everyone."
    )
    lines = LineSerializer(many=True)
    displacements = serializers.ListField(child=serializers.CharField())
    ties = serializers.ListField(child=serializers.CharField())
    vacant = SeatSerializer(many=True)
    unmet = serializers.ListField(
        child=serializers.CharField(), help_text="Quotas that cannot be met, and by how much."
    )
    opened = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the women present decided about seats kept for women and left empty.",
    )
    alternates = serializers.ListField(
        child=serializers.CharField(), help_text="Who stands in for each seat, in words."
    )
    abstentions = serializers.IntegerField(source="abstain")
    counted = serializers.CharField(
        source="method", help_text="How totals were counted: hands, queue or paper; else empty."
    )
    quota = serializers.IntegerField(help_text="Of ranked papers, in votes; else 0.")
    rounds = RoundSerializer(many=True, help_text="Of ranked papers; else empty.")


class PapersSerializer(serializers.Serializer[Any]):
    """Ballots that bear one ranking: so many papers, the candidacies in order; none is blank."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    ranking = IdsField(max_length=500)
    papers = CountField(default=1, min_value=1, max_value=100_000)


class PapersFileSerializer(serializers.Serializer[Any]):
    """Ranked ballots as a BLT file."""

    text = serializers.CharField(max_length=2_000_000, trim_whitespace=False)


class PileSerializer(serializers.Serializer[Any]):
    """How many papers are typed in, how many of them are blank, how many there may be."""

    papers = serializers.IntegerField()
    blank = serializers.IntegerField()
    present = serializers.IntegerField()


class ElectionSerializer(serializers.Serializer[Any]):
    """The seats that an item is to fill, who stands, and how it came out."""

    id = serializers.UUIDField(source="election.public_id")
    item = serializers.UUIDField(source="election.item.public_id")
    body = BodyReferenceSerializer(source="election.body")
    method = serializers.ChoiceField(ElectionMethod.choices, source="election.method")
    seats = SeatSerializer(many=True)
    candidates = CandidacySerializer(many=True)
    kind = serializers.ChoiceField(MandateKind.choices, source="election.kind")
    limits = serializers.CharField(source="election.limits")
    runners_up = serializers.BooleanField(source="election.runners_up")
    nominations_until = InstantField(source="election.nominations_until", allow_null=True)
    voting = VotingSerializer()
    story = StorySerializer(allow_null=True, help_text="Null before the count.")


class CallSerializer(serializers.Serializer[Any]):
    """An election to come: its seats, who stands, who was asked and has not answered."""

    item = serializers.UUIDField(source="election.item.public_id")
    title = serializers.CharField(source="election.item.title")
    body = BodyReferenceSerializer(source="election.body")
    starts_at = InstantField(source="election.item.meeting.starts_at")
    nominations_until = InstantField(source="election.nominations_until", allow_null=True)
    seats = SeatSerializer(many=True)
    stands = CandidacySerializer(many=True)
    asked = CandidacySerializer(many=True)


class PlanElectionSerializer(serializers.Serializer[Any]):
    """Seats of one office of one body, how votes are given, what the elected are to hold."""

    seats = IdsField(min_length=1, max_length=200)
    method = serializers.ChoiceField(ElectionMethod.choices, default=ElectionMethod.TOTALS)
    kind = serializers.ChoiceField(MandateKind.choices, required=False)
    limits = serializers.CharField(
        max_length=4_000,
        allow_blank=True,
        required=False,
        help_text="Asked of a semi-imperative mandate.",
    )
    closes_days = serializers.IntegerField(
        min_value=0,
        max_value=30,
        required=False,
        help_text="So many days before the meeting nominations close; 0: not before the count.",
    )
    runners_up = serializers.BooleanField(
        required=False,
        help_text="Whether those not elected stand in, most votes first; left out: the charter's.",
    )


class StandSerializer(serializers.Serializer[Any]):
    """Whom the meeting puts up, and who accepts."""

    person = serializers.UUIDField()


class ComponentSerializer(serializers.Serializer[Any]):
    """A component that the charter lists, and an organisation that it names for it."""

    component = serializers.CharField(max_length=40)
    organisation = serializers.CharField(max_length=160)


class CandidateVotesSerializer(serializers.Serializer[Any]):
    """The votes of one candidate."""

    candidacy = serializers.UUIDField()
    votes = CountField()


class TallySerializer(HappenedSerializer):
    """The votes of every candidate; nothing where ranked papers were typed in."""

    votes = serializers.ListField(child=CandidateVotesSerializer(), max_length=500, default=list)
    abstentions = CountField(default=0)
    method = serializers.ChoiceField(
        COUNTED,
        default=Method.HANDS,
        help_text="In queues everyone stands behind one candidate alone.",
    )
    reason = serializers.CharField(
        max_length=2000,
        allow_blank=True,
        default="",
        help_text="What the slip was, when a result that stands is mended.",
    )


class ReleaseSeatsSerializer(HappenedSerializer):
    """Seats kept for women that nobody fills, and how the women present voted on opening them."""

    seats = IdsField(min_length=1, max_length=200)
    votes_for = CountField()
    against = CountField(default=0)


class ForeseenSerializer(serializers.Serializer[Any]):
    """How a tally would come out, and every reason against entering it now."""

    story = StorySerializer(allow_null=True)
    problems = ProblemSerializer(many=True)


class CommitteeSerializer(EnteredSerializer):
    """The committee that a meeting forms, and how it was decided."""

    field = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=160)
    size = CountField(min_value=2, max_value=40)


class FoundCommuneSerializer(serializers.Serializer[Any]):
    """A commune to be founded, its founding meeting, and the recorder who keeps its register."""

    name = serializers.CharField(max_length=140)
    time_zone = serializers.CharField(max_length=40)
    language = serializers.CharField(max_length=12)
    area = serializers.CharField(max_length=4000, allow_blank=True, default="")
    matters = serializers.CharField(max_length=4000, allow_blank=True, default="")
    place = serializers.CharField(max_length=200)
    starts_at = InstantField()
    recorder = ParticularsSerializer()
    household_name = serializers.CharField(max_length=120, help_text="Where the recorder lives.")
    address = serializers.CharField(max_length=240, allow_blank=True, default="")
