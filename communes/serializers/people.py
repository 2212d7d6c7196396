"""What a commune's register holds: persons, households, and how both change."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from communes.models import Gender, Household, Person, Residence
from communes.serializers.fields import CountField, DayField, IdField, IdsField
from communes.serializers.references import PersonReferenceSerializer


class HouseholdSerializer(serializers.ModelSerializer[Household]):
    """People living together at one address."""

    id = IdField()

    class Meta:
        model = Household
        fields = ["id", "name", "address"]


class HouseholdSizeSerializer(HouseholdSerializer):
    """A household and how many live in it now."""

    residents = serializers.IntegerField()

    class Meta(HouseholdSerializer.Meta):
        fields = [*HouseholdSerializer.Meta.fields, "residents"]


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person as the register holds them."""

    id = IdField()

    class Meta:
        model = Person
        fields = ["id", "name", "parent_name", "gender", "birth_year", "birth_date", "died_on"]


class ResidentSerializer(serializers.ModelSerializer[Residence]):
    """A person, and the household in which they live since when."""

    person = PersonSerializer()
    household = HouseholdSerializer()

    class Meta:
        model = Residence
        fields = ["person", "household", "since", "until", "confirmed"]


class HouseholdSheetSerializer(serializers.Serializer[Any]):
    """A household with those who live in it now."""

    household = HouseholdSerializer()
    residents = PersonSerializer(many=True)


class MatchSerializer(serializers.Serializer[Any]):
    """A person who may be meant; `stay` is the attendance of somebody who is in the room."""

    person = PersonReferenceSerializer()
    household = serializers.CharField()
    stay = serializers.UUIDField(source="stay.public_id", allow_null=True, default=None)


class ParticularsSerializer(serializers.Serializer[Any]):
    """What the register holds of a person; the gender is what the person declares."""

    name = serializers.CharField(max_length=200)
    gender = serializers.ChoiceField(Gender.choices)
    birth_year = CountField(required=False, allow_null=True, default=None, max_value=2200)
    birth_date = DayField(required=False, allow_null=True, default=None)
    parent_name = serializers.CharField(max_length=200, allow_blank=True, default="")


class HomeSerializer(serializers.Serializer[Any]):
    """The household to live in: one of the register by id, or a new one by name and address."""

    household = serializers.UUIDField(required=False, allow_null=True, default=None)
    household_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    address = serializers.CharField(max_length=240, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two must be told, and not both. Raises `ValidationError`."""
        if bool(attrs["household"]) == bool(attrs["household_name"].strip()):
            message = _("Choose a household, or name the new one.")
            raise serializers.ValidationError({"household": message}, "household_missing")
        return attrs


class ArriveSerializer(ParticularsSerializer, HomeSerializer):
    """A newcomer or a newborn, and the household."""


class MoveSerializer(HomeSerializer):
    """The new household, of this commune or of another that is named."""

    commune = serializers.UUIDField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A household of this commune is none of another. Raises `ValidationError`."""
        if attrs["commune"] and attrs["household"]:
            message = _("This household is in this commune, not in the other.")
            raise serializers.ValidationError({"household": message}, "household_elsewhere")
        return super().validate(attrs)


class DeathSerializer(serializers.Serializer[Any]):
    """The day of the death."""

    on = DayField()


class MergeSerializer(serializers.Serializer[Any]):
    """The entry that stays."""

    into = serializers.UUIDField()


class InviteSerializer(serializers.Serializer[Any]):
    """Residents who are to have an account."""

    people = IdsField(min_length=1, max_length=500)


class IssuedSerializer(serializers.Serializer[Any]):
    """A one-time code on paper, in groups of four signs."""

    id = serializers.UUIDField(source="invitation.public_id")
    person = PersonReferenceSerializer(source="invitation.person")
    code = serializers.CharField(
        allow_null=True, help_text="Shown once and stored nowhere: null when answered again."
    )
    expires_at = serializers.DateTimeField(source="invitation.expires_at")


class InvitationsSerializer(serializers.Serializer[Any]):
    """Codes as they were issued, one for each person; earlier codes have lapsed."""

    invitations = IssuedSerializer(many=True)
