"""Audits: the verdicts on a branch as of a day, kept as they were found."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.utils.translation import gettext as _

from communes.domain import loading
from communes.domain.acting import Actor, acting
from communes.models import Account, Body, Charter
from communes.periods import holding
from communes.problems import Problem, refuse_if
from communes.randomness import new_public_ids
from quotas.arithmetic.composition import Composition, Reserved
from quotas.arithmetic.verdicts import Change
from quotas.domain import answering, judging, recollecting, tracking, withholding
from quotas.domain.apportioning import COMPONENTS
from quotas.domain.deciding import PRESENCE
from quotas.domain.judging import PAIR, RULES, Judged, JudgedLevel, Judgement
from quotas.models import Audit, AuditState, Finding, LevelResult

AT_ONCE = 1000
"""An audit of no more bodies than this is carried out while the page waits."""
GRACE = timedelta(minutes=2)
"""So long the sweep leaves an audit to the queue."""
SILENCE = timedelta(minutes=10)
"""A worker that gave no sign of life for so long is taken for dead."""
log = structlog.stdlib.get_logger("quotas.audits")
TASK = "quotas.tasks.run_audit"
"""The name under which the queue carries a larger one out."""


def audit_problems(on: date, *, scope: Body | None, today: date) -> list[Problem]:
    """Why there can be no audit of this day: it has not come, or there was nothing to audit."""
    if on > today:
        message = _("This day has not come yet: nobody knows who will hold which seat.")
        return [Problem("day_in_future", message, {}, "on")]
    at = judging.instant_of(on)
    if not Charter.objects.filter(holding(at)).exists():
        message = _("On this day no charter was in force.")
        return [Problem("no_charter", message, {}, "on")]
    if scope is not None and not Body.objects.existing(at).filter(pk=scope.pk).exists():
        message = _("On this day %(body)s did not exist.") % {"body": scope.name}
        return [Problem("scope_absent", message, {"body": scope.key}, "on")]
    return []


def order(
    on: date,
    *,
    scope: Body | None,
    account: Account | None,
    by: Actor,
    at: datetime,
    rules: Sequence[str] = (),
    occasion: str = "",
) -> Audit:
    """Ask for an audit of a day; `run` carries it out. No `rules` means all. Raises `Refused`.

    `occasion` names an audit that nobody asked for; it is made once.
    """
    with acting(by=by, at=at):
        refuse_if(audit_problems(on, scope=scope, today=judging.day_of(at)))
        then = judging.instant_of(on)
        return Audit.objects.create(
            on=on,
            scope=scope,
            charter=Charter.objects.in_force(then),
            asked_by=account,
            asked_at=at,
            bodies=judging.count_of(scope, then),
            rules=[one for one in RULES if one in rules] if set(rules) < set(RULES) else [],
            occasion=occasion,
        )


class Stopped(Exception):
    """The audit was stopped while it ran."""


def run(audit: Audit, *, at: datetime, clock: Callable[[], datetime] | None = None) -> Audit:
    """Carry an audit out; run twice, it is the same. Passes are counted and write no row.

    One that another worker carries out is left to it, until that one falls silent; one that is
    stopped meanwhile leaves nothing behind. A worker brings a `clock` for its signs of life.
    """
    now = clock or (lambda: at)
    mine = Audit.objects.filter(pk=audit.pk)
    taken = mine.free(now() - SILENCE).update(state=AuditState.RUNNING, heard_at=now(), done=0)

    def tell(done: int) -> None:
        if not mine.filter(state=AuditState.RUNNING).update(done=done, heard_at=now()):
            raise Stopped

    if taken:
        try:
            live = judging.day_of(at) == audit.on
            told = judging.judge(
                audit.on,
                scope=audit.scope,
                charter=audit.charter,
                progress=tell,
                live=live,
                presence=audit.covers(PRESENCE),
            )
            _finish(audit, told, now(), live=live)
        except Stopped:
            log.info("audit stopped", audit=audit.key)
    return mine.select_related("scope", "charter").get()


def run_waiting(at: datetime, clock: Callable[[], datetime] | None = None) -> int:
    """Carry out what the queue did not: never begun, or begun by a worker that died."""
    lost = Audit.objects.free(at - SILENCE).filter(asked_at__lte=at - GRACE)
    rows = list(lost.select_related("scope", "charter").order_by("pk"))
    for row in rows:
        run(row, at=at, clock=clock)
    return len(rows)


def stop_problems(audit: Audit) -> list[Problem]:
    """Why an audit may not be stopped: it is over."""
    if audit.under_way:
        return []
    return [Problem("audit_over", _("This audit is over; there is nothing to stop."))]


def stop(audit: Audit, *, by: Actor, at: datetime) -> Audit:
    """Stop an audit that waits or runs; its worker notices at its next step. Raises `Refused`."""
    with acting(by=by, at=at):
        row = Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
        refuse_if(stop_problems(row))
        row.state, row.finished_at = AuditState.STOPPED, at
        row.save(update_fields=["state", "finished_at"])
    return row


def _finish(audit: Audit, judgement: Judgement, at: datetime, *, live: bool) -> None:
    """Keep what was found, unless somebody stopped it or was quicker."""
    with acting(by=Actor(basis="audit"), at=at):
        row = Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
        if row.state != AuditState.RUNNING:
            raise Stopped
        if live:
            withholding.withhold(row, judgement, at)
        _keep(row, judgement, live=live)
        row.state = AuditState.DONE
        row.finished_at = at
        row.save()
        tracking.track(row, at)
        if row.occasion:
            answering.notify_all(tracking.fallen(row), by=Actor(basis="audit"), at=at)


def figures_of(one: Judged | JudgedLevel) -> dict[str, Any]:
    """The figures of a verdict as plain values: seats, what is needed, the smallest change."""
    figures = _figures(one.composition, one.least, one.change)
    if isinstance(one, Judged) and one.rule == PAIR:
        figures["holders"] = list(one.holders)
    if one.weighed is not None:
        figures["own"] = dict(one.weighed.figures)
    return figures


def _keep(row: Audit, judgement: Judgement, *, live: bool) -> None:
    """Write down what does not pass; of components on a past day, what was found then."""
    known = live or not row.covers(COMPONENTS)
    then = [] if known else recollecting.findings(row)
    judgement.wanting = [told for told in judgement.wanting if row.covers(told[1].rule)]
    loading.load(Finding, FINDING, _findings(row, judgement))
    Finding.objects.bulk_create(then)
    levels = (one for one in judgement.levels if row.covers(one.rule))
    LevelResult.objects.bulk_create(_level(row, one) for one in levels)
    LevelResult.objects.bulk_create([] if known else recollecting.levels(row))
    row.done = row.bodies
    failed = {body for body, _judged in judgement.wanting} | {one.body_id for one in then}
    row.passed = row.bodies - len(failed)


FINDING = ("public_id", "audit_id", "body_id", "rule", "verdict", "change", "figures")


def _findings(row: Audit, judgement: Judgement) -> Iterator[tuple[Any, ...]]:
    """What was found wanting; bodies with the same figures share one account of them."""
    told: dict[int, tuple[Any, ...]] = {}
    keys = new_public_ids(len(judgement.wanting))
    for key, (body, one) in zip(keys, judgement.wanting, strict=True):
        if id(one) not in told:
            change = one.change.seats if one.change is not None else None
            told[id(one)] = (one.rule, str(one.verdict), change, json.dumps(figures_of(one)))
        yield key, row.pk, body, *told[id(one)]


def _figures(held: Composition, least: Reserved, change: Change | None) -> dict[str, Any]:
    steps = [
        {"seats": step.seats, "place": str(step.place), "to": str(step.to)}
        for step in (change.steps if change else ())
    ]
    needed = {"least_women": least.women, "least_men": least.men}
    return {**asdict(held), **needed, "seats": held.seats, "steps": steps}


def _level(audit: Audit, one: JudgedLevel) -> LevelResult:
    return LevelResult(
        audit=audit,
        level=one.level,
        kind=one.kind,
        circle=one.circle,
        rule=one.rule,
        bodies=one.bodies,
        passed=one.passed,
        verdict=str(one.verdict),
        figures=figures_of(one),
    )
