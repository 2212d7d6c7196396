"""The seed is thrown and draws; a place given up is drawn for again, by the same seed."""

import unicodedata
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, Acts, acting
from communes.models import Stage
from communes.problems import Problem, refuse_if
from quotas.arithmetic import lots
from quotas.arithmetic.drawing import drawn_from
from quotas.arithmetic.lots import Places
from quotas.arithmetic.traits import Traits
from quotas.domain import electing, fixing, pooling
from quotas.models import Drawing, Lot, Sortition

LEAST_SEED = 8
"""Signs of a seed: of eight dice there are 1,679,616 throws *(ours)*."""
LONGEST_SEED = 80


def tidy(seed: str) -> str:
    """The seed as it is kept: Latin digits, one space between what was thrown."""
    signs = "".join(
        str(unicodedata.digit(one)) if unicodedata.digit(one, -1) >= 0 else one for one in seed
    )
    return " ".join(signs.split())


def seed_problems(sortition: Sortition, seed: str, at: datetime) -> list[Problem]:
    """Every reason against this seed now: it comes after the list, once, and is long enough."""
    if sortition.seeded_at is not None:
        return [Problem("seed_thrown", _("The seed is thrown already: there is only one."))]
    if sortition.frozen_at is None:
        message = _("Fix the list first: a seed known before could be chosen to suit somebody.")
        return [Problem("list_not_fixed", message)]
    problems = electing.entry_problems(sortition.item, at)
    problems += pooling.drawn_problems(sortition.item, pooling.seats_of(sortition))
    if at <= sortition.frozen_at:
        message = _("The seed is thrown after the list was fixed.")
        problems.append(Problem("seed_too_early", message, {}, "seed"))
    kept = tidy(seed)
    if len(kept.replace(" ", "")) < LEAST_SEED or len(kept) > LONGEST_SEED:
        message = _("A seed has %(least)s dice or signs at least, %(most)s at most.")
        figures = {"least": LEAST_SEED, "most": LONGEST_SEED}
        problems.append(Problem("seed_length", message % figures, figures, "seed"))
    return problems


def throw(sortition: Sortition, seed: str, *, by: Actor, at: datetime) -> Drawing:
    """Enter the seed that was thrown in the meeting, and draw for all seats. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = pooling.locked(sortition)
        refuse_if(seed_problems(row, seed, at))
        row.seed, row.seeded_at = tidy(seed), at
        row.save(update_fields=["seed", "seeded_at"])
        rows = list(row.lots.filter(number__isnull=False))
        people = fixing.traits_by_number(rows, row.terms["places"]["young"])
        return _draw(row, people, row.terms, acts, at)


def _draw(
    sortition: Sortition,
    people: dict[str, Traits],
    terms: dict[str, Any],
    acts: Acts,
    at: datetime,
    given_up: int | None = None,
) -> Drawing:
    number = sortition.drawings.count() + 1
    seed = lots.seed_of(sortition.seed, number)
    drawn: list[int] = []
    if terms["size"]:
        found = drawn_from(fixing.lottery_in(terms, people), seed)
        drawn = sorted(int(one) for one in found.people)
    sortition.lots.filter(number__in=drawn).update(drawing=number)
    facts = {"sortition": sortition.key, "drawing": number, "seed": seed, "drawn": drawn}
    told = {"given_up": given_up, "lottery": terms["lottery"]}
    acts.enter(sortition.item.meeting.body, "sortition.drawn", {**facts, **told})
    kept = {"number": number, "seed": seed, "terms": terms, "drawn": drawn}
    return Drawing.objects.create(sortition=sortition, for_number=given_up, at=at, **kept)


def give_up_problems(sortition: Sortition, number: int) -> list[Problem]:
    """Why this number cannot give up a place now."""
    item = sortition.item
    if item.resolutions.standing().exists():
        return [Problem("item_decided", _("This item is already decided."))]
    if item.meeting.stage != Stage.OPEN:
        message = _("The meeting is over; who gives up a place now resigns.")
        return [Problem("meeting_not_open", message)]
    rows = Lot.objects.filter(sortition=sortition, drawing__isnull=False, gave_up_at__isnull=True)
    if not rows.filter(number=number).exists():
        message = _("Number %(number)s holds no place that was drawn.") % {"number": number}
        return [Problem("not_drawn", message, {"number": number}, "number")]
    return []


def give_up(sortition: Sortition, number: int, *, by: Actor, at: datetime) -> Drawing:
    """Somebody who was drawn declines: the same seed draws for that place, among who is left.

    Nobody is drawn where nobody left may take it; the seat then stays empty. Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = pooling.locked(sortition)
        refuse_if(give_up_problems(row, number))
        row.lots.filter(number=number).update(gave_up_at=at)
        people, terms = left(row)
        return _draw(row, people, terms, acts, at, number)


def left(sortition: Sortition) -> tuple[dict[str, Traits], dict[str, Any]]:
    """Who was not drawn yet, and the terms by which one of them is drawn beside who stays."""
    places = Places(**sortition.terms["places"])
    rows = list(sortition.lots.filter(number__isnull=False, gave_up_at__isnull=True))
    people = fixing.traits_by_number([one for one in rows if not one.drawing], places.young)
    kept = fixing.traits_by_number([one for one in rows if one.drawing], places.young)
    asked = lots.terms(people, kept, places)
    if asked.size < 1:
        return people, {"size": 0, "quotas": [], "kinds": [], "panels": [], "lottery": ""}
    return people, fixing.told(people, asked)
