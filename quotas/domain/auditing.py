"""Audits: every rule for every body as of a day, by the charter of that day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Count, FilteredRelation, Q
from django.utils.translation import gettext as _

from communes import charter as texts
from communes.arithmetic.days import day_end
from communes.domain import federating
from communes.domain.acting import Actor, acting
from communes.models import Account, Body, BodyKind, BodyParameter, Charter, Circle
from communes.periods import holding
from communes.problems import Problem, refuse_if
from mandates.models import OfficeCode, Seat
from mandates.parameters import MandatesParameters
from quotas.arithmetic.composition import (
    Composition,
    CompositionRule,
    smallest_change,
    together,
    verdict,
)
from quotas.arithmetic.pairs import pair_change, pair_verdict
from quotas.arithmetic.verdicts import Change, Verdict
from quotas.models import Audit, AuditState, Finding, LevelResult
from quotas.parameters import QuotasParameters

COMPOSITION, PAIR = "composition", "pair"
RULES = (COMPOSITION, PAIR)


@dataclass(frozen=True)
class Judged:
    """One rule's verdict on one body, with the figures and the smallest change behind it."""

    body: Body
    rule: str
    verdict: Verdict
    change: Change | None
    composition: Composition
    holders: tuple[str | None, ...] = ()


@dataclass
class Judgement:
    """All verdicts of an audit, and those of each level taken together."""

    bodies: list[Judged] = field(default_factory=list)
    levels: list[LevelResult] = field(default_factory=list)


def instant_of(on: date) -> datetime:
    """The last instant of the day in the zone of the oldest body, for all bodies alike."""
    root = Body.objects.order_by("founded_at", "pk").first()
    zone = ZoneInfo(root.time_zone if root else "UTC")
    return day_end(on, zone) - timedelta(microseconds=1)


def audit_problems(on: date, *, today: date) -> list[Problem]:
    """Why there can be no audit of this day: it has not come, or no charter was in force."""
    if on > today:
        message = _("This day has not come yet: nobody knows who will hold which seat.")
        return [Problem("day_in_future", message, {}, "on")]
    if not Charter.objects.filter(holding(instant_of(on))).exists():
        message = _("On this day no charter was in force.")
        return [Problem("no_charter", message, {}, "on")]
    return []


def order(
    on: date, *, scope: Body | None, account: Account | None, by: Actor, at: datetime
) -> Audit:
    """Ask for an audit of a day; `run` carries it out. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(audit_problems(on, today=instant_day(at)))
        charter = Charter.objects.in_force(instant_of(on))
        return Audit.objects.create(
            on=on, scope=scope, charter=charter, asked_by=account, asked_at=at
        )


def instant_day(at: datetime) -> date:
    """The day of an instant in the zone that audits go by."""
    root = Body.objects.order_by("founded_at", "pk").first()
    return at.astimezone(ZoneInfo(root.time_zone if root else "UTC")).date()


def run(audit: Audit, *, at: datetime) -> Audit:
    """Carry an audit out; run twice, it is the same. Passes are counted and write no row."""
    judgement = judge(audit.on, scope=audit.scope, charter=audit.charter)
    with acting(by=Actor(basis="audit"), at=at):
        row = Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
        if row.state == AuditState.DONE:
            return row
        failed = [one for one in judgement.bodies if one.verdict is not Verdict.PASS]
        Finding.objects.bulk_create((_finding(row, one) for one in failed), batch_size=1000)
        for level in judgement.levels:
            level.audit = row
        LevelResult.objects.bulk_create(judgement.levels)
        row.bodies = row.done = len({one.body.pk for one in judgement.bodies})
        row.passed = row.bodies - len({one.body.pk for one in failed})
        row.state = AuditState.DONE
        row.finished_at = at
        row.save()
    return row


def judge(on: date, *, charter: Charter, scope: Body | None = None) -> Judgement:
    """Judge all bodies of the scope as of the day, in a constant number of queries."""
    at = instant_of(on)
    bodies = _bodies(scope, at)
    rules = _Rules(charter, at)
    compositions = _compositions(bodies, at)
    chairs = _chairs(bodies, at)
    found = Judgement()
    for body in bodies.values():
        found.bodies += _judge_body(body, rules, compositions.get(body.pk), chairs.get(body.pk))
    found.levels = list(_levels(found.bodies, rules))
    return found


def judge_body(body: Body, at: datetime) -> list[Judged]:
    """The verdicts of one body now, for its own page."""
    rules = _Rules(Charter.objects.in_force(at), at)
    one = {body.pk: body}
    return _judge_body(
        body, rules, _compositions(one, at).get(body.pk), _chairs(one, at).get(body.pk)
    )


class _Rules:
    """The charter of the day, with bodies' own values, read once."""

    def __init__(self, charter: Charter, at: datetime) -> None:
        self.text = charter.text
        self.own: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
        rows = BodyParameter.objects.filter(holding(at), section__in=["quotas", "mandates"])
        for body, section, name, value in rows.values_list("body", "section", "name", "value"):
            import json

            self.own[body, section][name] = json.dumps(value)

    def composition(self, body: Body | None = None) -> CompositionRule:
        """The composition rule of a body, or of a level taken together."""
        value = self._section("quotas", body)
        return cast("QuotasParameters", value).composition

    def pair(self, body: Body) -> bool:
        """Whether the pair rule holds for the body."""
        return cast("MandatesParameters", self._section("mandates", body)).pair

    def _section(self, name: str, body: Body | None) -> Any:
        own = self.own.get((body.pk, name), {}) if body else {}
        return texts.section(self.text, name, tuple(sorted(own.items())))


def _bodies(scope: Body | None, at: datetime) -> dict[int, Body]:
    rows = Body.objects.existing(at).order_by("pk")
    if scope is None:
        return rows.in_bulk()
    within = federating.branch(scope, at)
    return {pk: body for pk, body in rows.in_bulk().items() if pk in within}


def _seats(at: datetime) -> Any:
    held = Q(mandates__since__lte=at) & (
        Q(mandates__until__isnull=True) | Q(mandates__until__gt=at)
    )
    return (
        Seat.objects.in_force(at)
        .counted()
        .exclude(body__kind=BodyKind.COUNCIL, office=OfficeCode.CO_CHAIR)
        .annotate(held=FilteredRelation("mandates", condition=held))
    )


def _compositions(bodies: Mapping[int, Body], at: datetime) -> dict[int, Composition]:
    """Who holds the seats of each body, in one grouped query.

    A council's co-chairs are among its delegates and are not counted twice.
    """
    rows = _seats(at)
    if len(bodies) == 1:
        rows = rows.filter(body__in=bodies)
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
    held = Q(mandates__since__lte=at) & (
        Q(mandates__until__isnull=True) | Q(mandates__until__gt=at)
    )
    rows = Seat.objects.in_force(at).filter(office=OfficeCode.CO_CHAIR)
    if len(bodies) == 1:
        rows = rows.filter(body__in=bodies)
    rows = rows.annotate(held=FilteredRelation("mandates", condition=held))
    found: dict[int, list[str | None]] = defaultdict(list)
    for body, gender in rows.order_by("body_id", "number").values_list("body_id", "held__gender"):
        if body in bodies:
            found[body].append(gender)
    return found


def _judge_body(
    body: Body,
    rules: _Rules,
    composition: Composition | None,
    chairs: Sequence[str | None] | None,
) -> list[Judged]:
    judged = []
    if composition is not None and body.circle != Circle.WOMEN:
        rule = rules.composition(body)
        change = smallest_change(rule, composition)
        judged.append(Judged(body, COMPOSITION, verdict(rule, composition), change, composition))
    if chairs and rules.pair(body):
        pair = pair_verdict(body.circle, chairs)
        change = pair_change(body.circle, chairs)
        held = composition or Composition()
        judged.append(Judged(body, PAIR, pair, change, held, tuple(chairs)))
    return judged


def _levels(judged: Iterable[Judged], rules: _Rules) -> Iterator[LevelResult]:
    """Each level taken together: its bodies of one kind, judged as one big body."""
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        if one.rule == COMPOSITION:
            groups[one.body.level, one.body.kind, one.body.circle].append(one)
    for (level, kind, circle), members in sorted(groups.items()):
        whole = together(one.composition for one in members)
        rule = rules.composition()
        yield LevelResult(
            level=level,
            kind=kind,
            circle=circle,
            rule=COMPOSITION,
            bodies=len(members),
            passed=sum(1 for one in members if one.verdict is Verdict.PASS),
            verdict=str(verdict(rule, whole)),
            figures=_figures(whole, smallest_change(rule, whole)),
        )


def _figures(composition: Composition, change: Change | None) -> dict[str, Any]:
    steps = [
        {"seats": step.seats, "place": str(step.place), "to": str(step.to)}
        for step in (change.steps if change else ())
    ]
    return {**asdict(composition), "seats": composition.seats, "steps": steps}


def _finding(audit: Audit, one: Judged) -> Finding:
    figures = _figures(one.composition, one.change)
    if one.rule == PAIR:
        figures["holders"] = list(one.holders)
    return Finding(
        audit=audit,
        body=one.body,
        rule=one.rule,
        verdict=str(one.verdict),
        change=one.change.seats if one.change is not None else None,
        figures=figures,
    )
