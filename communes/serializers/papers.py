"""Papers: documents as bytes and as text."""

from typing import Any

from django.conf import settings
from rest_framework import serializers


class PaperAskSerializer(serializers.Serializer[Any]):
    """In which language a paper is wanted."""

    language = serializers.ChoiceField(
        settings.LANGUAGES,
        required=False,
        default="",
        help_text="The language of the paper; else that of the answer.",
    )


class PaperSerializer(serializers.Serializer[Any]):
    """A paper in one language."""

    key = serializers.CharField(help_text="What the file says it is.")
    title = serializers.CharField()
    language = serializers.CharField()
    text = serializers.CharField(help_text="The paper as plain text.")
    pdf = serializers.CharField(help_text="The paper as PDF, in base64.")
    digest = serializers.CharField(help_text="SHA-256 of the PDF.")


class ProvingEntrySerializer(serializers.Serializer[Any]):
    """The entry of the body's book that vouches for signed minutes."""

    number = serializers.IntegerField()
    previous = serializers.CharField(help_text="The hash of the entry before.")
    hash = serializers.CharField(help_text="SHA-256 of `previous`, a line feed and `content`.")
    content = serializers.CharField(help_text="Canonical JSON, as it was hashed.")


class MinutesFileSerializer(serializers.Serializer[Any]):
    """Minutes with everything that a check of them needs, without this program."""

    format = serializers.CharField(help_text="`komin-minutes-1`")
    meeting = serializers.UUIDField()
    content = serializers.DictField(help_text="Facts, counts and texts; persons by id.")
    digest = serializers.CharField(
        help_text="What a signature names: SHA-256 of the content as canonical JSON "
        "(keys sorted, no spaces, UTF-8)."
    )
    signed_at = serializers.CharField(allow_null=True)
    salt = serializers.CharField(allow_null=True)
    commitment = serializers.CharField(
        allow_null=True,
        help_text="SHA-256 of the salt, a line feed and the canonical content; the entry's facts "
        "name it as `minutes`.",
    )
    entry = ProvingEntrySerializer(allow_null=True)
