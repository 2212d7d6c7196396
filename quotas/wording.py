"""What a rule found, said in a sentence: the seats, what is needed, the smallest change."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KEPT = ("women", "men", "open")
HOLDERS = ("women", "men", "other", "undisclosed")
PLACES = {
    "vacant_reserved": lambda: _("vacant and kept for them"),
    "vacant_open": lambda: _("vacant and open"),
    "held_by_woman": lambda: _("held by women"),
    "held_by_man": lambda: _("held by men"),
    "held_by_other": lambda: _("held by others"),
    "held_by_undisclosed": lambda: _("held by people who did not say"),
    "vacant_misreserved": lambda: _("vacant and kept for others"),
}


def field_name(code: str) -> str:
    """A field of work as people call it; one of the charter's own stands as it is."""
    names = {
        "health": _("health"),
        "education": _("education"),
        "economy": _("economy"),
        "services": _("services"),
        "peace": _("peace and reconciliation"),
        "self_defence": _("self-defence"),
        "women": _("women"),
        "youth": _("youth"),
        "ecology": _("ecology"),
    }
    return names.get(code, code)


def rule_name(rule: str) -> str:
    """The rule as people call it."""
    return _("pair of co-chairs") if rule == "pair" else _("composition")


def seats(figures: Mapping[str, Any]) -> str:
    """Who holds the seats, as "12 seats: 5 women, 6 men, 1 vacant"."""
    vacant = sum(int(figures.get(f"vacant_{kind}", 0)) for kind in KEPT)
    told = {**{name: int(figures.get(name, 0)) for name in HOLDERS}, "vacant": vacant}
    parts = [_say(name, number) for name, number in told.items() if number]
    number = int(figures.get("seats", 0))
    head = ngettext("%(number)s seat", "%(number)s seats", number) % {"number": number}
    return f"{head}: " + ", ".join(parts)


def needed(figures: Mapping[str, Any]) -> str:
    """What the rule asks of so many seats."""
    told = {"women": figures.get("least_women", 0), "men": figures.get("least_men", 0)}
    return _("at least %(women)s women and %(men)s men are needed") % told


def pair_needed(circle: str) -> str:
    """What the pair rule asks of a body of the circle."""
    if circle == "women":
        return _("two women chair it")
    return _("a woman and a man chair it")


def change(steps: Sequence[Mapping[str, Any]]) -> str:
    """The smallest change that mends it, each step in words."""
    return "; ".join(_step(step) for step in steps)


def _step(step: Mapping[str, Any]) -> str:
    number = int(step.get("seats", 0))
    place = PLACES[str(step.get("place"))]()
    told = {"number": number, "place": place}
    if step.get("to") == "woman":
        sentence = ngettext(
            "%(number)s seat %(place)s goes to a woman",
            "%(number)s seats %(place)s go to women",
            number,
        )
    else:
        sentence = ngettext(
            "%(number)s seat %(place)s goes to a man",
            "%(number)s seats %(place)s go to men",
            number,
        )
    return sentence % told


def _say(name: str, number: int) -> str:
    words = {
        "women": ngettext("%(number)s woman", "%(number)s women", number),
        "men": ngettext("%(number)s man", "%(number)s men", number),
        "other": ngettext("%(number)s other", "%(number)s others", number),
        "undisclosed": _("%(number)s undisclosed"),
        "vacant": _("%(number)s vacant"),
    }
    return words[name] % {"number": number}
