"""Minutes, signatures under them, and the book that vouches for both."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communes import entries
from communes.models import Entry, Signing
from communes.serializers.fields import IdField
from communes.serializers.references import PersonReferenceSerializer


class CorrectionSerializer(serializers.Serializer[Any]):
    """What a later meeting resolved should stand beside the minutes."""

    resolution = serializers.UUIDField(source="resolution.public_id")
    item = serializers.UUIDField(allow_null=True, help_text="Under which item; null: the whole.")
    text = serializers.CharField()


class MinutesSerializer(serializers.Serializer[Any]):
    """The minutes as they stand: running, closed, or signed and then immutable."""

    meeting = serializers.UUIDField()
    digest = serializers.CharField(
        help_text="What a signature names: SHA-256 of the content as canonical JSON."
    )
    signed_at = serializers.DateTimeField(allow_null=True)
    commitment = serializers.CharField(
        allow_null=True, help_text="Once signed: the salted hash that stands in the book."
    )
    content = serializers.DictField(help_text="Facts, counts and texts; persons by id.")
    approved_by = serializers.UUIDField(
        allow_null=True, help_text="The resolution of a later meeting that approved them."
    )
    corrections = CorrectionSerializer(many=True)


class SigningSerializer(serializers.ModelSerializer[Signing]):
    """A signature, or its refusal with the reason."""

    person = PersonReferenceSerializer()

    class Meta:
        model = Signing
        fields = ["person", "verdict", "reason", "on_paper", "digest", "at"]


class ExpectedSerializer(serializers.Serializer[Any]):
    """Someone who chaired, and what came of the signature for the present text."""

    person = PersonReferenceSerializer()
    signing = SigningSerializer(allow_null=True)


class SignaturesSerializer(serializers.Serializer[Any]):
    """The signatures that the present text of the minutes has and still needs."""

    digest = serializers.CharField()
    complete = serializers.BooleanField()
    expected = ExpectedSerializer(many=True)
    witnesses = SigningSerializer(many=True)
    witnesses_needed = serializers.IntegerField()


class SignSerializer(serializers.Serializer[Any]):
    """To sign, to refuse with a reason, or to sign as a witness; of exactly the text seen."""

    verdict = serializers.ChoiceField(Signing.Verdict.choices, default=Signing.Verdict.SIGNED)
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")
    seen = serializers.CharField(max_length=64, help_text="The digest of the minutes read.")


class SignedOnPaperSerializer(serializers.Serializer[Any]):
    """A chair's signature on paper, of exactly the text seen; two witnesses sign as well."""

    person = serializers.UUIDField()
    seen = serializers.CharField(max_length=64, help_text="The digest of the minutes printed.")


class ProposeCorrectionSerializer(serializers.Serializer[Any]):
    """A correction of signed minutes, for the body's next meeting to decide on."""

    item = serializers.UUIDField(required=False, allow_null=True, default=None)
    text = serializers.CharField(max_length=20_000)


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """One act in a body's book; `content` is exactly what was hashed."""

    id = IdField()
    sentence = serializers.SerializerMethodField()
    content = serializers.CharField(help_text="Canonical JSON, as it was hashed.")

    class Meta:
        model = Entry
        fields = [
            *("id", "number", "kind", "sentence", "content", "previous", "hash"),
            *("happened_at", "recorded_at"),
        ]

    def get_sentence(self, entry: Entry) -> str:
        """The entry in words."""
        return entries.sentence(entry.kind, json.loads(entry.content)["facts"])


class BreakSerializer(serializers.Serializer[Any]):
    """The first place at which a book does not hold."""

    number = serializers.IntegerField()
    reason = serializers.CharField()


class VerificationSerializer(serializers.Serializer[Any]):
    """A book checked just now: the chain, the minutes, and the lists still kept."""

    whole = serializers.BooleanField()
    entries = serializers.IntegerField()
    head = serializers.CharField(allow_null=True, help_text="The hash of the last entry.")
    broken = serializers.SerializerMethodField()

    @extend_schema_field(BreakSerializer(allow_null=True))
    def get_broken(self, told: dict[str, Any]) -> Any:
        """The first break; null for a whole book."""
        found = told["broken"]
        return BreakSerializer(found).data if found is not None else None
