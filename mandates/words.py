"""The words of this floor's notices."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes import notices
from mandates.models import EndReason, OfficeCode, Stance


def register() -> None:
    """Register the notices of this floor."""
    notices.register("mandate_granted", _granted)
    notices.register("mandate_ended", _ended)
    notices.register("mandate_expired", _expired)
    notices.register("mandate_ending", _ending)
    notices.register("instruction_given", _instruction)


def _told(figures: Mapping[str, Any]) -> dict[str, Any]:
    office = dict(OfficeCode.choices).get(figures.get("office", ""), "")
    reason = dict(EndReason.choices).get(figures.get("reason", ""), "")
    stance = dict(Stance.choices).get(figures.get("stance", ""), "")
    return {**figures, "office": office, "reason": reason, "stance": stance}


def _granted(figures: Mapping[str, Any]) -> str:
    return _("You hold a mandate: %(office)s in %(body)s.") % _told(figures)


def _ended(figures: Mapping[str, Any]) -> str:
    return _("A mandate has ended: %(office)s in %(body)s (%(reason)s).") % _told(figures)


def _expired(figures: Mapping[str, Any]) -> str:
    return _("The term has run out: %(office)s in %(body)s.") % _told(figures)


def _ending(figures: Mapping[str, Any]) -> str:
    sentence = ngettext(
        "A term ends within %(days)s day: %(office)s in %(body)s.",
        "A term ends within %(days)s days: %(office)s in %(body)s.",
        int(figures.get("days", 0)),
    )
    return sentence % _told(figures)


def _instruction(figures: Mapping[str, Any]) -> str:
    return _("%(sender)s instructs you on “%(motion)s”: %(stance)s.") % _told(figures)
