"""Words under confidential items, for who may read them."""

from rest_framework import serializers

from communes.domain.confiding import Words
from communes.models import What
from communes.serializers.fields import InstantField


class ConfidentialWordsSerializer(serializers.Serializer[Words]):
    """Words under a confidential item, for who holds a seat of its committee."""

    what = serializers.ChoiceField(What.choices)
    of = serializers.UUIDField(source="subject", help_text="The row whose words they are.")
    text = serializers.CharField()
    commitment = serializers.CharField(source="digest", help_text="As the minutes show it.")
    holds = serializers.BooleanField(
        allow_null=True, help_text="Whether an entry vouches for them; null before one names them."
    )
    erased_at = InstantField(allow_null=True)
