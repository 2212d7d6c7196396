"""A body's quota picture, for everyone: its seats as a row of marks, and what the rules say."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import template

from communes.models import Body
from quotas import plan_wording, wording
from quotas.arithmetic.seat_plans import SeatPlan
from quotas.domain import dating, judging, relating
from quotas.domain.apportioning import COMPONENTS
from quotas.domain.judging import COMPOSITION, Judged
from quotas.models import Course
from quotas.parameters import QuotasParameters, plan_of

register = template.Library()

FEWER, MORE = 2, 4
"""So many sizes below and above a body's own are shown."""


@register.inclusion_tag("quotas/picture.html")
def quota_picture(body: Body, at: datetime, rule: str = "") -> dict[str, Any]:
    """`{% quota_picture body at %}`: nothing for a body to which no rule applies.

    With a `rule` that one alone, for the page of a finding, which it does not point to.
    """
    judged, today = judging.judge_body(body, at), judging.day_of(at)
    judged = [one for one in judged if rule in ("", one.rule)]
    held = dating.held_now(judged, today)
    rows = Course.objects.open().filter(body=body).exclude(rule__in=[COMPONENTS, rule])
    going = {one.rule: one for one in rows.prefetch_related("events")}
    return {
        "body": body,
        "at": at,
        "opens": rule in ("", COMPOSITION),
        "pictures": [
            {
                **_picture(one),
                "since": held.get((body.pk, one.rule)),
                "course": going.get(one.rule),
                "state": going[one.rule].state(today) if one.rule in going else "",
            }
            for one in judged
        ],
        "today": today,
        "written": dating.last_written([body.pk], at).get(body.pk) if judged else None,
        "alone": bool(rule),
    }


@register.inclusion_tag("quotas/opened_seats.html")
def opened_seats(body: Body, at: datetime) -> dict[str, Any]:
    """`{% opened_seats body at %}`: seats kept for women that the women present opened."""
    return {"opened": relating.of_body(body, at), "zone": body.time_zone}


@register.inclusion_tag("quotas/pictures.html")
def quota_pictures(bodies: list[Body], at: datetime) -> dict[str, Any]:
    """`{% quota_pictures bodies at %}`: many bodies in a list, in a constant number of queries."""
    known = {body.pk: body for body in bodies}
    found: dict[int, list[dict[str, Any]]] = {body.pk: [] for body in bodies}
    for one in judging.judge_bodies(known, at):
        if one.rule == COMPOSITION:
            found[one.body.pk].append(_picture(one))
    return {"rows": [(body, found[body.pk]) for body in bodies]}


def _picture(one: Judged) -> dict[str, Any]:
    held = one.composition
    steps = [
        {"seats": step.seats, "place": str(step.place), "to": str(step.to)}
        for step in (one.change.steps if one.change else ())
    ]
    bare = one.rule != COMPOSITION
    least = {"least_women": one.least.women, "least_men": one.least.men}
    return {
        "pair": bare,
        "rule": wording.rule_name(one.rule),
        "verdict": str(one.verdict),
        "held": held,
        "least": one.least,
        "sentence": _sentence(one, least),
        "missing": (max(0, one.least.women - held.women), max(0, one.least.men - held.men)),
        "choices": _choices(one, least),
        "change": wording.change(steps) or wording.untold(_own(one)),
        "figures": _own(one),
        "doubt": wording.doubt(one.rule, _own(one)),
        "plan": None if bare or one.asked is None else _plan(one.body, one.asked, held.seats),
    }


def _plan(body: Body, asked: QuotasParameters, size: int) -> dict[str, Any]:
    """For whom the seats are kept and why, and what some seats more or fewer would change."""

    def planned(seats: int) -> SeatPlan:
        return plan_of(asked, seats, kind=body.kind, level=body.level)

    now = planned(size)
    sizes = [planned(one) for one in range(max(1, size - FEWER), size + MORE + 1)]
    names = plan_wording.names_of(asked.components)
    return {
        "sentences": plan_wording.told(now, names),
        "men": asked.composition.share_men is not None,
        "youth": now.youth is not None,
        "rows": [(one, one.size == size, plan_wording.changed(now, one, names)) for one in sizes],
        "explained": [
            plan_wording.explained(now, one, names) for one in sizes if abs(one.size - size) == 1
        ],
    }


def _choices(one: Judged, least: dict[str, int]) -> list[str]:
    """Where several smallest changes mend it, the choices."""
    figures = {**asdict(one.composition), **least}
    return wording.choices_of(one.rule, str(one.verdict), figures)


def _own(one: Judged) -> dict[str, Any]:
    return {"own": one.weighed.figures} if one.weighed is not None else {}


def _sentence(one: Judged, least: dict[str, int]) -> str:
    if one.rule == COMPOSITION:
        return _said(one, least)
    if one.weighed is None:
        return wording.pair_needed(one.body.circle)
    return f"{wording.seats(_own(one))}; {wording.needed(_own(one))}"


def _said(one: Judged, least: dict[str, int]) -> str:
    held = one.composition
    counts = {name: getattr(held, name) for name in wording.HOLDERS}
    vacant = {f"vacant_{kind}": getattr(held, f"vacant_{kind}") for kind in wording.KEPT}
    seats = wording.seats({**counts, **vacant, "seats": held.seats})
    return f"{seats}; {wording.needed(least)}"
