"""Judging: every rule for bodies as of an instant, by a charter; reads and writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from communes.domain import chartering, federating
from communes.domain.daying import day_of, instant_of, last_instant, zone
from communes.models import Body, Charter, Circle
from quotas.arithmetic.composition import (
    Composition,
    Reserved,
    reserved,
    smallest_change,
    verdict,
)
from quotas.arithmetic.pairs import pair_change, pair_verdict
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import deciding, surveying
from quotas.domain.apportioning import COMPONENTS, Weighed
from quotas.domain.judged import COMPOSITION, PAIR, RULES, Judged, JudgedLevel, Judgement
from quotas.domain.levelling import levels
from quotas.domain.ruling import Rules
from quotas.domain.surveying import Figures
from quotas.domain.weighing import asked, weigh, women_only

__all__ = [
    "COMPOSITION",
    "PAIR",
    "RULES",
    "Judged",
    "JudgedLevel",
    "Judgement",
    "day_of",
    "instant_of",
    "last_instant",
    "zone",
]

SLICE = 2000
"""So many bodies are weighed at once."""
TOLD = 10_000
"""After so many bodies it is told how far the judging has come."""


def bodies_of(scope: Body | None, at: datetime) -> dict[int, Body]:
    """The bodies of a branch (of the whole tree for None) that existed at the instant, by id."""
    rows = Body.objects.existing(at).order_by("pk")
    if scope is None:
        return rows.in_bulk()
    within = federating.branch(scope, at)
    return {pk: body for pk, body in rows.in_bulk().items() if pk in within}


def count_of(scope: Body | None, at: datetime) -> int:
    """How many bodies of the scope existed at the instant."""
    return Body.objects.existing(at).count() if scope is None else len(ids_of(scope, at))


def ids_of(scope: Body | None, at: datetime) -> set[int]:
    """The ids of the bodies of the scope that existed at the instant."""
    found = set(Body.objects.existing(at).order_by().values_list("pk", flat=True))
    within = _within(scope, at)
    return found if within is None else found & within


def judge(
    on: date,
    *,
    charter: Charter,
    scope: Body | None = None,
    progress: Callable[[int], None] | None = None,
    live: bool = False,
    presence: bool = True,
) -> Judgement:
    """Judge all bodies of the scope as of the day, each set of figures once.

    `progress` is told now and then how many are done. Component seats are judged only `live`:
    on that day itself (DOMAIN §2.9). Meetings are looked at only where `presence` is asked.
    """
    at, tell = instant_of(on), progress or _quietly
    rules = Rules(charter, at)
    found, groups = Judgement(), dict[Figures, _Alike]()
    for pk, alike in _grouped(groups, rules, at, _within(scope, at)):
        found.bodies += 1
        found.wanting += [(pk, one) for one in alike.judged if one.verdict is not Verdict.PASS]
        if found.bodies % TOLD == 0:
            tell(found.bodies)
    further = _judge_further(scope, at, rules, live=live)
    rooms = _in_rooms(_within(scope, at), at, rules) if presence else ()
    found.add(further, rooms)
    shared = ((one, alike.bodies) for alike in groups.values() for one in alike.judged)
    found.levels = list(levels(shared, further, rules, whole=_whole(scope, at)))
    tell(found.bodies)
    return found


def judge_bodies(
    bodies: Mapping[int, Body],
    at: datetime,
    *,
    charter: Charter | None = None,
    live: bool = False,
) -> list[Judged]:
    """The verdicts on these bodies (by id) at the instant, in a constant number of queries.

    No number of a component is told here: whoever looked twice would learn who is of which.
    """
    rules = Rules(charter or chartering.in_force(at), at, bodies)
    figures = dict(surveying.survey(at, rules.special, set(bodies)))
    further = defaultdict(list)
    rooms = _in_rooms(set(bodies), at, rules, passes=True)
    for one in (*rooms, *_weighed(bodies, figures, at, rules, live=live)):
        further[one.body.pk].append(one.quieted() if one.rule == COMPONENTS else one)
    return [
        one
        for pk, body in bodies.items()
        if pk in figures
        for one in (*_judge(body, figures[pk], rules), *further[pk])
    ]


def judge_body(body: Body, at: datetime) -> list[Judged]:
    """The verdicts on one body now, for its own page."""
    return judge_bodies({body.pk: body}, at, live=True)


def worst(verdicts: Iterable[str]) -> str:
    """The verdict that weighs most; a pass where there is none."""
    order = [Verdict.FAIL, Verdict.UNDETERMINABLE, Verdict.VACANT, Verdict.PASS]
    found = set(verdicts)
    return next((str(one) for one in order if one in found), str(Verdict.PASS))


def judge_rules(
    body: Body,
    rules: Rules,
    composition: Composition | None,
    chairs: Sequence[str | None] | None,
) -> list[Judged]:
    """The verdicts on a body of that composition with those co-chairs, by these rules."""
    judged = []
    held = composition or Composition()
    terms = rules.quotas(body)
    rule = terms.composition
    least = reserved(rule, held.seats)
    if composition is not None and body.circle != Circle.WOMEN:
        change = smallest_change(rule, held)
        found = verdict(rule, held)
        judged.append(Judged(body, COMPOSITION, found, change, held, least, asked=terms))
    if composition is not None and body.circle == Circle.WOMEN:
        judged.append(_further(women_only(body, held), held))
    if chairs and rules.pair(body):
        pair = pair_verdict(body.circle, chairs)
        change = pair_change(body.circle, chairs)
        judged.append(Judged(body, PAIR, pair, change, held, least, tuple(chairs)))
    return judged


def _further(one: Weighed, composition: Composition | None) -> Judged:
    held = composition or Composition()
    nothing = Reserved(0, 0, held.seats)
    return Judged(one.body, one.rule, one.verdict, one.change, held, nothing, weighed=one)


@dataclass
class _Alike:
    """What is said of a body with certain figures, and so of all that have them; how many."""

    judged: list[Judged]
    bodies: int = 0


def _grouped(
    groups: dict[Figures, _Alike], rules: Rules, at: datetime, among: set[int] | None
) -> Iterator[tuple[int, _Alike]]:
    """Each body by its id with what is said of all that are like it."""
    for pk, figures in surveying.survey(at, rules.special, among):
        alike = groups.get(figures)
        if alike is None:
            body = Body(pk=pk, **figures.kind_of_body)
            alike = groups[figures] = _Alike(_judge(body, figures, rules))
        alike.bodies += 1
        yield pk, alike


def _judge(body: Body, figures: Figures, rules: Rules) -> list[Judged]:
    return judge_rules(body, rules, figures.composition, figures.holders)


def _judge_further(scope: Body | None, at: datetime, rules: Rules, *, live: bool) -> list[Judged]:
    """What only some charters ask, and some bodies of themselves: weighed body by body."""
    if not (asked(rules) or rules.special):
        return []
    bodies = bodies_of(scope, at)
    chosen = [pk for pk in bodies if asked(rules) or pk in rules.special]
    return [
        one
        for begin in range(0, len(chosen), SLICE)
        for part in [{pk: bodies[pk] for pk in chosen[begin : begin + SLICE]}]
        for figures in [dict(surveying.survey(at, rules.special, set(part)))]
        for one in _weighed(part, figures, at, rules, live=live)
    ]


def _in_rooms(
    among: set[int] | None, at: datetime, rules: Rules, *, passes: bool = False
) -> Iterator[Judged]:
    return (_further(one, None) for one in deciding.weigh(among, at, rules, passes=passes))


def _weighed(
    bodies: Mapping[int, Body],
    figures: Mapping[int, Figures],
    at: datetime,
    rules: Rules,
    *,
    live: bool,
) -> list[Judged]:
    seats = partial(surveying.members, bodies, at)
    found = weigh(bodies, seats, rules, day_of(at), live=live)
    return [_further(one, figures[one.body.pk].composition) for one in found]


def _quietly(_done: int) -> None:
    """Nobody asks how far it has come."""


def _within(scope: Body | None, at: datetime) -> set[int] | None:
    return federating.branch(scope, at) if scope else None


def _whole(scope: Body | None, at: datetime) -> bool:
    """Whether the scope is the whole tree: it belongs to nothing."""
    return scope is None or not scope.affiliations.holding_at(at).exists()
