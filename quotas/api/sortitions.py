"""Drawings by lot: planned, the list fixed, the seed thrown, places given up, the result."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from communes.api.asking import Ask, chosen, chosen_one, require, require_fresh, require_seen
from communes.api.reaching import body_of, entered, item_of
from communes.api.resources import acts, reads
from communes.models import AgendaItem, Person, Resolution
from communes.permissions import may_run
from communes.serializers.deciding import ResolutionSheetSerializer
from communes.serializers.fields import HappenedSerializer
from mandates.models import Seat
from mandates.serializers import SeatSerializer
from quotas.domain import drawing_lots, fixing, pooling, seating_drawn, telling_lots
from quotas.domain.telling_lots import Files
from quotas.models import Drawing, Lot, PoolKind, Sortition
from quotas.serializers.lots import (
    DrawingSerializer,
    ListedSerializer,
    LotFilesSerializer,
    LotSerializer,
    NumberSerializer,
    PlanSortitionSerializer,
    SeedSerializer,
    SortitionSerializer,
    WhichDrawingSerializer,
)


@reads(SeatSerializer, lists=True)
def drawable(ask: Ask, body: UUID) -> Sequence[Seat]:
    """The seats that a meeting of a body may fill by lot."""
    return pooling.drawable(body_of(ask, body), ask.at)


@reads(SortitionSerializer)
def sortition(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """The drawing of an item as it stands."""
    return _told(ask, _sortition(item_of(ask, item)))


@acts(SortitionSerializer, takes=PlanSortitionSerializer)
def plan_sortition(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Choose for which seats lots are drawn, and among whom."""
    row = entered(ask, item, "sortition")
    seats = chosen(Seat.objects.in_force(ask.at), ask.told["seats"], "seats")
    return _told(ask, pooling.plan(row, seats, pool=ask.told["pool"], by=ask.by, at=ask.at))


@acts(LotSerializer, status=201)
def volunteer(ask: Ask, item: UUID) -> Lot:
    """Put oneself on the list; where all members are on it, stay out."""
    row = _sortition(item_of(ask, item))
    require(pooling.may_join(ask.me, row, ask.at))
    return pooling.join(row, ask.myself, by=ask.by, at=ask.at)


@acts(SortitionSerializer)
def take_back(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Take it back."""
    row = _sortition(item_of(ask, item))
    require(pooling.may_join(ask.me, row, ask.at))
    pooling.leave(row, ask.myself, by=ask.by, at=ask.at)
    return _told(ask, row)


@reads(LotSerializer, lists=True)
def listed(ask: Ask, item: UUID) -> Sequence[Lot]:
    """Volunteers by name, for members; of all members, and for others, only those drawn."""
    row = _sortition(item_of(ask, item))
    rows = row.lots.select_related("person").order_by("number", "pk")
    if may_run(ask.me, row.item.meeting, ask.at):
        return list(rows)
    if row.pool == PoolKind.MEMBERS or not pooling.may_join(ask.me, row, ask.at):
        rows = rows.filter(drawing__isnull=False)
    return list(rows)


@acts(LotSerializer, takes=ListedSerializer, status=201)
def put_down(ask: Ask, item: UUID) -> Lot:
    """Put somebody in the room on the list; of all members, note who stays out."""
    row = _sortition(entered(ask, item, "sortition"))
    return pooling.join(row, _person(ask), by=ask.by, at=ask.at)


@acts(SortitionSerializer, takes=ListedSerializer)
def take_off(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Take such an entry back."""
    row = _sortition(entered(ask, item, "sortition"))
    pooling.leave(row, _person(ask), by=ask.by, at=ask.at)
    return _told(ask, row)


@acts(SortitionSerializer)
def fix_list(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Fix the list and enter its mark into the book: only then comes the seed."""
    row = _sortition(entered(ask, item, "sortition"))
    return _told(ask, fixing.fix(row, by=ask.by, at=ask.at))


@acts(DrawingSerializer, takes=SeedSerializer, status=201)
def throw_seed(ask: Ask, item: UUID) -> Drawing:
    """Enter the seed that was thrown in the meeting, and draw."""
    row = _sortition(entered(ask, item, "sortition"))
    return drawing_lots.throw(row, ask.told["seed"], by=ask.by, at=ask.at)


@acts(DrawingSerializer, takes=NumberSerializer, status=201)
def give_up_place(ask: Ask, item: UUID) -> Drawing:
    """Record that somebody who was drawn declines; the same seed draws for that place."""
    row = _sortition(entered(ask, item, "sortition"))
    return drawing_lots.give_up(row, ask.told["number"], by=ask.by, at=ask.at)


@reads(LotFilesSerializer, asks=WhichDrawingSerializer)
def lot_files(ask: Ask, item: UUID) -> Files:
    """The tables from which anyone draws again: numbers and traits, no names."""
    row = _sortition(item_of(ask, item))
    found = telling_lots.files(row, ask.asked["drawing"])
    require_seen(found is not None)
    assert found is not None
    return found


@acts(ResolutionSheetSerializer, takes=HappenedSerializer, status=201)
def enter_drawn(ask: Ask, item: UUID) -> Resolution:
    """Enter whom the lot drew; the mandates begin. Needs a fresh proof."""
    row = _sortition(entered(ask, item, "sortition"))
    require_fresh(ask)
    return seating_drawn.enter(row, by=ask.by, at=ask.then(row.item.meeting))


def _sortition(item: AgendaItem) -> Sortition:
    row = pooling.of_item(item)
    require_seen(row is not None)
    assert row is not None
    return row


def _person(ask: Ask) -> Person:
    person = chosen_one(Person.objects.living(), ask.told["person"], "person")
    assert person is not None
    return person


def _told(ask: Ask, row: Sortition) -> Mapping[str, Any]:
    seated, empty = seating_drawn.seating(row) if row.seed else ([], [])
    fixed = row.frozen_at is not None
    kinds = row.terms.get("kinds", [])
    now = 0 if fixed else len(fixing.listed(row, ask.at).people)
    return {
        "sortition": row,
        "seats": pooling.seats_of(row),
        "people": sum(one["people"] for one in kinds) if fixed else now,
        "chances": telling_lots.chances(row.terms),
        "drawings": list(row.drawings.all()),
        "seated": [
            *({"seat": seat, "number": lot.number, "person": lot.person} for seat, lot in seated),
            *({"seat": seat, "number": None, "person": None} for seat in empty),
        ],
    }
