"""A register from a file: what is sent, and what an import would do or did."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from communes.serializers.people import HouseholdSerializer
from communes.serializers.references import PersonReferenceSerializer

LARGEST = 20_000_000
"""Bytes of a register file."""


class ImportSerializer(serializers.Serializer[Any]):
    """A CSV file as a spreadsheet writes it; first to look at the plan, then to carry it out."""

    file = serializers.FileField(help_text="household, address, name, gender, birth_year")
    dry_run = serializers.BooleanField(
        default=False, help_text="Only say what would change; nothing is entered."
    )
    digest = serializers.CharField(
        max_length=64, default="", help_text="The digest of the plan that was looked at."
    )
    decisions = serializers.ListField(
        child=serializers.RegexField(r"^\d{1,6}:(same|new|skip)$"),
        max_length=50_000,
        default=list,
        help_text=(
            "For doubtful rows and rows that stand twice, as `row:decision`: `same` person, who "
            "moved; `new`, another person; `skip`. Those without a decision are left out."
        ),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A file of bearable size, and a plan that was looked at. Raises `ValidationError`."""
        if attrs["file"].size > LARGEST:
            message = _("The file is larger than %(most)s MB.") % {"most": LARGEST // 1_000_000}
            raise serializers.ValidationError({"file": message}, "file_too_large")
        if not attrs["dry_run"] and not attrs["digest"]:
            message = _("Look at the plan first; it has a digest.")
            raise serializers.ValidationError({"digest": message}, "digest_missing")
        return attrs


class RemarkSerializer(serializers.Serializer[Any]):
    """Something to say about the file that needs no mending."""

    code = serializers.CharField()
    sentence = serializers.CharField()


class RowSerializer(serializers.Serializer[Any]):
    """A row of the file, by the number that the spreadsheet shows."""

    line = serializers.IntegerField()
    name = serializers.CharField()
    birth_year = serializers.IntegerField()
    household = serializers.CharField()
    address = serializers.CharField()


class RowMatchSerializer(serializers.Serializer[Any]):
    """A row beside the person of the register that it may be, and where that person lives."""

    row = RowSerializer()
    person = PersonReferenceSerializer()
    household = HouseholdSerializer()
    differences = serializers.ListField(child=serializers.CharField())


class PlanSerializer(serializers.Serializer[Any]):
    """What the import would do, or did."""

    applied = serializers.BooleanField()
    digest = serializers.CharField(source="plan.digest")
    new = serializers.SerializerMethodField()
    unchanged = serializers.SerializerMethodField()
    new_households = serializers.IntegerField(source="plan.new_households")
    missing = serializers.IntegerField(
        source="plan.missing", help_text="In the register and not in the file: they stay."
    )
    changed = RowMatchSerializer(source="plan.changed", many=True)
    doubtful = RowMatchSerializer(source="plan.doubtful", many=True)
    twins = RowSerializer(source="plan.twins", many=True)
    notes = RemarkSerializer(many=True)

    def get_new(self, told: dict[str, Any]) -> int:
        """How many residents are new."""
        return len(told["plan"].new)

    def get_unchanged(self, told: dict[str, Any]) -> int:
        """How many rows say what the register says already."""
        return len(told["plan"].unchanged)
