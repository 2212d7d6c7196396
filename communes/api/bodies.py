"""Bodies, and how they stand to one another as of an instant."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, found, require
from communes.api.filtering import Filter, FoldedFilter
from communes.api.resources import reads
from communes.domain import federating
from communes.models import Affiliation, Body, BodyKind, Circle, Relation
from communes.serializers.bodies import (
    BodySerializer,
    RelationSerializer,
    TreeBodySerializer,
    TreeQuerySerializer,
)
from communes.serializers.fields import AsOfSerializer


class BodyFilter(Filter):
    """Bodies by what they are, and by a part of the name however it is typed."""

    kind = filters.ChoiceFilter(choices=BodyKind.choices)
    circle = filters.ChoiceFilter(choices=Circle.choices)
    level = filters.CharFilter(max_length=40)
    search = FoldedFilter(field_name="folded", max_length=160)

    class Meta:
        model = Body
        fields: list[str] = []


class RelationFilter(Filter):
    """Relations of one sort."""

    relation = filters.ChoiceFilter(choices=Relation.choices)

    class Meta:
        model = Affiliation
        fields: list[str] = []


@reads(BodySerializer, lists=True, filters=BodyFilter)
def bodies(ask: Ask) -> QuerySet[Body]:
    """Bodies that exist now, by name."""
    return Body.objects.existing(ask.at)


@reads(RelationSerializer, lists=True, filters=RelationFilter, asks=AsOfSerializer)
def relations(ask: Ask, body: UUID) -> QuerySet[Affiliation]:
    """How a body stands to others as of an instant: above it, below it, beside it."""
    row = found(Body.objects.all(), body)
    require(permissions.may_see_body(ask.me, row, ask.at))
    rows = Affiliation.objects.holding_at(as_of(ask)).filter(Q(body=row) | Q(parent=row))
    return rows.select_related("body", "parent").order_by("since", "pk")


@reads(TreeBodySerializer, lists=True, filters=BodyFilter, asks=TreeQuerySerializer)
def tree(ask: Ask) -> QuerySet[Body]:
    """Every body that existed at an instant, with what it stood under.

    Bodies come in the order of their names, not of the tree: a client builds it from `under`.
    """
    at = as_of(ask)
    above = Affiliation.objects.holding_at(at).select_related("parent").order_by("pk")
    rows = Body.objects.existing(at).prefetch_related(Prefetch("affiliations", above))
    root = ask.asked.get("under")
    if root is None:
        return rows
    return rows.filter(pk__in=federating.branch(found(Body.objects.all(), root), at))


def as_of(ask: Ask) -> datetime:
    """The instant asked for, else now."""
    at: datetime = ask.asked.get("at", ask.at)
    return at
