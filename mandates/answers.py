"""Answers to the ground floor's questions: who holds which office, and who sits."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

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
    """The person's offices by body id: from mandates in force, and from caretaking.

    Asked many times a page: only of whoever's term ran out lately is the long question put.
    """
    found: dict[int, set[Office]] = defaultdict(set)
    ran_out = Q(until__lte=at, until__gt=at - LONGEST_CARE, end_reason="")
    rows = Mandate.objects.filter(holding(at) | ran_out, person=person)
    over: dict[int, tuple[int, datetime]] = {}
    for pk, body, office, until in rows.values_list("pk", "seat__body_id", "seat__office", "until"):
        if until is None or until > at:
            found[body].add(Office(office))
        elif office in CARETAKING:
            over[pk] = body, until
    if lately := _lately_over(over, at):
        kept = caretaking(at).filter(pk__in=lately)
        for body, office in kept.values_list("seat__body_id", "seat__office"):
            found[body].add(Office(office, caretaker=True))
    return {body: frozenset(codes) for body, codes in found.items()}


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
    found: list[tuple[int, int, Person, Office]] = []
    for rows, caretaker in ((Mandate.objects.in_force(at), False), (caretaking(at), True)):
        mine = rows.filter(seat__body=body, seat__office__in=CARETAKING)
        found += [
            (CARETAKING.index(OfficeCode(row.seat.office)), row.seat.number, row.person, office)
            for row in mine.select_related("seat", "person")
            for office in [Office(row.seat.office, caretaker)]
        ]
    found.sort(key=lambda one: one[:2])
    return [(person, office) for _rank, _number, person, office in found]


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
    within the charter's elsewhere. Those bodies are looked up beforehand, like the few of
    `seated_bodies`.
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


def seated_bodies(person: Person, at: datetime) -> QuerySet[Any, Any]:
    """Ids of the bodies where the person has a seat, and of those that sent the person.

    A caretaker still has the seat, and is no longer sent. Those few are looked up beforehand:
    within the queries that ask this one it would lie deeper than SQLite reads.
    """
    mine = Mandate.objects.in_force(at).filter(person=person)
    sits = mine.filter(seat__body=OuterRef("pk"))
    cares = [
        body
        for body, offices in offices_by_body(person, at).items()
        if any(office.caretaker for office in offices)
    ]
    sent = mine.filter(seat__sending_body=OuterRef("pk"))
    return Body.objects.filter(Exists(sits) | Exists(sent) | Q(pk__in=cares)).values("pk")


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
