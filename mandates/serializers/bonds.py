"""Shapes of what binds a delegate: declarations, roll-ups, reports, hearings."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.serializers.fields import CountField, IdField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer
from mandates.domain.reporting import Due
from mandates.domain.uniting import RollUp
from mandates.domain.watching import Watched
from mandates.models import Declaration, Declared, Report, Stance
from mandates.serializers import MandateSerializer, VersionSerializer


class DeclareTextSerializer(serializers.Serializer[Any]):
    """Which wording a delegate declares within or beyond the instruction."""

    motion_version = serializers.UUIDField()
    word = serializers.ChoiceField(Declared.choices)


class DeclarationSerializer(serializers.ModelSerializer[Declaration]):
    """A declaration on an amended wording; until the vote is opened the last one holds."""

    mandate = serializers.UUIDField(source="mandate.public_id")
    motion_version = VersionSerializer()

    class Meta:
        model = Declaration
        fields = ["mandate", "motion_version", "word", "at"]


class RuledVoteSerializer(serializers.Serializer[Any]):
    """A vote by name beside what the sender had said when it was opened."""

    ballot = serializers.UUIDField(source="ballot.public_id")
    title = serializers.CharField(source="ballot.item.title")
    person = PersonReferenceSerializer(source="vote.person")
    choice = serializers.CharField(source="vote.choice")
    counts_as = serializers.CharField(source="ruled.counts_as")
    side = serializers.CharField(source="ruled.side", help_text="On which side it counts.")
    standing = serializers.CharField(
        source="ruled.standing", help_text="as_bound, against, beyond, free or unsaid."
    )


class DelegateRecordSerializer(serializers.Serializer[Any]):
    """A delegate with the votes cast under the mandate."""

    mandate = MandateSerializer()
    votes = RuledVoteSerializer(many=True)


class ReportSerializer(serializers.ModelSerializer[Report]):
    """What a body's delegates tell of a session; a draft until it is filed."""

    id = IdField()
    sender = BodyReferenceSerializer()
    session = serializers.UUIDField(source="session.public_id")
    item = serializers.UUIDField(source="item.public_id", allow_null=True, default=None)

    class Meta:
        model = Report
        fields = ["id", "sender", "session", "text", "version", "filed_at", "item"]


class DueSerializer(serializers.Serializer[Any]):
    """A session on which delegates report, until when, and what became of it."""

    session = serializers.UUIDField(source="session.public_id")
    before = BodyReferenceSerializer(source="session.body")
    until = serializers.DateTimeField()
    state = serializers.SerializerMethodField()
    report = serializers.SerializerMethodField()

    def get_state(self, due: Due) -> str:
        """`due`, `overdue`, `filed`, `accepted` or `questioned`."""
        return due.state(self.context["ask"].at)

    def get_report(self, due: Due) -> str | None:
        """The report, once it was filed."""
        filed = due.report is not None and due.report.filed_at is not None
        return due.report.key if filed and due.report else None


class DelegatesSerializer(serializers.Serializer[Any]):
    """A body's delegates with their votes, and the reports they owe or gave."""

    delegates = DelegateRecordSerializer(many=True)
    reports = DueSerializer(many=True)


class WatchedSerializer(serializers.Serializer[Any]):
    """One motion on a session's agenda, what the sender said of it, and its delegates' votes."""

    item = serializers.UUIDField(source="item.public_id")
    title = serializers.CharField(source="item.title")
    version = serializers.UUIDField(source="version.public_id")
    stance = serializers.CharField(source="instruction.stance", default="")
    open = serializers.SerializerMethodField()
    votes = RuledVoteSerializer(many=True, source="casts")
    says = serializers.CharField(
        help_text="The body's one vote in counting by unit; split, void or empty."
    )

    def get_open(self, one: Watched) -> bool:
        """Whether the vote is being taken."""
        return one.ballot is not None and one.ballot.closed_at is None


class SessionSerializer(serializers.Serializer[Any]):
    """A session in which delegates of the body sit."""

    meeting = serializers.UUIDField(source="meeting.public_id")
    before = BodyReferenceSerializer(source="meeting.body")
    closed_at = serializers.DateTimeField(source="meeting.closed_at", allow_null=True)
    votes = WatchedSerializer(many=True)


class SessionsSerializer(serializers.Serializer[Any]):
    """The sessions going on, and a stamp that changes whenever a vote does."""

    stamp = serializers.CharField()
    sessions = SessionSerializer(many=True)


class BeginReportSerializer(serializers.Serializer[Any]):
    """On which session the delegates report."""

    session = serializers.UUIDField()


class SaveReportSerializer(serializers.Serializer[Any]):
    """The text, and the version that its writer was shown."""

    text = serializers.CharField(max_length=20_000, allow_blank=True)
    version = CountField()


class StanceSerializer(serializers.Serializer[Any]):
    """The stance on which a council calls its roll."""

    stance = serializers.ChoiceField(Stance.choices)
    limits = serializers.CharField(max_length=4000, allow_blank=True, default="")


class UnitWordSerializer(serializers.Serializer[Any]):
    """What one unit said of a wording; empty where it said nothing."""

    unit = BodyReferenceSerializer()
    stance = serializers.CharField()
    earlier = serializers.CharField(help_text="Its last stance on an earlier wording.")


class RollUpSerializer(serializers.Serializer[Any]):
    """What the units of a council said, one by one and in sums by stance."""

    units = serializers.SerializerMethodField()
    sums = serializers.DictField(child=CountField())
    opened_at = serializers.DateTimeField(
        allow_null=True, help_text="When the council's roll was called; the words stood then."
    )

    @extend_schema_field(UnitWordSerializer(many=True))
    def get_units(self, told: RollUp) -> Any:
        """The units by name."""
        rows = [
            {
                "unit": unit,
                "stance": exact.stance if exact else "",
                "earlier": earlier.stance if earlier else "",
            }
            for unit, exact, earlier in told.units
        ]
        return UnitWordSerializer(rows, many=True, context=self.context).data
