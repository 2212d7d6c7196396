"""How one row names another: by public id and name."""

from typing import Any

from rest_framework import serializers

from communes.models import Body, Person
from communes.serializers.fields import HappenedSerializer, IdField


class BodyReferenceSerializer(serializers.ModelSerializer[Body]):
    """A body, named."""

    id = IdField()

    class Meta:
        model = Body
        fields = ["id", "name", "kind", "circle", "level"]


class PersonReferenceSerializer(serializers.ModelSerializer[Person]):
    """A person, named."""

    id = IdField()

    class Meta:
        model = Person
        fields = ["id", "name"]


class SearchSerializer(serializers.Serializer[Any]):
    """A few letters of a name or a household, sent in the body so that no address holds them."""

    letters = serializers.CharField(max_length=120)


class HandOverSerializer(HappenedSerializer):
    """Who records from now on."""

    person = serializers.UUIDField()
