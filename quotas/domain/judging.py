"""Judging: every rule for bodies as of an instant, by a charter; reads and writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, FilteredRelation, Q

from communes.arithmetic.days import day_end
from communes.domain import federating
from communes.models import Body, BodyKind, Charter, Circle
from mandates.models import OfficeCode, Seat
from quotas.arithmetic.composition import (
    Composition,
    Reserved,
    reserved,
    smallest_change,
    verdict,
)
from quotas.arithmetic.pairs import pair_change, pair_verdict
from quotas.arithmetic.verdicts import Verdict
from quotas.domain.apportioning import Weighed
from quotas.domain.judged import COMPOSITION, PAIR, RULES, Judged, JudgedLevel, Judgement
from quotas.domain.levelling import levels
from quotas.domain.ruling import Rules
from quotas.domain.weighing import weigh

__all__ = ["COMPOSITION", "PAIR", "RULES", "Judged", "JudgedLevel", "Judgement"]

FEW = 500
"""So many bodies are named to the database; more are asked for by the range of their ids."""
SLICE = 2000


def instant_of(on: date) -> datetime:
    """The last instant of the day in the zone of the oldest body, for all bodies alike."""
    return last_instant(on, zone())


def last_instant(on: date, here: ZoneInfo) -> datetime:
    """The last instant of the day in that zone."""
    return day_end(on, here) - timedelta(microseconds=1)


def day_of(at: datetime) -> date:
    """The day of an instant in that same zone."""
    return at.astimezone(zone()).date()


def bodies_of(scope: Body | None, at: datetime) -> dict[int, Body]:
    """The bodies of a branch (of the whole tree for None) that existed at the instant, by id."""
    rows = Body.objects.existing(at).order_by("pk")
    if scope is None:
        return rows.in_bulk()
    within = federating.branch(scope, at)
    return {pk: body for pk, body in rows.in_bulk().items() if pk in within}


def judge(
    on: date,
    *,
    charter: Charter,
    scope: Body | None = None,
    progress: Callable[[int], None] | None = None,
    live: bool = False,
) -> Judgement:
    """Judge all bodies of the scope as of the day, some thousand at a time.

    `progress` is told how many are done. A slice takes a constant number of queries. Component
    seats are judged only `live`: on that day itself (DOMAIN §2.9).
    """
    at = instant_of(on)
    bodies = list(bodies_of(scope, at).items())
    judged: list[Judged] = []
    for begin in range(0, len(bodies), SLICE):
        judged += judge_bodies(dict(bodies[begin : begin + SLICE]), at, charter=charter, live=live)
        if progress is not None:
            progress(min(begin + SLICE, len(bodies)))
    whole = scope is None or not scope.affiliations.holding_at(at).exists()
    return Judgement(judged, list(levels(judged, Rules(charter, at), whole=whole)))


def judge_bodies(
    bodies: Mapping[int, Body],
    at: datetime,
    *,
    charter: Charter | None = None,
    live: bool = False,
) -> list[Judged]:
    """The verdicts on these bodies (by id) at the instant, in a constant number of queries."""
    rules = Rules(charter or Charter.objects.in_force(at), at)
    compositions = _compositions(bodies, at)
    chairs = _chairs(bodies, at)
    further = defaultdict(list)
    for one in weigh(bodies, lambda: _members(bodies, at), rules, day_of(at), live=live):
        further[one.body.pk].append(_further(one, compositions.get(one.body.pk)))
    return [
        one
        for pk, body in bodies.items()
        for one in (
            *judge_rules(body, rules, compositions.get(pk), chairs.get(pk)),
            *further[pk],
        )
    ]


def judge_body(body: Body, at: datetime) -> list[Judged]:
    """The verdicts on one body now, for its own page."""
    return judge_bodies({body.pk: body}, at, live=True)


def worst(verdicts: Iterable[str]) -> str:
    """The verdict that weighs most; a pass where there is none."""
    order = [Verdict.FAIL, Verdict.UNDETERMINABLE, Verdict.VACANT, Verdict.PASS]
    found = set(verdicts)
    return next((str(one) for one in order if one in found), str(Verdict.PASS))


def zone() -> ZoneInfo:
    """The zone by which days are told apart: that of the oldest body."""
    root = Body.objects.order_by("founded_at", "pk").first()
    return ZoneInfo(root.time_zone if root else "UTC")


def _seats(bodies: Mapping[int, Body], at: datetime) -> Any:
    """Seats in force beside the mandate that holds each, if one does (`held`)."""
    held = Q(mandates__since__lte=at) & (
        Q(mandates__until__isnull=True) | Q(mandates__until__gt=at)
    )
    rows = Seat.objects.in_force(at).annotate(held=FilteredRelation("mandates", condition=held))
    if len(bodies) <= FEW:
        return rows.filter(body__in=bodies)
    return rows.filter(body__gte=min(bodies), body__lte=max(bodies))


def _members(bodies: Mapping[int, Body], at: datetime) -> Any:
    """The seats that make up a body; a council's co-chairs are among its delegates."""
    rows = _seats(bodies, at).counted()
    return rows.exclude(body__kind=BodyKind.COUNCIL, office=OfficeCode.CO_CHAIR)


def _compositions(bodies: Mapping[int, Body], at: datetime) -> dict[int, Composition]:
    """Who holds the seats of each body, in one grouped query."""
    rows = _members(bodies, at)
    vacant = Q(held__isnull=True)
    grouped = rows.values("body_id").annotate(
        women=Count("pk", filter=Q(held__gender="woman")),
        men=Count("pk", filter=Q(held__gender="man")),
        other=Count("pk", filter=Q(held__gender="other")),
        undisclosed=Count("pk", filter=Q(held__gender="undisclosed")),
        vacant_women=Count("pk", filter=vacant & Q(reserved_gender="woman")),
        vacant_men=Count("pk", filter=vacant & Q(reserved_gender="man")),
        vacant_open=Count("pk", filter=vacant & Q(reserved_gender="")),
    )
    return {
        row.pop("body_id"): Composition(**row)
        for row in grouped.order_by("body_id")
        if row["body_id"] in bodies
    }


def _chairs(bodies: Mapping[int, Body], at: datetime) -> dict[int, list[str | None]]:
    """The genders of each body's co-chairs, None for a vacant half, in one query."""
    rows = _seats(bodies, at).filter(office=OfficeCode.CO_CHAIR)
    found: dict[int, list[str | None]] = defaultdict(list)
    for body, gender in rows.order_by("body_id", "number").values_list("body_id", "held__gender"):
        if body in bodies:
            found[body].append(gender)
    return found


def judge_rules(
    body: Body,
    rules: Rules,
    composition: Composition | None,
    chairs: Sequence[str | None] | None,
) -> list[Judged]:
    """The verdicts on a body of that composition with those co-chairs, by these rules."""
    judged = []
    held = composition or Composition()
    rule = rules.composition(body)
    least = reserved(rule, held.seats)
    if composition is not None and body.circle != Circle.WOMEN:
        change = smallest_change(rule, held)
        found = verdict(rule, held)
        judged.append(Judged(body, COMPOSITION, found, change, held, least, asked=rule))
    if chairs and rules.pair(body):
        pair = pair_verdict(body.circle, chairs)
        change = pair_change(body.circle, chairs)
        judged.append(Judged(body, PAIR, pair, change, held, least, tuple(chairs)))
    return judged


def _further(one: Weighed, composition: Composition | None) -> Judged:
    held = composition or Composition()
    nothing = Reserved(0, 0, held.seats)
    return Judged(one.body, one.rule, one.verdict, one.change, held, nothing, weighed=one)
