"""Judging: every rule for bodies as of an instant, by a charter; reads and writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    CompositionRule,
    Reserved,
    reserved,
    smallest_change,
    together,
    verdict,
)
from quotas.arithmetic.pairs import pair_change, pair_verdict
from quotas.arithmetic.verdicts import Change, Verdict
from quotas.domain.ruling import Rules

COMPOSITION, PAIR = "composition", "pair"
RULES = (COMPOSITION, PAIR)
FEW = 500
"""So many bodies are named to the database; more are asked for by the range of their ids."""
SLICE = 2000


@dataclass(frozen=True)
class Judged:
    """One rule's verdict on one body, with the figures and the smallest change behind it."""

    body: Body
    rule: str
    verdict: Verdict
    change: Change | None
    composition: Composition
    least: Reserved
    holders: tuple[str | None, ...] = ()
    asked: CompositionRule | None = None


@dataclass(frozen=True)
class JudgedLevel:
    """A rule's verdict on the bodies of one kind of one level, taken together as one."""

    level: str
    kind: str
    circle: str
    bodies: int
    passed: int
    verdict: Verdict
    change: Change | None
    composition: Composition
    least: Reserved


@dataclass
class Judgement:
    """The verdicts on all bodies of a scope, and on each level taken together."""

    bodies: list[Judged] = field(default_factory=list)
    levels: list[JudgedLevel] = field(default_factory=list)


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
) -> Judgement:
    """Judge all bodies of the scope as of the day, some thousand at a time.

    `progress` is told how many are done. A slice takes a constant number of queries.
    """
    at = instant_of(on)
    bodies = list(bodies_of(scope, at).items())
    judged: list[Judged] = []
    for begin in range(0, len(bodies), SLICE):
        judged += judge_bodies(dict(bodies[begin : begin + SLICE]), at, charter=charter)
        if progress is not None:
            progress(min(begin + SLICE, len(bodies)))
    return Judgement(judged, list(_levels(judged, Rules(charter, at))))


def judge_bodies(
    bodies: Mapping[int, Body], at: datetime, *, charter: Charter | None = None
) -> list[Judged]:
    """The verdicts on these bodies (by id) at the instant, in a constant number of queries."""
    rules = Rules(charter or Charter.objects.in_force(at), at)
    compositions = _compositions(bodies, at)
    chairs = _chairs(bodies, at)
    return [
        one
        for pk, body in bodies.items()
        for one in judge_rules(body, rules, compositions.get(pk), chairs.get(pk))
    ]


def judge_body(body: Body, at: datetime) -> list[Judged]:
    """The verdicts on one body, for its own page."""
    return judge_bodies({body.pk: body}, at)


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


def _compositions(bodies: Mapping[int, Body], at: datetime) -> dict[int, Composition]:
    """Who holds the seats of each body, in one grouped query.

    A council's co-chairs are among its delegates and are not counted twice.
    """
    rows = _seats(bodies, at).counted()
    rows = rows.exclude(body__kind=BodyKind.COUNCIL, office=OfficeCode.CO_CHAIR)
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


def _levels(judged: Iterable[Judged], rules: Rules) -> Iterator[JudgedLevel]:
    """Each level taken together: its bodies of one kind, judged as one big body."""
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        if one.rule == COMPOSITION:
            groups[one.body.level, one.body.kind, one.body.circle].append(one)
    rule = rules.composition()
    for (level, kind, circle), members in sorted(groups.items()):
        whole = together(one.composition for one in members)
        yield JudgedLevel(
            level=level,
            kind=kind,
            circle=circle,
            bodies=len(members),
            passed=sum(1 for one in members if one.verdict is Verdict.PASS),
            verdict=verdict(rule, whole),
            change=smallest_change(rule, whole),
            composition=whole,
            least=reserved(rule, whole.seats),
        )
