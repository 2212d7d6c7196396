"""The account that asks, and what it is told."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from communes import notices
from communes.models import Account, Notice
from communes.serializers.fields import IdField
from communes.serializers.people import PersonSerializer
from communes.serializers.references import BodyReferenceSerializer


class OfficeSerializer(serializers.Serializer[Any]):
    """An office held now; a caretaker may only keep running business."""

    body = BodyReferenceSerializer()
    office = serializers.CharField()
    caretaker = serializers.BooleanField()


class AccountSerializer(serializers.Serializer[Any]):
    """Who is signed in, as whom, and what offices that person holds now."""

    id = serializers.UUIDField()
    username = serializers.CharField()
    language = serializers.CharField(allow_blank=True)
    person = PersonSerializer(allow_null=True)
    offices = OfficeSerializer(many=True)


class LanguageSerializer(serializers.ModelSerializer[Account]):
    """The language in which the account is answered; empty: as the browser asks."""

    language = serializers.ChoiceField(settings.LANGUAGES, allow_blank=True)

    class Meta:
        model = Account
        fields = ["language"]


class UnreadSerializer(serializers.Serializer[Any]):
    """How many notices are unread."""

    unread = serializers.IntegerField()


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """Something this account is told, in words of its language."""

    id = IdField()
    sentence = serializers.SerializerMethodField()
    read_at = serializers.DateTimeField(allow_null=True, help_text="Null: not yet read.")

    class Meta:
        model = Notice
        fields = ["id", "code", "sentence", "link", "urgent", "written_at", "read_at"]

    def get_sentence(self, notice: Notice) -> str:
        """The notice in words."""
        return notices.sentence(notice.code, notice.figures)


class AddressSerializer(serializers.Serializer[Any]):
    """The address for letters; empty for none."""

    address = serializers.CharField()
    confirmed = serializers.BooleanField()


class EnterAddressSerializer(serializers.Serializer[Any]):
    """An address of e-mail."""

    address = serializers.EmailField(max_length=254)


class ConfirmAddressSerializer(serializers.Serializer[Any]):
    """The secret end of the link in the letter."""

    secret = serializers.CharField(max_length=200)


class GiveProofSerializer(serializers.Serializer[Any]):
    """A proof that it is still the holder who asks: one of these."""

    proof_password = serializers.CharField(required=False, max_length=4096, trim_whitespace=False)
    proof_code = serializers.CharField(required=False, max_length=64)


class ProofSerializer(serializers.Serializer[Any]):
    """Until when the proof holds."""

    until = serializers.DateTimeField()
