"""Publication of minutes, checks of prints, and who was told of a meeting."""

import base64
import binascii
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes.domain.filing import LARGEST
from communes.domain.publishing import LONGEST, LONGEST_WORD, MOST_WORDS
from communes.models import Delivery, Person, Publication
from communes.notices import sentence
from communes.serializers.fields import IdField


class WithdrawnSerializer(serializers.Serializer[Any]):
    """A publication withdrawn."""

    reason = serializers.CharField()
    at = serializers.DateTimeField()


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """Minutes published, to whom, and how names are told."""

    id = IdField()
    withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = ["id", "readers", "names", "at", "withdrawn"]

    @extend_schema_field(WithdrawnSerializer(allow_null=True))
    def get_withdrawn(self, row: Publication) -> dict[str, Any] | None:
        """Why and when it was withdrawn, if it was."""
        ended = getattr(row, "withdrawal", None)
        return dict(WithdrawnSerializer(ended).data) if ended else None


class PublicationStateSerializer(serializers.Serializer[Any]):
    """What the charter says of these minutes, and what was done."""

    readers = serializers.CharField(help_text="To whom the charter publishes them now.")
    names = serializers.CharField(help_text="How the charter tells names to everyone now.")
    open = serializers.BooleanField(help_text="Whether everyone reads them now, without account.")
    publications = PublicationSerializer(many=True, help_text="The latest first.")


class PublishSerializer(serializers.Serializer[Any]):
    """Names that the text still shows, as it writes them."""

    words = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_WORD),
        max_length=MOST_WORDS,
        default=list,
    )


class WithdrawSerializer(serializers.Serializer[Any]):
    """Why the publication is withdrawn; it stands in the book."""

    reason = serializers.CharField(max_length=LONGEST)


class MarkSerializer(serializers.Serializer[Any]):
    """The entry that vouches for the signed minutes."""

    number = serializers.IntegerField()
    hash = serializers.CharField()


class PublicMinutesSerializer(serializers.Serializer[Any]):
    """Minutes as everyone reads them: blocks of text with names reduced."""

    format = serializers.CharField(help_text="`komin-public-minutes-1`")
    meeting = serializers.UUIDField()
    body = serializers.DictField(help_text="Id and name.")
    number = serializers.IntegerField()
    opened_at = serializers.CharField(allow_null=True)
    published_at = serializers.CharField()
    names = serializers.CharField()
    language = serializers.CharField()
    title = serializers.CharField()
    blocks = serializers.ListField(child=serializers.DictField())
    entry = MarkSerializer(allow_null=True)


class PrintSerializer(serializers.Serializer[Any]):
    """A print to be checked: the code at its end, or the PDF in base64."""

    code = serializers.CharField(max_length=300, default="", allow_blank=True)
    pdf = serializers.CharField(
        max_length=4 * LARGEST // 3 + 4, default="", allow_blank=True, trim_whitespace=True
    )

    def validate_pdf(self, value: str) -> bytes:
        """The bytes. Raises `ValidationError`."""
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise serializers.ValidationError(_("This is not base64."), "base64") from None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two is given. Raises `ValidationError`."""
        if not attrs["code"] and not attrs["pdf"]:
            raise serializers.ValidationError(_("Give the code or the file."), "nothing_given")
        return attrs


class PrintFindingSerializer(serializers.Serializer[Any]):
    """What a check found; `verdict` as `manage.py verify_minutes` tells it."""

    verdict = serializers.ChoiceField(
        ["same", "earlier", "issued", "differs", "unissued", "unknown", "broken"]
    )
    holds = serializers.BooleanField(help_text="Whether paper and book agree.")
    body = serializers.UUIDField(source="body.public_id", allow_null=True, default=None)
    meeting = serializers.UUIDField(source="meeting.public_id", allow_null=True, default=None)
    entry = serializers.IntegerField(source="entry.number", allow_null=True, default=None)
    paper = serializers.CharField(source="paper.kind", allow_null=True, default=None)
    issued_at = serializers.DateTimeField(source="paper.at", allow_null=True, default=None)
    differences = serializers.ListField(child=serializers.CharField())


class ToldDeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One notice, by one way."""

    notice = serializers.UUIDField(source="notice.public_id")
    code = serializers.CharField(source="notice.code")
    waits = serializers.SerializerMethodField(help_text="A letter that is still to be sent.")
    uncertain = serializers.BooleanField(
        help_text="A letter that may have left: the mail server's answer was lost."
    )

    class Meta:
        model = Delivery
        fields = ["notice", "code", "channel", "at", "sent_at", "waits", "uncertain"]

    def get_waits(self, row: Delivery) -> bool:
        """Whether a letter is still to be sent."""
        return row.sent_at is None and row.next_at is not None


class ToldPersonSerializer(serializers.ModelSerializer[Person]):
    """Somebody who has to be told of a meeting, and what reached them."""

    id = IdField()
    account = serializers.SerializerMethodField(help_text="Without: told by word of mouth.")
    told = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = ["id", "name", "account", "told"]

    def get_account(self, row: Person) -> bool:
        """Whether there is an account at all."""
        return getattr(row, "account", None) is not None

    @extend_schema_field(ToldDeliverySerializer(many=True))
    def get_told(self, row: Person) -> list[dict[str, Any]]:
        """What reached the account."""
        rows = getattr(getattr(row, "account", None), "told", [])
        return [dict(one) for one in ToldDeliverySerializer(rows, many=True).data]


class ReachSerializer(serializers.Serializer[Any]):
    """One notice of the meeting, and how far it went."""

    notice = serializers.UUIDField(source="notice.public_id")
    code = serializers.CharField(source="notice.code")
    text = serializers.SerializerMethodField()
    written_at = serializers.DateTimeField(source="notice.written_at")
    handed_at = serializers.DateTimeField(source="notice.handed_at", allow_null=True)
    accounts = serializers.IntegerField()
    letters_sent = serializers.IntegerField(source="sent")
    letters_waiting = serializers.IntegerField(source="waiting")
    letters_failed = serializers.IntegerField(source="failed")

    def get_text(self, row: Any) -> str:
        """The notice in words."""
        return sentence(row.notice.code, row.notice.figures)


class MeetingNoticesSerializer(serializers.Serializer[Any]):
    """What the body was told of a meeting; how many members no account reaches."""

    without_account = serializers.IntegerField()
    notices = ReachSerializer(many=True)
