"""The list is fixed, everyone numbered, and its mark entered into the book before a seed is known.

What follows from the list, how many are drawn, under which quotas, with which chance, is worked
out here and kept: the seed alone is missing then.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, CommittedList, acting
from communes.domain.keeping import erase_day
from communes.models import Person, Stage
from communes.problems import Problem, refuse_if
from mandates.models import Seat
from quotas.arithmetic import lots
from quotas.arithmetic.drawing import fingerprint
from quotas.arithmetic.fairness import Lottery, Pool, fairest, kinds_of
from quotas.arithmetic.lots import Places, Terms
from quotas.arithmetic.traits import Quota, Traits
from quotas.domain import balancing, electing, forgetting, pooling
from quotas.domain.pooling import eligibility, list_problems, seats_of
from quotas.models import Lot, PoolKind, Sortition

LIST = "sortition"


@dataclass(frozen=True)
class Listed:
    """Who would be on the list were it fixed now, and who would not for a reason."""

    people: Sequence[Person]
    kept_out: Sequence[tuple[Person, Sequence[Problem]]]


def listed(sortition: Sortition, at: datetime) -> Listed:
    """Volunteers, or all members but those who stay out; only those who may hold a seat."""
    rows = sortition.lots.select_related("person").order_by("person__sort_key", "pk")
    people = [row.person for row in rows]
    if sortition.pool == PoolKind.MEMBERS:
        out = {one.pk for one in people}
        everyone = pooling.roll_of(sortition, at).order_by("sort_key", "pk")
        people = [one for one in everyone if one.pk not in out]
    told = eligibility(sortition, people, at)
    fit = [one for one in people if not told[one.pk]]
    hindered = [(one, told[one.pk]) for one in people if told[one.pk]]
    return Listed(fit, [] if sortition.pool == PoolKind.MEMBERS else hindered)


def fix_problems(sortition: Sortition, at: datetime) -> list[Problem]:
    """Every reason against fixing the list now."""
    problems = list_problems(sortition.item, sortition)
    if problems:
        return problems
    if sortition.item.meeting.stage != Stage.OPEN:
        message = _("The list is fixed in the meeting, before everyone’s eyes.")
        return [Problem("meeting_not_open", message)]
    problems = electing.entry_problems(sortition.item, at)
    problems += pooling.drawn_problems(sortition.item, seats_of(sortition))
    if not seats_of(sortition):
        problems.append(Problem("seat_missing", _("Choose the seat."), {}, "seats"))
    elif not listed(sortition, at).people:
        problems.append(Problem("list_empty", _("Nobody is on the list.")))
    return problems


def places_of(sortition: Sortition, seats: Sequence[Seat], at: datetime) -> Places:
    """The seats by whom they are kept for, and how many young people they have to bring."""
    kept = Counter(seat.reserved_gender for seat in seats)
    asked = balancing.further_of(sortition.body, seats, at)
    young = next((one.least for one in asked if one.trait == balancing.YOUTH), 0)
    return Places(kept["woman"], kept["man"], kept[""], young)


def fix(sortition: Sortition, *, by: Actor, at: datetime) -> Sortition:
    """Number everyone on the list, work out the lottery, and enter the mark of the list.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = pooling.locked(sortition)
        refuse_if(fix_problems(row, at))
        seats = seats_of(row)
        places = places_of(row, seats, at)
        people = _numbered(row, listed(row, at).people, at)
        traits = traits_by_number(people, places.young)
        asked = lots.terms(traits, {}, places)
        row.terms = {**told(traits, asked), "places": _as_dict(places)}
        row.mark = mark_of(traits, asked)
        row.frozen_at = at
        row.save(update_fields=["terms", "mark", "frozen_at"])
        erase_on = erase_day(row.item.meeting.body, at)
        named = CommittedList(LIST, row.public_id, forgetting.list_of(row), erase_on)
        acts.enter(row.item.meeting.body, "sortition.fixed", _facts(row, seats), [named])
    return row


def _numbered(sortition: Sortition, people: Sequence[Person], at: datetime) -> list[Lot]:
    """The rows of the list, numbered in an order that tells nothing of who it is."""
    erase_on = erase_day(sortition.item.meeting.body, at)
    known = {row.person_id: row for row in sortition.lots.filter(stays_out=False)}
    rows = []
    for number, person in enumerate(sorted(people, key=lambda one: one.key), start=1):
        row = known.get(person.pk) or Lot(sortition=sortition, person=person, entered_at=at)
        row.number, row.gender, row.erase_on = number, person.gender, erase_on
        row.young = balancing.is_young(person, sortition.body, at)
        rows.append(row)
    Lot.objects.bulk_update(
        [row for row in rows if row.pk], ["number", "gender", "young", "erase_on"]
    )
    Lot.objects.bulk_create([row for row in rows if not row.pk])
    return rows


def traits_by_number(rows: Sequence[Lot], young: int) -> dict[str, Traits]:
    """What the drawing asks of each, by number; of age only where places are kept for the young."""
    return {
        str(row.number): lots.traits_of(row.gender, row.young if young else None)
        for row in sorted(rows, key=lambda one: one.number or 0)
    }


def mark_of(people: Mapping[str, Traits], asked: Terms) -> str:
    """The mark that the book keeps: whoever has the files can work it out."""
    files = lots.people_file(people, asked.quotas), lots.features_file(asked.quotas)
    return lots.mark(*files, asked.size)


def told(people: Mapping[str, Traits], asked: Terms) -> dict[str, Any]:
    """What follows from a list, in figures: the lottery, and the chance of each kind of people."""
    quotas = sorted(asked.quotas, key=lambda one: (one.trait, one.value))
    lottery = fairest(Pool(kinds_of(people, quotas), quotas, asked.size))
    assert lottery is not None, "the terms were chosen so that a panel exists"
    return {
        "size": asked.size,
        "quotas": [[one.trait, one.value, one.least, one.most] for one in asked.quotas],
        "young_short": asked.young_short,
        "panels": [[list(panel), weight] for panel, weight in lottery.panels],
        "kinds": _kinds(lottery, quotas),
        "lottery": fingerprint(lottery),
    }


def _kinds(lottery: Lottery, quotas: Sequence[Quota]) -> list[dict[str, Any]]:
    """Each kind of people, how many they are, and how many of them are drawn in 10⁹ drawings."""
    names = sorted({one.trait for one in quotas})
    return [
        {
            "traits": dict(zip(names, kind.traits, strict=True)),
            "people": len(kind.people),
            "taken": sum(panel[at] * weight for panel, weight in lottery.panels),
        }
        for at, kind in enumerate(lottery.kinds)
    ]


def quotas_in(terms: Mapping[str, Any]) -> list[Quota]:
    """The quotas of terms as they are kept."""
    return [Quota(*one) for one in terms["quotas"]]


def lottery_in(terms: Mapping[str, Any], people: Mapping[str, Traits]) -> Lottery:
    """The lottery of terms as they are kept, for the people whose list they came of."""
    quotas = sorted(quotas_in(terms), key=lambda one: (one.trait, one.value))
    panels = tuple((tuple(panel), weight) for panel, weight in terms["panels"])
    return Lottery(tuple(kinds_of(people, quotas)), panels)


def _as_dict(places: Places) -> dict[str, int]:
    told = {"women": places.women, "men": places.men, "open": places.open}
    return {**told, "young": places.young}


def _facts(sortition: Sortition, seats: Sequence[Seat]) -> dict[str, Any]:
    """What the book keeps of a list: figures and its mark, nobody on it."""
    kept = {name: sortition.terms[name] for name in ("size", "quotas", "lottery")}
    return {
        "sortition": sortition.key,
        "item": sortition.item.key,
        "pool": str(sortition.pool),
        "seats": [seat.key for seat in seats],
        "people": sum(kind["people"] for kind in sortition.terms["kinds"]),
        "mark": sortition.mark,
        **kept,
    }
