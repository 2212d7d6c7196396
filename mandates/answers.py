"""Answers to the ground floor's questions: who holds which office, and who sits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from communes import remembering
from communes.domain import chartering
from communes.models import (
    Affiliation,
    Body,
    BodyKind,
    BodyParameter,
    Charter,
    Circle,
    Gender,
    Person,
    Relation,
    Residence,
)
from communes.periods import holding
from communes.ports import Office
from communes.sets import among
from mandates.models import Mandate, OfficeCode, Seat
from mandates.parameters import MOST_CARETAKER_DAYS, MandatesParameters, RecallParameters

CARETAKING = (OfficeCode.CO_CHAIR, OfficeCode.DEPUTY, OfficeCode.SECRETARY)
LONGEST_CARE = timedelta(days=MOST_CARETAKER_DAYS)


def parameters(at: datetime, body: Body | None = None) -> MandatesParameters:
    """This floor's section of the charter in force."""
    value = chartering.parameters("mandates", at, body)
    assert isinstance(value, MandatesParameters)
    return value


def recall_parameters(at: datetime, body: Body | None = None) -> RecallParameters:
    """What the charter in force asks for a recall by petition."""
    value = chartering.parameters("recall", at, body)
    assert isinstance(value, RecallParameters)
    return value


def offices_by_body(person: Person, at: datetime) -> Mapping[int, frozenset[Office]]:
    """The person's offices by body id: from mandates in force, and from caretaking."""
    found: dict[int, set[Office]] = defaultdict(set)
    for one in _places(person, at):
        found[one.body].add(one.office)
    return {body: frozenset(codes) for body, codes in found.items()}


class _Place(NamedTuple):
    """What somebody holds or takes care of: in which body, sent by which, as what."""

    body: int
    sender: int | None
    office: Office


def _places(person: Person, at: datetime) -> Sequence[_Place]:
    """All of a person's. Asked by every permission, so it is remembered for a page."""
    return remembering.once(("places", person.pk, at), lambda: _looked_up(person, at))


def _looked_up(person: Person, at: datetime) -> list[_Place]:
    """Only of whoever's term ran out lately is the long question about caretakers put."""
    rows = Mandate.objects.filter(_held_lately(at), person=person).values_list(
        "seat__body_id", "seat__sending_body_id", "seat__office", "pk", "until"
    )
    found, over = [], dict[int, tuple[int, datetime]]()
    for body, sender, office, pk, until in rows:
        if until is None or until > at:
            found.append(_Place(body, sender, Office(office)))
        elif office in CARETAKING:
            over[pk] = body, until
    if lately := _lately_over(over, at):
        kept = caretaking(at).filter(pk__in=lately).values_list("seat__body_id", "seat__office")
        found += [_Place(body, None, Office(office, caretaker=True)) for body, office in kept]
    return found


def _held_lately(at: datetime) -> Q:
    """Condition on mandates: in force, or run out so lately that somebody might take care."""
    return holding(at) | Q(until__lte=at, until__gt=at - LONGEST_CARE, end_reason="")


def _lately_over(over: Mapping[int, tuple[int, datetime]], at: datetime) -> list[int]:
    """Of mandates by key, with their bodies and ends: those that may still be taken care of."""
    try:
        common = parameters(at).caretaker_days if over else 0
    except Charter.DoesNotExist:
        return []
    own = _own_days(at) if over else {}
    return [
        pk
        for pk, (body, until) in over.items()
        if until > at - timedelta(days=own.get(body, common))
    ]


def offices(person: Person, body: Body, at: datetime) -> frozenset[Office]:
    """The person's offices in one body."""
    return offices_by_body(person, at).get(body.pk, frozenset())


def officers(body: Body, at: datetime) -> list[tuple[Person, Office]]:
    """Who runs the body: co-chairs first, then deputies, then the secretary; caretakers too."""
    rows = Mandate.objects.filter(_held_lately(at), seat__body=body, seat__office__in=CARETAKING)
    mine = list(rows.select_related("seat", "person"))
    held = {row.seat_id for row in mine if row.in_force(at)}
    over = {row.pk: (body.pk, row.until) for row in mine if row.until and row.seat_id not in held}
    lately = _lately_over(over, at)
    kept = set(caretaking(at).filter(pk__in=lately).values_list("pk", flat=True) if lately else ())
    found = [
        (CARETAKING.index(OfficeCode(row.seat.office)), row.seat.number, row.pk in kept, row)
        for row in mine
        if row.in_force(at) or row.pk in kept
    ]
    found.sort(key=lambda one: one[:2])
    return [(row.person, Office(row.seat.office, cares)) for _rank, _number, cares, row in found]


def caretaking(at: datetime) -> QuerySet[Mandate]:
    """Mandates whose term ran out lately and whose seat nobody holds since (DOMAIN §5)."""
    try:
        days = parameters(at).caretaker_days
    except Charter.DoesNotExist:
        return Mandate.objects.none()
    held = Mandate.objects.in_force(at).filter(seat=OuterRef("seat"))
    later = Mandate.objects.filter(seat=OuterRef("seat"), since__gt=OuterRef("since"))
    return Mandate.objects.filter(
        *_still_there(at),
        Q(until__lte=at) & _lately(days, at),
        ~Exists(held),
        ~Exists(later),
        end_reason="",
        seat__office__in=CARETAKING,
    ).filter(holding(at, "seat__"))


def _lately(common: int, at: datetime) -> Q:
    """That caretaking is not over: within the days of the seat's body where it has its own value,
    within the charter's elsewhere. Those bodies are looked up beforehand.
    """
    own = _own_days(at)
    found = Q(until__gt=at - timedelta(days=common))
    if own:
        found &= ~Q(among("seat__body", own))
    for days in sorted(set(own.values())):
        theirs = [body for body, value in own.items() if value == days]
        found |= Q(among("seat__body", theirs), until__gt=at - timedelta(days=days))
    return found


def _own_days(at: datetime) -> dict[int, int]:
    """By body: for how many days its officers take care, where it has its own value."""
    rows = BodyParameter.objects.filter(section="mandates", name="caretaker_days")
    return dict(rows.filter(holding(at)).order_by("pk").values_list("body", "value"))


def _still_there(at: datetime) -> list[Q | Exists]:
    """Conditions on mandates: nothing would end them, were they in force: no death, no departure
    from the body's area or from every commune, no leaving of the women's circle.

    Side by side and not one within the other: SQLite reads a query of so many levels only.
    """
    body, sender = OuterRef("seat__body"), OuterRef("seat__sending_body")
    lived = Residence.objects.filter(person=OuterRef("person"))
    near = Affiliation.objects.filter(
        holding(at),
        Q(body=OuterRef(body)) | Q(body=OuterRef(sender)),
        relation__in=[Relation.FORMED_BY, Relation.BESIDE],
    )
    area = lived.filter(Q(commune=body) | Q(commune=sender) | Q(commune__in=near.values("parent")))
    return [
        Exists(Person.objects.living().filter(pk=OuterRef("person"))),
        ~Exists(lived) | Exists(lived.filter(holding(at))),
        ~Exists(area) | Exists(area.filter(holding(at))),
        ~Q(seat__body__circle=Circle.WOMEN) | Q(person__gender=Gender.WOMAN),
    ]


def holds(office: str, at: Any) -> Exists:
    """Condition on persons: holds the office in some body at the instant."""
    rows = Mandate.objects.filter(holding(at), person=OuterRef("pk"), seat__office=office)
    return Exists(rows)


def seated_bodies(person: Person, at: datetime) -> frozenset[int]:
    """Ids of the bodies where the person has a seat, and of those that sent the person.

    A caretaker still has the seat, and is no longer sent.
    """
    found = _places(person, at)
    return frozenset({one.body for one in found} | {one.sender for one in found if one.sender})


def _roll_offices(body: Body) -> Q:
    """In a council the delegates vote; elsewhere whoever holds a seat but the auditors."""
    if body.kind == BodyKind.COUNCIL:
        return Q(seat__office__in=[OfficeCode.DELEGATE, OfficeCode.SPOKE])
    return ~Q(seat__office=OfficeCode.AUDITOR)


def seat_roll(body: Body, sitting: str, at: datetime) -> "QuerySet[Person, Person]":
    """Persons who hold seats of the body, each with the body they stand for."""
    rows = Mandate.objects.in_force(at).filter(_roll_offices(body), seat__body=body)
    voting = rows.exclude(kind="observer")
    sender = voting.filter(person=OuterRef("pk"), seat__sending_body__isnull=False).order_by("pk")
    return Person.objects.filter(pk__in=voting.values("person")).annotate(
        stands_for=Subquery(sender.values("seat__sending_body_id")[:1])
    )


def seats_in_force(body: Body, at: datetime) -> int:
    """How many seats make up the roll of the body, held or vacant."""
    seats = Seat.objects.in_force(at).filter(body=body)
    if body.kind == BodyKind.COUNCIL:
        return seats.filter(office__in=[OfficeCode.DELEGATE, OfficeCode.SPOKE]).count()
    return seats.counted().count()
