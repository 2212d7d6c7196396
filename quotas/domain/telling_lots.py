"""A drawing by lot in words: everyone's chance before it, who was drawn after it, and its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.models import Person, Resolution
from quotas.arithmetic import lots
from quotas.arithmetic.fairness import TOTAL
from quotas.arithmetic.traits import Traits
from quotas.domain import fixing
from quotas.models import Drawing, Lot, Sortition


@dataclass(frozen=True)
class Chance:
    """People who are alike in what the quotas ask: how many they are, and each one's chance."""

    words: str
    people: int
    percent: int
    """Of each of them, in hundredths rounded; what is not nothing is never shown as nothing."""
    places: float
    """How many of them are drawn on average."""


@dataclass(frozen=True)
class Round:
    """One drawing: its seed, who was drawn in it, for whose place."""

    drawing: Drawing
    lots: Sequence[Lot]


@dataclass(frozen=True)
class Files:
    """What anyone needs to draw again: the two tables, how many, and the seed."""

    people: str
    features: str
    size: int
    seed: str


def chances(terms: Mapping[str, Any]) -> list[Chance]:
    """The chance of each kind of people, by terms as they are kept."""
    return [
        Chance(
            kind_words(one["traits"]),
            one["people"],
            max(1, round(100 * one["taken"] / (TOTAL * one["people"]))) if one["taken"] else 0,
            round(one["taken"] / TOTAL, 2),
        )
        for one in terms.get("kinds", [])
        if one["people"]
    ]


def kind_words(traits: Mapping[str, str]) -> str:
    """A kind of people as one calls them: "women", "young men"."""
    young = traits.get(lots.YOUTH) == lots.YES
    gender = traits.get(lots.GENDER, lots.OPEN)
    if gender == "woman":
        return _("young women") if young else _("women")
    if gender == "man":
        return _("young men") if young else _("men")
    return _("others, young") if young else _("others")


def chance_sentence(terms: Mapping[str, Any]) -> str:
    """Everyone's chance in one sentence, equal or as equal as the quotas allow."""
    told = chances(terms)
    people = sum(one.people for one in told)
    size = terms.get("size", 0)
    figures = {"size": size, "people": people}
    if len({one.percent for one in told}) == 1:
        message = _("Everyone has the same chance: %(size)s of %(people)s are drawn.")
        return message % figures
    message = _(
        "%(size)s of %(people)s are drawn. The places kept for some make the chances unequal; "
        "no other lottery that keeps them makes the lowest chance higher."
    )
    return message % figures


def rounds(sortition: Sortition) -> list[Round]:
    """Every drawing with those whom it drew, the first first."""
    rows = sortition.lots.filter(drawing__isnull=False).select_related("person")
    drawn = list(rows.order_by("number"))
    return [
        Round(one, [row for row in drawn if row.drawing == one.number])
        for one in sortition.drawings.all()
    ]


def files(sortition: Sortition, number: int) -> Files | None:
    """The tables of one drawing; None where there is none, or its list is erased."""
    rows = list(sortition.lots.filter(number__isnull=False))
    if sortition.frozen_at is None or not rows:
        return None
    drawing = sortition.drawings.filter(number=number).first()
    if number != 1 and drawing is None:
        return None
    terms = sortition.terms if number == 1 else drawing.terms if drawing else {}
    people = _people_before(sortition, rows, number)
    quotas = fixing.quotas_in(terms)
    return Files(
        lots.people_file({one: people[one] for one in people}, quotas),
        lots.features_file(quotas),
        terms["size"],
        lots.seed_of(sortition.seed, number) if sortition.seed else "",
    )


def _people_before(sortition: Sortition, rows: Sequence[Lot], number: int) -> dict[str, Traits]:
    """Who was still to be drawn from when that drawing began."""
    left = [row for row in rows if row.drawing is None or row.drawing >= number]
    return fixing.traits_by_number(left, sortition.terms["places"]["young"])


def sentence(resolution: Resolution) -> str:
    """Who was drawn, by name as the register has it now, from how many, by which seed."""
    facts = resolution.facts
    seated = facts.get("seated", [])
    ids = [one["person"] for one in seated]
    people = Person.objects.filter(public_id__in=ids).values_list("public_id", "name")
    names = {str(key): name for key, name in people}
    told = {
        "names": ", ".join(names.get(one, "—") for one in ids) or _("nobody"),
        "people": facts.get("people", 0),
        "seed": facts.get("seed", ""),
    }
    parts = [_("Drawn by lot from %(people)s people with the seed %(seed)s: %(names)s.") % told]
    vacant = len(facts.get("vacant", []))
    if vacant:
        message = ngettext("%(count)s seat stays empty.", "%(count)s seats stay empty.", vacant)
        parts.append(message % {"count": vacant})
    return " ".join(parts)


def remarks(sortition: Sortition, empty: int) -> list[str]:
    """What the quotas could not have: places that stay empty, too few young people."""
    found = []
    if empty:
        message = ngettext(
            "%(count)s seat stays empty: nobody on the list who may hold it is left.",
            "%(count)s seats stay empty: nobody on the list who may hold them is left.",
            empty,
        )
        found.append(message % {"count": empty})
    short = sortition.terms.get("young_short", 0)
    if short:
        message = _("The charter asks for %(count)s more young people than the list has.")
        found.append(message % {"count": short})
    return found
