"""Presence, and youth, component, women-only and nominated seats, said in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quotas import presence_wording

Own = Mapping[str, Any]


def rule_name(rule: str) -> str:
    """The rule as people call it; "" for none of these."""
    names = {
        "presence": _("women's presence"),
        "youth": _("youth seats"),
        "components": _("component seats"),
        "women_only": _("women only"),
        "nominated": _("places of units and nominated ones"),
    }
    return names.get(rule, "")


def seats(own: Own) -> str:
    """Who holds the seats, as far as the rule asks for it and nobody can be told apart."""
    rule = own["rule"]
    if rule == "presence":
        return presence_wording.seats(own)
    if rule == "components":
        return _components(own)
    parts = [_counted(rule, int(own["counted"]))]
    if own["unknown"] and rule == "youth":
        parts.append(_("%(number)s of unknown age") % {"number": own["unknown"]})
    elif own["unknown"]:
        parts.append(_("%(number)s undisclosed") % {"number": own["unknown"]})
    return f"{_head(own)}: " + ", ".join([*parts, *_vacant(own)])


def needed(own: Own) -> str:
    """What the rule asks of so many seats."""
    rule, least = own["rule"], int(own.get("least", 0))
    if rule == "presence":
        return presence_wording.needed(own)
    if rule == "components":
        told = [f"{_name(own, code)} {number}" for code, number in own["needed"].items()]
        return _("needed: %(list)s") % {"list": ", ".join(told)} if told else _too_few()
    if rule == "women_only":
        return _("only women hold its seats")
    if not least:
        return _too_few()
    if rule == "youth":
        sentence = ngettext(
            "at least %(number)s young person needed",
            "at least %(number)s young people needed",
            least,
        )
    else:
        sentence = ngettext(
            "at least %(number)s delegate of a unit, the others nominated",
            "at least %(number)s delegates of units, the others nominated",
            least,
        )
    return sentence % {"number": least}


def step(one: Mapping[str, Any]) -> str:
    """One step of the smallest change."""
    if one.get("place") == "in_the_room":
        return presence_wording.step(one)
    told = {"number": int(one.get("seats", 0)), "whom": _whom(str(one.get("to")))}
    if one.get("place") == "vacant_reserved":
        return _("%(number)s vacant seats that are kept: fill them with %(whom)s") % told
    if one.get("place") == "vacant_open":
        return _("%(number)s vacant open seats: fill them with %(whom)s") % told
    return _("%(number)s seats held by others go to %(whom)s") % told


def untold(own: Own) -> str:
    """Why no number is given, where one could tell who people are; "" where all is told."""
    if not own.get("concealed"):
        return ""
    return _("how many are missing is not told, so that nobody can be told apart")


def _whom(to: str) -> str:
    names = {
        "youth": _("young people"),
        "components": _("people of the components that lack them"),
        "nominated": _("delegates of units"),
    }
    return names.get(to, to)


def _counted(rule: str, number: int) -> str:
    if rule == "youth":
        return ngettext("%(number)s young person", "%(number)s young people", number) % {
            "number": number
        }
    if rule == "women_only":
        return ngettext("%(number)s woman", "%(number)s women", number) % {"number": number}
    sentence = ngettext("%(number)s sent by a unit", "%(number)s sent by units", number)
    return sentence % {"number": number}


def _components(own: Own) -> str:
    told = [
        f"{_name(own, code)} {number}"
        if number is not None
        else _("%(component)s not told") % {"component": _name(own, code)}
        for code, number in own["held"].items()
    ]
    return f"{_head(own)}: " + ", ".join([*told, *_vacant(own)])


def _head(own: Own) -> str:
    number = int(own["seats"])
    return ngettext("%(number)s seat", "%(number)s seats", number) % {"number": number}


def _vacant(own: Own) -> list[str]:
    number = int(own["vacant_kept"]) + int(own["vacant_open"])
    return [_("%(number)s vacant") % {"number": number}] if number else []


def _name(own: Own, code: str) -> str:
    names = own["names"].get(code, {})
    language = get_language() or "en"
    found = names.get(language) or names.get(language.split("-")[0])
    return str(found or next(iter(names.values()), code))


def _too_few() -> str:
    return _("so few seats are not shared out")
