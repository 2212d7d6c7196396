"""Seats, mandates and instructions: who sits where, and what binds a delegate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from communes import permissions as ground
from communes.api.asking import Ask, chosen_one, found, require, require_seen
from communes.api.bodies import as_of
from communes.api.deciding import entry_of
from communes.api.filtering import Filter
from communes.api.reaching import body_of, entered, item_of
from communes.api.resources import acts, reads
from communes.domain import rolls
from communes.models import Body, Circle, MotionVersion, Resolution
from communes.serializers.deciding import ResolutionSheetSerializer
from communes.serializers.fields import AsOfSerializer
from communes.serializers.meetings import PlanMotionSerializer
from mandates import permissions
from mandates.domain import binding, instructing, occupying, questioning
from mandates.domain.binding import Sheet
from mandates.domain.instructing import Bond
from mandates.domain.occupying import Place
from mandates.domain.questioning import Question
from mandates.models import Instruction, Mandate, OfficeCode, Seat
from mandates.serializers import (
    BodyWithSeatsSerializer,
    InstructionSerializer,
    InstructSerializer,
    MandateSerializer,
    MandateSheetSerializer,
    PlaceSerializer,
    QuestionSerializer,
    SeatSheetSerializer,
    VersionSerializer,
)


class MandateFilter(Filter):
    """Mandates by office."""

    office = filters.ChoiceFilter(field_name="seat__office", choices=OfficeCode.choices)

    class Meta:
        model = Mandate
        fields: list[str] = []


class InstructionFilter(Filter):
    """Instructions by who gave them, and on which motion before which body."""

    sender = filters.UUIDFilter(field_name="sender__public_id")
    before = filters.UUIDFilter(field_name="motion_version__motion__raised_in__public_id")
    motion = filters.UUIDFilter(field_name="motion_version__motion__public_id")

    class Meta:
        model = Instruction
        fields: list[str] = []


@reads(BodyWithSeatsSerializer)
def body(ask: Ask, body: UUID) -> Body:
    """One body: its size, its next meetings, its seats and who holds them."""
    rows = Body.objects.select_related("commune", "committee")
    row = found(rows, body)
    require(ground.may_see_body(ask.me, row, ask.at))
    row.seats = _places(ask, row, ask.at)  # type: ignore[attr-defined]
    return row


@reads(PlaceSerializer, lists=True, asks=AsOfSerializer)
def seats(ask: Ask, body: UUID) -> Sequence[Place]:
    """The seats of a body as they were at an instant, held or vacant."""
    row = found(Body.objects.all(), body)
    require(ground.may_see_body(ask.me, row, ask.at))
    return _places(ask, row, as_of(ask))


@reads(MandateSerializer, lists=True, filters=MandateFilter, asks=AsOfSerializer)
def body_mandates(ask: Ask, body: UUID) -> QuerySet[Mandate]:
    """The mandates in force in a body at an instant, its own and those it sends elsewhere."""
    row = found(Body.objects.all(), body)
    require(ground.may_see_body(ask.me, row, ask.at))
    rows = _shown(Mandate.objects.in_force(as_of(ask)))
    mine = rows.filter(Q(seat__body=row) | Q(seat__sending_body=row))
    return mine.order_by("seat__office", "seat__number", "pk")


@reads(MandateSerializer, lists=True, filters=MandateFilter)
def my_mandates(ask: Ask) -> QuerySet[Mandate]:
    """The mandates of who asks: those in force, then those that are over, the latest first."""
    rows = _shown(Mandate.objects.filter(person=ask.me) if ask.me else Mandate.objects.none())
    return rows.order_by("-since", "-pk")


@reads(MandateSheetSerializer)
def mandate(ask: Ask, mandate: UUID) -> Sheet:
    """One mandate, what it rests on in the end, and when its body meets next."""
    told = binding.sheets([_mandate(ask, mandate)], ask.at)[0]
    knows = ground.may_read_meetings(ask.me, told.mandate.seat.body, ask.at)
    return told if knows else replace(told, session=None)


@reads(SeatSheetSerializer)
def seat(ask: Ask, seat: UUID) -> dict[str, Any]:
    """A seat, and its life until now: its holders and the gaps between them, newest first."""
    rows = Seat.objects.select_related("body", "sending_body", "follows")
    row = found(rows, seat)
    require(ground.may_see_body(ask.me, row.body, ask.at))
    return {"seat": row, "life": occupying.spans_of(row, ask.at)}


@reads(QuestionSerializer, lists=True)
def questions(ask: Ask, mandate: UUID) -> Sequence[Question]:
    """The motions before the council in which a mandate sits, and what its sender said of each.

    How the delegates voted is shown to them, to who sent them and to who sits there.
    """
    row = _mandate(ask, mandate)
    sender = row.seat.sending_body
    require_seen(sender is not None)
    assert sender is not None
    require_seen(permissions.may_read_bonds(ask.me, sender, row.seat.body, ask.at))
    told = binding.sheets([row], ask.at)[0].questions
    if permissions.may_see_votes(ask.me, row, ask.at):
        return told
    return [replace(one, votes=()) for one in told]


@reads(InstructionSerializer, lists=True, filters=InstructionFilter)
def instructions(ask: Ask) -> QuerySet[Instruction]:
    """The instructions that stand, of bodies and before bodies that whoever asks may read."""
    require(ask.me is not None)
    readable = ground.readable_bodies(ask.me, ask.at)
    host = "motion_version__motion__raised_in"
    rows = _told(Instruction.objects.standing())
    rows = rows.filter(Q(sender__in=readable) | Q(**{f"{host}__in": readable}))
    if not rolls.in_circle(ask.myself, Body(circle=Circle.WOMEN)):
        rows = rows.exclude(Q(sender__circle=Circle.WOMEN) | Q(**{f"{host}__circle": "women"}))
    return rows.order_by("-given_at", "-pk")


@reads(VersionSerializer, lists=True)
def open_motions(ask: Ask, body: UUID) -> QuerySet[MotionVersion]:
    """The wordings on which a body may instruct its delegates now."""
    return questioning.open_before(body_of(ask, body), ask.at)


@reads(InstructionSerializer)
def instruction(ask: Ask, item: UUID) -> Instruction:
    """The instruction that an item is about: planned, or given."""
    planned = instructing.planned_for(item_of(ask, item))
    require_seen(planned is not None)
    assert planned is not None
    return planned


@acts(InstructionSerializer, takes=PlanMotionSerializer)
def plan_instruction(ask: Ask, item: UUID) -> Instruction:
    """Choose the wording on which an item is to instruct; nothing is bound yet."""
    row = entered(ask, item, "instruction")
    known = MotionVersion.objects.filter(
        motion__raised_in__in=ground.readable_bodies(ask.me, ask.at)
    )
    version = chosen_one(known, ask.told["motion_version"], "motion_version")
    assert version is not None
    return instructing.plan(row, version, by=ask.by, at=ask.at)


@acts(ResolutionSheetSerializer, takes=InstructSerializer, status=201)
def instruct(ask: Ask, item: UUID) -> Resolution:
    """Enter the decision on an instruction; adopted, it binds the whole delegation."""
    row = entered(ask, item, "instruction")
    bond = Bond(ask.told["stance"], ask.told["limits"])
    return instructing.instruct(row, bond=bond, **entry_of(ask, row))


def _places(ask: Ask, row: Body, at: datetime) -> Sequence[Place]:
    """The seats of a body; a circle's meetings stay unsaid to others, those that elect too."""
    places = occupying.places(row, at)
    if ground.may_read_meetings(ask.me, row, ask.at):
        return places
    return [replace(one, election=None) for one in places]


def _mandate(ask: Ask, mandate: UUID) -> Mandate:
    return found(_shown(Mandate.objects.all()), mandate)


def _shown(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return binding.with_seats(rows).select_related("seat__follows", "rests_on")


def _told(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    return rows.select_related("item", "sender", "motion_version__motion__raised_in", "resolution")
