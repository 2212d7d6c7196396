"""The words of this floor's notices."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communes import entries, notices
from mandates.models import EndReason, OfficeCode, Stance


def register() -> None:
    """Register the notices of this floor."""
    notices.register("mandate_granted", _granted)
    notices.register("mandate_ended", _ended)
    notices.register("mandate_expired", _expired)
    notices.register("mandate_ending", _ending)
    notices.register("instruction_given", _instruction)
    entries.register("mandate.granted", gettext_lazy("A mandate was granted."))
    entries.register("mandate.ended", _entry_ended)
    entries.register("mandate.expired", gettext_lazy("The term of a mandate ran out."))
    entries.register("seats.placed", _entry_placed)
    entries.register("seat.unfollowed", gettext_lazy("A seat is now filled by its own election."))
    entries.register("instruction.given", _entry_instruction)


def _entry_ended(facts: Mapping[str, Any]) -> str:
    return _("A mandate ended: %(reason)s.") % {"reason": EndReason(facts["reason"]).label}


def _entry_placed(facts: Mapping[str, Any]) -> str:
    seats = len(facts["seats"])
    return ngettext("%(seats)s seat was made.", "%(seats)s seats were made.", seats) % {
        "seats": seats
    }


def _entry_instruction(facts: Mapping[str, Any]) -> str:
    return _("Delegates were instructed: %(stance)s.") % {"stance": Stance(facts["stance"]).label}


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
