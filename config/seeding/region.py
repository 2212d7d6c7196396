"""A region: the village that lives its whole year, model communes, and hundreds of likenesses.

All of it or nothing, and the same for the same number: Komîna Zeytûn with its accounts, some
model communes that live by the deeds, their likenesses, and above them councils of three levels
that are founded and hold their first session by the deeds again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from django.db import transaction
from django.utils import translation

from communes.models import Body, BodyKind, Household, Person
from communes.randomness import drawing_from
from config.seeding import likenesses, models_of_region, telling, vouched
from config.seeding.chronicle import Calendar, take_stock
from config.seeding.councils_of_region import meet
from config.seeding.likenesses import Likeness, Template, counters, set_counters, template
from config.seeding.models_of_region import MODELS, Model
from config.seeding.names import places, words
from config.seeding.renaming import Renaming
from config.seeding.story import Planted
from config.seeding.zeytun import NAME
from quotas.arithmetic.composition import CompositionRule, reserved

Say = Callable[[str], object]
STEP = 25
FEWEST = 3
"""Fewer units need no council."""


@dataclass(frozen=True)
class Extent:
    """How many communes of how many households, how many to a council, and councils to one."""

    communes: int = 600
    homes: int = 250
    to_neighbourhood: int = 12
    to_district: int = 7


def tell(
    *, seed: int, until: date, password: str, say: Say, extent: Extent | None = None
) -> list[Planted]:
    """Fill the database with a region; returns what an audit of the last day finds."""
    told, calendar = extent or Extent(), Calendar(until)
    with (
        transaction.atomic(),
        translation.override("en"),
        drawing_from(Random(f"{seed}:region").randbytes),  # noqa: S311 - a story to tell again
    ):
        village = telling.tell("village", seed=seed, until=until, password=password, say=say)
        communes: dict[str, Model | None] = {NAME: None, **{one.name: one for one in MODELS}}
        templates = {model: _lived(model, told, seed, calendar, say) for model in MODELS}
        communes |= _names(told.communes - len(communes), seed)
        _spread(templates, communes, seed, say)
        say("  the councils meet ...")
        short = _federate(told, calendar, seed, communes)
        take_stock()
    return [one for one in village if "/" not in one.subject] + short + _wanting(communes)


def _wanting(communes: dict[str, Model | None]) -> list[Planted]:
    """What each commune has from its model; the village's of whole levels vanish."""
    return [
        Planted(f"{name}{what}", rule, "vacant", why)
        for name, model in communes.items()
        if model is not None
        for what, rule, why in model.wanting
    ]


def _lived(model: Model, told: Extent, seed: int, calendar: Calendar, say: Say) -> Template:
    say(f"  {model.name} lives by the deeds ...")
    begin = counters()
    chance = Random(f"{seed}:{model.name}")  # noqa: S311 - a story, no secret
    models_of_region.live(model, homes=told.homes, calendar=calendar, chance=chance)
    take_stock()
    return template(model.name, begin)


def _names(count: int, seed: int) -> dict[str, Model]:
    """Names for likenesses, no two alike, and of which model each is: as many as its share."""
    chance = Random(f"{seed}:names")  # noqa: S311 - a story, no secret
    first, second = (words(places()["words"][one]) for one in ("first", "second"))
    drawn = [f"Komîna {one} {other}" for one in first for other in second]
    wheel = [model for model in MODELS for _share in range(model.share)]
    chance.shuffle(wheel)
    chosen = chance.sample(drawn, count)
    return {name: wheel[number % len(wheel)] for number, name in enumerate(chosen)}


def _spread(
    templates: dict[Model, Template], communes: dict[str, Model | None], seed: int, say: Say
) -> None:
    """Write the likenesses, some at a time, stream by stream."""
    fresh = [(name, model) for name, model in communes.items() if name not in _told(communes)]
    last = counters()
    for begin in range(0, len(fresh), STEP):
        part = []
        for name, model in fresh[begin : begin + STEP]:
            assert model is not None
            of = templates[model]
            offsets = {table: last[table] - of.begin[table] for table in last}
            last = {table: last[table] + of.spread(table) for table in last}
            part.append(Likeness(of, name, offsets))
        _write(part, seed)
        say(f"  {min(begin + STEP, len(fresh))} of {len(fresh)} communes ...")
        if begin == 0:
            take_stock()
    set_counters()


def _federate(
    told: Extent, calendar: Calendar, seed: int, communes: dict[str, Model | None]
) -> list[Planted]:
    """Level by level, as many units to a council as the extent says; where women are missing."""
    found = []
    units = list(Body.objects.filter(kind=BodyKind.COMMUNE).exclude(name=NAME).order_by("pk"))
    size = told.to_neighbourhood
    for level, what in (("neighbourhood", "Taxa"), ("district", "Navçeya"), ("region", "Herêma")):
        if len(units) < FEWEST:
            break
        parts = _shared(units, size)
        names = [f"Meclîsa {what} {_place(part[0])}" for part in parts]
        made = meet(calendar, seed, [(p, level, n) for p, n in zip(parts, names, strict=True)])
        units = [made.councils[name] for name in names]
        size = told.to_district if level == "neighbourhood" else len(units)
        found += [name for part, name in zip(parts, names, strict=True) if _short(part, communes)]
    why = "too many co-chairs of its units resigned"
    return [Planted(name, "composition", "vacant", why) for name in found]


def _short(part: list[Body], communes: dict[str, Model | None]) -> bool:
    """Whether a council lacks women because co-chairs of its units, who sit in it, resigned."""
    models = [communes.get(unit.name) for unit in part]
    lost = sum(1 for model in models if model is not None and model.resigns)
    needed = reserved(CompositionRule(Fraction(2, 5), Fraction(2, 5)), 2 * len(part)).women
    return needed > len(part) - lost


def _shared(units: list[Body], size: int) -> list[list[Body]]:
    """Parts of about that size, none much smaller than the others."""
    count = max(1, len(units) // size)
    return [units[len(units) * n // count : len(units) * (n + 1) // count] for n in range(count)]


def _place(unit: Body) -> str:
    """The place after which a council is named: that of its first unit."""
    return unit.name.split(" ", 1 if unit.kind == BodyKind.COMMUNE else 2)[-1]


def _told(communes: dict[str, Model | None]) -> set[str]:
    return {NAME, *(model.name for model in MODELS)} & set(communes)


def _write(part: list[Likeness], seed: int) -> None:
    for like in part:
        like.draw_ids()
        renamed = Renaming(Random(f"{seed}:{like.name}"))  # noqa: S311 - a story, no secret
        for model, table in like.of.tables.items():
            if model in vouched.APART:
                continue
            rows = vouched.special(like, table)
            rows = list(like.rows(table)) if rows is None else rows
            if model is Person:
                rows = renamed.people(table, rows)
            if model is Household:
                rows = renamed.households(table, rows)
            likenesses.write(table, rows)
        vouched.reserve(like)
        vouched.vouch(like)
    vouched.seal()
