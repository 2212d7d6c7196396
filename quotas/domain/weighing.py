"""Youth, component, women-only and nominated seats: judged only where a charter asks for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date

from django.db.models import Count, Q

from communes.arithmetic.days import latest_birth_date, latest_birth_year
from communes.models import Body, BodyKind, Circle
from mandates.models import OfficeCode
from quotas.arithmetic.composition import Composition
from quotas.arithmetic.minimums import Minimum, least_of
from quotas.domain.apportioning import (
    COMPONENTS,
    HELD,
    VACANT,
    Seats,
    Weighed,
    components,
    components_together,
    grouped,
)
from quotas.domain.ruling import Rules

YOUTH, WOMEN_ONLY, NOMINATED = "youth", "women_only", "nominated"
FURTHER = (YOUTH, COMPONENTS, WOMEN_ONLY, NOMINATED)
TOGETHER = (YOUTH, COMPONENTS, NOMINATED)
"""Rules that are tested on each level taken together too."""


def weigh(
    bodies: Mapping[int, Body], seats: Callable[[], Seats], rules: Rules, on: date, *, live: bool
) -> list[Weighed]:
    """The further rules' verdicts on these bodies, a query or two for each rule that is on.

    `seats` gives their seats of that day beside who holds each (`held`). Components are judged
    only `live`, on the day itself: on a past day nobody knows any more who stood for which.
    """
    found = _young(_concerned(bodies, rules, _youth), seats, rules, on)
    if live:
        found += components(_concerned(bodies, rules, _component), seats, rules)
    return found + _nominated(_concerned(bodies, rules, _by_nomination), seats, rules)


def asked(rules: Rules) -> bool:
    """Whether the charter asks of any body what has to be weighed; a body's own values aside."""
    terms = rules.quotas()
    return bool(terms.youth_share or terms.components.components or terms.nominated_levels)


def women_only(body: Body, held: Composition) -> Weighed:
    """Every seat that is held in a women's body is a woman's; an empty one breaks nothing."""
    minimum = Minimum(held.filled, held.filled, held.women, held.undisclosed)
    return _by_minimum(body, WOMEN_ONLY, minimum)


def together(weighed: Iterable[Weighed], rules: Rules, *, whole: bool) -> Weighed:
    """One rule on the bodies of one kind and level, taken together as one.

    Fixed numbers of component seats are those of all the bodies together *(ours)*; shares are
    of all their seats.
    """
    rows = list(weighed)
    body, rule = rows[0].body, rows[0].rule
    if rule == COMPONENTS:
        return components_together(rows, rules.quotas().components, whole=whole)
    parts = [one.minimum for one in rows if one.minimum]
    columns = {
        name: sum(getattr(one, name) for one in parts)
        for name in ("seats", "least", "counted", "unknown", "vacant_kept", "vacant_open")
    }
    if rule == YOUTH:
        columns["least"] = least_of(rules.quotas().youth_share, columns["seats"])
    return _by_minimum(body, rule, Minimum(**columns))


def _concerned(
    bodies: Mapping[int, Body], rules: Rules, asks: Callable[[Body, Rules], bool]
) -> dict[int, Body]:
    return {pk: body for pk, body in bodies.items() if asks(body, rules)}


def _youth(body: Body, rules: Rules) -> bool:
    return body.circle == Circle.EVERYONE and bool(rules.quotas(body).youth_share)


def _component(body: Body, rules: Rules) -> bool:
    return rules.quotas(body).components.concerns(body.kind, body.level)


def _by_nomination(body: Body, rules: Rules) -> bool:
    if body.kind != BodyKind.COUNCIL or body.circle != Circle.EVERYONE:
        return False
    return body.level in rules.quotas(body).nominated_levels


def _young(
    bodies: Mapping[int, Body], seats: Callable[[], Seats], rules: Rules, on: date
) -> list[Weighed]:
    """Whoever is young on the day judged *(ours)*; without a known birth nobody can tell."""
    limits = rules.communes()
    person = "held__person__"
    born = Q(**{f"{person}birth_date__isnull": False}) | Q(**{f"{person}birth_year__isnull": False})
    old_enough = _reached(person, limits.youth_from, on)
    too_old = _reached(person, limits.youth_until + 1, on)
    rows = grouped(
        bodies,
        seats,
        young=Count("pk", filter=HELD & old_enough),
        old=Count("pk", filter=HELD & too_old),
        unknown=Count("pk", filter=HELD & ~born),
        free=Count("pk", filter=VACANT),
    )
    found = []
    for row in rows:
        body = bodies[row["body_id"]]
        least = least_of(rules.quotas(body).youth_share, row["seats"])
        numbers = (row["young"] - row["old"], row["unknown"], 0, row["free"])
        found.append(_by_minimum(body, YOUTH, Minimum(row["seats"], least, *numbers)))
    return found


def _reached(person: str, age: int, on: date) -> Q:
    """As `Person.objects.reached` has it, of whoever holds the seat."""
    by_date = Q(**{f"{person}birth_date__lte": latest_birth_date(age, on)})
    by_year = Q(**{f"{person}birth_date__isnull": True}) & Q(
        **{f"{person}birth_year__lte": latest_birth_year(age, on)}
    )
    return by_date | by_year


def _nominated(
    bodies: Mapping[int, Body], seats: Callable[[], Seats], rules: Rules
) -> list[Weighed]:
    """Delegates of units have at least what the nominated leave them, rounded up *(ours)*."""
    delegates = Q(office=OfficeCode.DELEGATE)
    rows = grouped(
        bodies,
        seats,
        delegates=Count("pk", filter=delegates),
        sent=Count("pk", filter=delegates & Q(sending_body__isnull=False)),
    )
    found = []
    for row in rows:
        body = bodies[row["body_id"]]
        by_name = int(rules.quotas(body).nominated_share * row["delegates"])
        least = row["delegates"] - by_name
        found.append(_by_minimum(body, NOMINATED, Minimum(row["delegates"], least, row["sent"])))
    return found


def _by_minimum(body: Body, rule: str, minimum: Minimum) -> Weighed:
    own = {**asdict(minimum), "rule": rule}
    return Weighed(body, rule, minimum.verdict, minimum.change(rule), own, minimum)
