"""What a rule found, said in a sentence: the seats, what is needed, the smallest change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from communes import dates
from communes.arithmetic.genders import Gender
from communes.charter_words import FIELDS
from quotas import further_wording, presence_wording
from quotas.arithmetic import choices as arithmetic
from quotas.arithmetic.choices import Choice
from quotas.arithmetic.composition import Composition, Reserved

KEPT = ("women", "men", "open")
HOLDERS = ("women", "men", "other", "undisclosed")


def field_name(code: str) -> str:
    """A field of work as people call it; one of the charter's own stands as it is."""
    return str(FIELDS.get(code, code))


def rule_name(rule: str) -> str:
    """The rule as people call it."""
    return further_wording.rule_name(rule) or (
        _("pair of co-chairs") if rule == "pair" else _("composition")
    )


def verdict(code: str) -> str:
    """A verdict in a word."""
    words = {
        "pass": pgettext("verdict", "pass"),
        "fail": pgettext("verdict", "fail"),
        "vacant": pgettext("verdict", "vacant"),
    }
    return words.get(code, pgettext("verdict", "undeterminable"))


def happened(code: str, due: date | None) -> str:
    """An event in the life of a finding."""
    words = {
        "found": _("An audit found it"),
        "notified": _("The body was told"),
        "answered": _("The body answered, to be mended by %(day)s"),
        "due": _("The day it named, %(day)s, passed and it was not mended"),
        "mended": _("An audit found it mended"),
    }
    day = dates.say_day(due, today=None, language=get_language() or "en") if due else ""
    return words[code] % {"day": day} if due else words[code]


def seats(figures: Mapping[str, Any]) -> str:
    """Who holds the seats, as "12 seats: 5 women, 6 men, 1 vacant"."""
    if "own" in figures:
        return further_wording.seats(figures["own"])
    vacant = sum(int(figures.get(f"vacant_{kind}", 0)) for kind in KEPT)
    told = {**{name: int(figures.get(name, 0)) for name in HOLDERS}, "vacant": vacant}
    parts = [_say(name, number) for name, number in told.items() if number]
    number = int(figures.get("seats", 0))
    head = ngettext("%(number)s seat", "%(number)s seats", number) % {"number": number}
    return f"{head}: " + ", ".join(parts)


def needed(figures: Mapping[str, Any]) -> str:
    """What the rule asks of so many seats."""
    if "own" in figures:
        return further_wording.needed(figures["own"])
    least = {name: int(figures.get(f"least_{name}", 0)) for name in ("women", "men")}
    told = {name: _say(name, number) for name, number in least.items() if number}
    if not told:
        return _("so few seats are not shared out")
    if len(told) == 1:
        return _("at least %(one)s needed") % {"one": next(iter(told.values()))}
    return _("at least %(women)s and %(men)s needed") % told


def asked(rule: str, circle: str, figures: Mapping[str, Any]) -> str:
    """What a rule, whichever it is, asks of a body of the circle."""
    return pair_needed(circle) if rule == "pair" else needed(figures)


def untold(figures: Mapping[str, Any]) -> str:
    """Why a number is left out; "" where none is."""
    return further_wording.untold(figures.get("own", {}))


def doubt(rule: str, figures: Mapping[str, Any]) -> str:
    """Why nobody can tell the verdict."""
    if rule == "presence" and "own" in figures:
        return presence_wording.doubt(figures["own"])
    if rule == "youth":
        return _("People whose age is not known could turn it: nobody can tell.")
    return _("People who did not say their gender could turn it: nobody can tell.")


def pair_needed(circle: str) -> str:
    """What the pair rule asks of a body of the circle."""
    if circle == "women":
        return _("two women are to chair it")
    return _("a woman and a man are to chair it")


def change(steps: Sequence[Mapping[str, Any]]) -> str:
    """The smallest change that mends it, each step in words."""
    return "; ".join(_step(step) for step in steps)


def choice(one: Choice) -> str:
    """Who is missing and which seats may be given to them, where there is something to choose."""
    steps = [{"seats": seats, "place": str(place), "to": one.to} for place, seats in one.seats]
    if one.to == Gender.WOMAN:
        head = ngettext(
            "%(number)s more woman is needed", "%(number)s more women are needed", one.missing
        )
    else:
        head = ngettext(
            "%(number)s more man is needed", "%(number)s more men are needed", one.missing
        )
    told = {"missing": head % {"number": one.missing}, "ways": _(" or ").join(map(_step, steps))}
    if one.missing == 1:
        return _("%(missing)s: %(ways)s.") % told
    return _("%(missing)s, by any of these, alone or together: %(ways)s.") % told


def choices_of(rule: str, verdict: str, figures: Mapping[str, Any]) -> list[str]:
    """The choices that a finding leaves, if it leaves several."""
    return choices(figures) if rule == "composition" and verdict in ("fail", "vacant") else []


def choices(figures: Mapping[str, Any]) -> list[str]:
    """The choices where several smallest changes mend a composition, each in a sentence."""
    columns = [*HOLDERS, *(f"vacant_{kept}" for kept in KEPT)]
    have = Composition(**{name: int(figures.get(name, 0)) for name in columns})
    women, men = int(figures["least_women"]), int(figures["least_men"])
    least = Reserved(women, men, have.seats - women - men)
    found = arithmetic.choices(have, least)
    return [choice(one) for one in found] if any(one.free for one in found) else []


def _step(step: Mapping[str, Any]) -> str:
    if step.get("to") not in ("woman", "man"):
        return further_wording.step(step)
    number = int(step.get("seats", 0))
    told = _TO_WOMEN if step.get("to") == "woman" else _TO_MEN
    return told[str(step.get("place"))](number) % {"number": number}


_TO_WOMEN: Mapping[str, Callable[[int], str]] = {
    "vacant_reserved": lambda number: ngettext(
        "fill %(number)s vacant seat that is kept for a woman",
        "fill %(number)s vacant seats that are kept for women",
        number,
    ),
    "vacant_open": lambda number: ngettext(
        "elect a woman to %(number)s vacant open seat",
        "elect women to %(number)s vacant open seats",
        number,
    ),
    "held_by_man": lambda number: ngettext(
        "%(number)s seat held by a man goes to a woman",
        "%(number)s seats held by men go to women",
        number,
    ),
    "held_by_other": lambda number: ngettext(
        "%(number)s seat held by another gender goes to a woman",
        "%(number)s seats held by other genders go to women",
        number,
    ),
    "held_by_undisclosed": lambda number: ngettext(
        "%(number)s seat whose holder does not tell a gender goes to a woman",
        "%(number)s seats whose holders do not tell a gender go to women",
        number,
    ),
    "vacant_misreserved": lambda number: ngettext(
        "%(number)s vacant seat is kept for a woman instead of a man, and filled",
        "%(number)s vacant seats are kept for women instead of men, and filled",
        number,
    ),
}
_TO_MEN: Mapping[str, Callable[[int], str]] = {
    "vacant_reserved": lambda number: ngettext(
        "fill %(number)s vacant seat that is kept for a man",
        "fill %(number)s vacant seats that are kept for men",
        number,
    ),
    "vacant_open": lambda number: ngettext(
        "elect a man to %(number)s vacant open seat",
        "elect men to %(number)s vacant open seats",
        number,
    ),
    "held_by_woman": lambda number: ngettext(
        "%(number)s seat held by a woman goes to a man",
        "%(number)s seats held by women go to men",
        number,
    ),
    "held_by_other": lambda number: ngettext(
        "%(number)s seat held by another gender goes to a man",
        "%(number)s seats held by other genders go to men",
        number,
    ),
    "held_by_undisclosed": lambda number: ngettext(
        "%(number)s seat whose holder does not tell a gender goes to a man",
        "%(number)s seats whose holders do not tell a gender go to men",
        number,
    ),
    "vacant_misreserved": lambda number: ngettext(
        "%(number)s vacant seat is kept for a man instead of a woman, and filled",
        "%(number)s vacant seats are kept for men instead of women, and filled",
        number,
    ),
}


def _say(name: str, number: int) -> str:
    words = {
        "women": ngettext("%(number)s woman", "%(number)s women", number),
        "men": ngettext("%(number)s man", "%(number)s men", number),
        "other": ngettext("%(number)s other", "%(number)s others", number),
        "undisclosed": _("%(number)s undisclosed"),
        "vacant": _("%(number)s vacant"),
    }
    return words[name] % {"number": number}
