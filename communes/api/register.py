"""The register of a commune, for those who keep it; to anyone else it is not there."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, chosen_one, found, require_seen
from communes.api.filtering import Filter
from communes.api.resources import acts, reads
from communes.domain import recognising, registering
from communes.domain.registering import Home, Particulars
from communes.folding import fold
from communes.models import Body, BodyKind, Household, Person, Residence
from communes.periods import holding
from communes.serializers.people import (
    ArriveSerializer,
    DeathSerializer,
    HouseholdSheetSerializer,
    HouseholdSizeSerializer,
    MergeSerializer,
    MoveSerializer,
    ParticularsSerializer,
    PersonSerializer,
    ResidentSerializer,
)
from communes.serializers.references import SearchSerializer


class ResidentFilter(Filter):
    """Residents confirmed, or added at the door and not yet."""

    confirmed = filters.BooleanFilter()

    class Meta:
        model = Residence
        fields: list[str] = []


@reads(HouseholdSizeSerializer, lists=True)
def households(ask: Ask, commune: UUID) -> QuerySet[Household]:
    """The households of a commune, by name."""
    return _households(_kept(ask, commune), ask)


@reads(HouseholdSizeSerializer, lists=True, takes=SearchSerializer)
def search_households(ask: Ask, commune: UUID) -> QuerySet[Household]:
    """Households whose name or address holds every word typed, in whatever script."""
    rows = _households(_kept(ask, commune), ask)
    for word in fold(ask.told["letters"]).split():
        rows = rows.filter(folded__contains=word)
    return rows


@reads(HouseholdSheetSerializer)
def household(ask: Ask, commune: UUID, household: UUID) -> dict[str, object]:
    """A household and those who live in it now."""
    body = _kept(ask, commune)
    row = found(_households(body, ask), household)
    here = Residence.objects.filter(holding(ask.at), household=row, commune=body.pk)
    people = Person.objects.filter(pk__in=here.values("person"))
    return {"household": row, "residents": people}


@reads(ResidentSerializer, lists=True, filters=ResidentFilter)
def persons(ask: Ask, commune: UUID) -> QuerySet[Residence]:
    """The residents of a commune, by name."""
    return _residents(_kept(ask, commune), ask)


@reads(ResidentSerializer, lists=True, filters=ResidentFilter, takes=SearchSerializer)
def search_persons(ask: Ask, commune: UUID) -> QuerySet[Residence]:
    """Residents whose name holds every word typed, or sounds like it, in whatever script."""
    body = _kept(ask, commune)
    named = recognising.named(_people(body, ask), ask.told["letters"], ask.at)
    return _residents(body, ask).filter(person__in=named.order_by().values("pk"))


@reads(ResidentSerializer)
def person(ask: Ask, commune: UUID, person: UUID) -> Residence:
    """A resident of the commune."""
    return _resident(_kept(ask, commune), ask, person)


@acts(ResidentSerializer, takes=ArriveSerializer, status=201)
def arrive(ask: Ask, commune: UUID) -> Residence:
    """Enter a newcomer or a newborn."""
    body = _kept(ask, commune)
    home = _home(body, ask)
    told = _particulars(ask)
    return registering.arrive(
        body, particulars=told, home=home, by=ask.actor("register"), at=ask.at
    )


@acts(ResidentSerializer, takes=MoveSerializer)
def move(ask: Ask, commune: UUID, person: UUID) -> Residence:
    """Move a resident to another household, of this commune or of another that is named.

    Into another commune the household goes by name and address: its register is not open here.
    """
    body = _kept(ask, commune)
    row = _resident(body, ask, person).person
    others = Body.objects.existing(ask.at).filter(kind=BodyKind.COMMUNE)
    to = chosen_one(others, ask.told["commune"], "commune") or body
    home = _home(to, ask) if to == body else Home(ask.told["household_name"], ask.told["address"])
    return registering.move(row, commune=to, home=home, by=ask.actor("register"), at=ask.at)


@acts(ResidentSerializer)
def depart(ask: Ask, commune: UUID, person: UUID) -> Residence:
    """Record that a resident left the area; what rests on residence ends with it."""
    row = _resident(_kept(ask, commune), ask, person).person
    return registering.depart(row, by=ask.actor("register"), at=ask.at)


@acts(PersonSerializer, takes=DeathSerializer)
def record_death(ask: Ask, commune: UUID, person: UUID) -> Person:
    """Record a death: residence and mandates end now."""
    row = _resident(_kept(ask, commune), ask, person).person
    registering.record_death(row, on=ask.told["on"], by=ask.actor("register"), at=ask.at)
    return row


@acts(PersonSerializer, takes=ParticularsSerializer)
def correct(ask: Ask, commune: UUID, person: UUID) -> Person:
    """Correct what the register holds of a resident.

    Whoever was added at the door is confirmed by it. A corrected gender ends a mandate whose
    seat is reserved otherwise.
    """
    row = _resident(_kept(ask, commune), ask, person).person
    return registering.correct(
        row, particulars=_particulars(ask), by=ask.actor("register"), at=ask.at
    )


@acts(ResidentSerializer)
def confirm(ask: Ask, commune: UUID, person: UUID) -> Residence:
    """Confirm a resident who was added at the door."""
    body = _kept(ask, commune)
    row = _resident(body, ask, person).person
    registering.confirm(row, by=ask.actor("register"), at=ask.at)
    return _resident(body, ask, person)


@acts(PersonSerializer, takes=MergeSerializer)
def merge(ask: Ask, commune: UUID, person: UUID) -> Person:
    """Declare a resident's entry a duplicate of another of this register; answers what stays."""
    body = _kept(ask, commune)
    row = _resident(body, ask, person).person
    into = chosen_one(_people(body, ask), ask.told["into"], "into")
    assert into is not None
    registering.merge(row, into=into, by=ask.actor("register"), at=ask.at)
    return into


def _kept(ask: Ask, commune: UUID) -> Body:
    """The commune, if whoever asks keeps its register. Raises `Http404`."""
    body = found(Body.objects.filter(kind=BodyKind.COMMUNE), commune)
    require_seen(permissions.may_keep_register(ask.me, body, ask.at))
    return body


def _households(body: Body, ask: Ask) -> QuerySet[Household]:
    here = Residence.objects.filter(holding(ask.at), household=OuterRef("pk"), commune=body.pk)
    living = holding(ask.at, "residences__") & Q(residences__commune=body.pk)
    rows = Household.objects.filter(Exists(here))
    return rows.annotate(residents=Count("residences", filter=living))


def _people(body: Body, ask: Ask) -> QuerySet[Person]:
    return Person.objects.living().residing(body.pk, ask.at)


def _residents(body: Body, ask: Ask) -> QuerySet[Residence]:
    rows = Residence.objects.filter(holding(ask.at), commune=body.pk)
    return rows.select_related("person", "household").order_by("person__sort_key", "pk")


def _resident(body: Body, ask: Ask, person: UUID) -> Residence:
    return _residents(body, ask).get(person=found(_people(body, ask), person))


def _home(body: Body, ask: Ask) -> Home:
    existing = chosen_one(_households(body, ask), ask.told["household"], "household")
    return Home(ask.told["household_name"], ask.told["address"], existing)


def _particulars(ask: Ask) -> Particulars:
    names = ("name", "gender", "birth_year", "birth_date", "parent_name")
    return Particulars(**{name: ask.told[name] for name in names})
