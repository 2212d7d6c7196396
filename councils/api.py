"""Levels, councils, and how a body comes to belong to one."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django_filters import rest_framework as filters

from communes.api.asking import Ask, chosen_one, found
from communes.api.bodies import as_of
from communes.api.deciding import entry_of
from communes.api.filtering import Filter, FoldedFilter
from communes.api.reaching import body_of, entered
from communes.api.resources import acts, reads
from communes.domain import federating
from communes.models import Body, BodyKind, Circle, Relation, Resolution
from communes.periods import holding
from communes.serializers.bodies import BodySerializer
from communes.serializers.deciding import EnteredSerializer, ResolutionSheetSerializer
from communes.serializers.fields import AsOfSerializer
from councils.domain import joining
from councils.domain.joining import Wish
from councils.models import Joining, Level
from councils.serializers import (
    CouncilSerializer,
    JoiningSerializer,
    JoinSerializer,
    LevelSerializer,
)


class CouncilFilter(Filter):
    """Councils by level and circle, and by a part of the name."""

    level = filters.CharFilter(max_length=40)
    circle = filters.ChoiceFilter(choices=Circle.choices)
    search = FoldedFilter(field_name="folded", max_length=160)

    class Meta:
        model = Body
        fields: list[str] = []


@reads(LevelSerializer, lists=True, asks=AsOfSerializer)
def levels(ask: Ask) -> QuerySet[Level]:
    """The levels of the charter in force at an instant, from the communes upward."""
    return Level.objects.filter(holding(as_of(ask))).order_by("order", "pk")


@reads(CouncilSerializer, lists=True, filters=CouncilFilter)
def councils(ask: Ask) -> QuerySet[Body]:
    """The councils that exist now, by name."""
    rows = Body.objects.existing(ask.at).filter(kind=BodyKind.COUNCIL)
    sends = holding(ask.at, "dependants__") & Q(dependants__relation=Relation.FEDERATES_INTO)
    return rows.annotate(units=Count("dependants", filter=sends))


@reads(BodySerializer, lists=True, asks=AsOfSerializer)
def units(ask: Ask, council: UUID) -> QuerySet[Body]:
    """The bodies that sent delegates to a council at an instant, by name."""
    host = found(Body.objects.filter(kind=BodyKind.COUNCIL), council)
    return federating.dependants(host, Relation.FEDERATES_INTO, as_of(ask))


@reads(JoiningSerializer, lists=True)
def waiting(ask: Ask, council: UUID) -> Sequence[Joining]:
    """The bodies that asked to join a council and wait for its answer."""
    return joining.waiting_for(body_of(ask, council))


@acts(ResolutionSheetSerializer, takes=JoinSerializer, status=201)
def join(ask: Ask, item: UUID) -> Resolution:
    """Enter a body's decision to join a council, or to found one.

    A council without units is joined at once; another answers at its next session.
    """
    row = entered(ask, item, "joining")
    known = Body.objects.existing(ask.at).filter(kind=BodyKind.COUNCIL)
    host = chosen_one(known, ask.told["host"], "host")
    wish = Wish(host, ask.told["level"], ask.told["name"])
    return joining.join(row, wish=wish, **entry_of(ask, row))


@acts(ResolutionSheetSerializer, takes=EnteredSerializer, status=201)
def accept(ask: Ask, item: UUID) -> Resolution:
    """Enter a council's answer to a body that asked to join; adopted, its delegates sit at once."""
    row = entered(ask, item, "acceptance")
    return joining.accept(row, **entry_of(ask, row))
