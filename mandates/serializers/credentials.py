"""Shapes of credentials and of what checking one finds."""

from typing import Any

from rest_framework import serializers

from mandates.arithmetic import tokens


class CredentialSerializer(serializers.Serializer[Any]):
    """The signed code of a mandate as it stands."""

    code = serializers.CharField()
    key = serializers.CharField(help_text="Fingerprint of the installation's key.")


class KeySerializer(serializers.Serializer[Any]):
    """The public key of this installation."""

    key = serializers.CharField(help_text="Its fingerprint.")
    pem = serializers.CharField()


class CheckSerializer(serializers.Serializer[Any]):
    """A code, and the key of another installation if it is to be of that."""

    code = serializers.CharField(max_length=tokens.LONGEST)
    pem = serializers.CharField(max_length=4_096, allow_blank=True, default="")


class CredentialFindingSerializer(serializers.Serializer[Any]):
    """Whether a code holds, and what it says."""

    verdict = serializers.ChoiceField(
        [
            (one, one)
            for one in (
                *("valid", "expired", "not_yet", "ended"),
                *("unknown_key", "forged", "unreadable"),
            )
        ]
    )
    in_books = serializers.BooleanField(help_text="This installation holds the mandate itself.")
    facts = serializers.DictField(help_text="What was signed; `day` is the day of its data.")
