"""Component seats in bodies: who holds them, told so that nobody can be told apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from communes.models import Body
from mandates.models import Seat
from quotas.arithmetic.components import (
    ComponentRule,
    ComponentSeats,
    Sharing,
    component_change,
    component_verdict,
    shared_out,
)
from quotas.arithmetic.concealing import Told, change_is_told, told, told_together
from quotas.arithmetic.minimums import Minimum
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict, change_of
from quotas.domain.ruling import Rules
from quotas.models import Nomination

COMPONENTS = "components"
WITHHELD = "withheld"
"""Says of figures that no number is told, whatever it is: a number left out otherwise is small."""
VACANT = Q(held__isnull=True)
HELD = Q(held__isnull=False)

Seats = QuerySet[Seat, Any]
Names = Mapping[str, Mapping[str, str]]
"""What the charter calls each component, by language."""


@dataclass(frozen=True)
class Weighed:
    """One further rule's verdict on a body: its own figures, the smallest change.

    `minimum` or `held` are the bare numbers, from which a level is taken together; of a
    component the figures tell only what identifies nobody.
    """

    body: Body
    rule: str
    verdict: Verdict
    change: Change | None
    figures: Mapping[str, Any]
    minimum: Minimum | None = None
    needed: Mapping[str, int] = field(default_factory=dict)
    held: ComponentSeats | None = None


def grouped(bodies: Mapping[int, Body], seats: Callable[[], Seats], **told: Any) -> Any:
    """Numbers of seats by body; nothing is asked where no body is concerned."""
    if not bodies:
        return []
    rows = seats()
    found = rows.values("body_id").annotate(seats=Count("pk"), **told).order_by("body_id")
    return [row for row in found if row["body_id"] in bodies]


def components(
    bodies: Mapping[int, Body], seats: Callable[[], Seats], rules: Rules
) -> list[Weighed]:
    """Of bodies that the rule concerns: who holds seats for which, beside the seats left empty."""
    rows = grouped(
        bodies,
        seats,
        filled=Count("pk", filter=HELD),
        free=Count("pk", filter=VACANT & Q(sending_body__isnull=True)),
    )
    held = _held(bodies, seats) if rows else {}
    found = []
    for row in rows:
        body = bodies[row["body_id"]]
        rule = rules.quotas(body).components
        have = ComponentSeats(row["seats"], held[body.pk], 0, row["free"], row["filled"])
        found.append(_by_components(body, _names(rule), shared_out(rule, row["seats"]), have))
    return found


def _held(bodies: Mapping[int, Body], seats: Callable[[], Seats]) -> Mapping[int, dict[str, int]]:
    """How many hold seats for each component, by body: the row that stands with the mandate."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    mandates: Any = seats()
    mandates = mandates.filter(HELD).values("held")
    rows = Nomination.objects.filter(mandate__in=mandates)
    counted = rows.values_list("mandate__seat__body", "component").annotate(n=Count("pk"))
    for body, component, number in counted.order_by("mandate__seat__body", "component"):
        if body in bodies:
            found[body][component] = number
    return found


def components_together(weighed: Sequence[Weighed], rule: ComponentRule, *, whole: bool) -> Weighed:
    """All these bodies as one; what is there is told of the whole tree alone.

    Of two branches that lie within each other the totals would tell what lies between.
    """
    first = weighed[0].body
    parts = [one.held for one in weighed if one.held]
    have = ComponentSeats(
        sum(one.size for one in parts),
        _sum(one.held for one in parts),
        sum(one.vacant_kept for one in parts),
        sum(one.vacant_open for one in parts),
        sum(one.filled for one in parts),
    )
    if rule.concerns(first.kind, first.level) and rule.sharing is not Sharing.FIXED:
        needed = shared_out(rule, have.size)
    else:  # numbers, or each body's own rule
        needed = _sum(one.needed for one in weighed)
    names = {code: name for one in weighed for code, name in one.figures["names"].items()}
    cells = [(_all_codes(names, one.held), one.filled) for one in parts]
    shown = told_together(cells) if whole else dict.fromkeys(names)
    found = _by_components(first, names, needed, have, shown)
    return found if whole else replace(found, figures={**found.figures, WITHHELD: True})


def _by_components(
    body: Body,
    names: Names,
    needed: Mapping[str, int],
    have: ComponentSeats,
    shown: Told | None = None,
) -> Weighed:
    """What is told of it, so that nobody can be told apart."""
    held = _all_codes(names, have.held)
    cells = told(held, have.filled) if shown is None else shown
    open_told = change_is_told(needed, held, cells)
    own = {
        "rule": COMPONENTS,
        "seats": have.size,
        "needed": dict(needed),
        "names": dict(names),
        "held": cells,
        "vacant_kept": have.vacant_kept,
        "vacant_open": have.vacant_open,
        "concealed": not open_told,
    }
    found = component_verdict(needed, have)
    change = _change(needed, have) if open_told else None
    return Weighed(body, COMPONENTS, found, change, own, None, needed, have)


def quiet(one: Weighed) -> Weighed:
    """A component rule's verdict without any number of people.

    What is judged now could be asked for before and after a seat changes hands, and the difference
    would tell of what component its holder is: numbers are told by audits alone.
    """
    hidden = {
        "held": dict.fromkeys(one.figures["held"]),
        "concealed": one.verdict is not Verdict.PASS,
        WITHHELD: True,
    }
    return replace(one, change=None, figures={**one.figures, **hidden})


def _change(needed: Mapping[str, int], have: ComponentSeats) -> Change:
    places = (Place.VACANT_RESERVED, Place.VACANT_OPEN, Place.HELD_BY_OTHERS)
    numbers = zip(component_change(needed, have), places, strict=True)
    return change_of(Step(number, place, COMPONENTS) for number, place in numbers)


def _names(rule: ComponentRule) -> Names:
    return {one.code: dict(one.names) for one in rule.components}


def _all_codes(names: Names, held: Mapping[str, int]) -> dict[str, int]:
    return {code: held.get(code, 0) for code in names}


def _sum(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        for code, number in row.items():
            found[code] += number
    return dict(found)
