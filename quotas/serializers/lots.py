"""Shapes of drawings by lot: what is planned, the list, chances, what was drawn."""

from typing import Any

from rest_framework import serializers

from communes.serializers.fields import IdsField, InstantField
from communes.serializers.references import BodyReferenceSerializer, PersonReferenceSerializer
from mandates.serializers import SeatSerializer
from quotas.domain.drawing_lots import LONGEST_SEED
from quotas.models import PoolKind


class ChanceSerializer(serializers.Serializer[Any]):
    """People who are alike in what the quotas ask, and each one's chance in hundredths."""

    words = serializers.CharField()
    people = serializers.IntegerField()
    percent = serializers.IntegerField()
    places = serializers.FloatField(help_text="How many of them are drawn on average.")


class LotSerializer(serializers.Serializer[Any]):
    """A person on the list, with the number once the list is fixed."""

    person = PersonReferenceSerializer()
    number = serializers.IntegerField(allow_null=True)
    drawing = serializers.IntegerField(allow_null=True, help_text="In which drawing; null: in none")
    gave_up_at = InstantField(allow_null=True)


class DrawingSerializer(serializers.Serializer[Any]):
    """One drawing: its seed, and the numbers that it drew."""

    number = serializers.IntegerField()
    seed = serializers.CharField()
    drawn = serializers.ListField(child=serializers.IntegerField())
    for_number = serializers.IntegerField(
        allow_null=True, help_text="Who gave up the place; null: the first drawing"
    )
    at = InstantField()


class SeatedSerializer(serializers.Serializer[Any]):
    """A seat, and who was drawn for it; nobody where it stays empty."""

    seat = SeatSerializer()
    number = serializers.IntegerField(allow_null=True)
    person = PersonReferenceSerializer(allow_null=True)


class SortitionSerializer(serializers.Serializer[Any]):
    """A drawing as it stands: its seats, the list and its mark, chances, the seed, who is drawn."""

    id = serializers.UUIDField(source="sortition.public_id")
    item = serializers.UUIDField(source="sortition.item.public_id")
    body = BodyReferenceSerializer(source="sortition.body")
    pool = serializers.ChoiceField(PoolKind.choices, source="sortition.pool")
    seats = SeatSerializer(many=True)
    people = serializers.IntegerField(help_text="How many are on the list.")
    fixed_at = InstantField(source="sortition.frozen_at", allow_null=True)
    mark = serializers.CharField(source="sortition.mark", help_text="SHA-256 of the files.")
    chances = ChanceSerializer(many=True)
    seed = serializers.CharField(source="sortition.seed")
    drawings = DrawingSerializer(many=True)
    seated = SeatedSerializer(many=True)


class LotFilesSerializer(serializers.Serializer[Any]):
    """What `manage.py draw` needs to draw again: two tables, how many, the seed."""

    people = serializers.CharField(help_text="people.csv")
    features = serializers.CharField(help_text="features.csv")
    size = serializers.IntegerField()
    seed = serializers.CharField()


class WhichDrawingSerializer(serializers.Serializer[Any]):
    """Of which drawing."""

    drawing = serializers.IntegerField(default=1, min_value=1, max_value=1_000_000)


class PlanSortitionSerializer(serializers.Serializer[Any]):
    """Seats of one office of one body, and among whom lots are drawn."""

    seats = IdsField(min_length=1, max_length=200)
    pool = serializers.ChoiceField(PoolKind.choices, default=PoolKind.VOLUNTEERS)


class ListedSerializer(serializers.Serializer[Any]):
    """Whom the recorder puts on the list, or takes off it."""

    person = serializers.UUIDField()


class SeedSerializer(serializers.Serializer[Any]):
    """What was thrown in the meeting."""

    seed = serializers.CharField(max_length=LONGEST_SEED)


class NumberSerializer(serializers.Serializer[Any]):
    """The number on the list of who gives up a place."""

    number = serializers.IntegerField(min_value=1, max_value=10_000_000)
