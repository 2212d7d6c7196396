"""The words of this floor's notices."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from communes import dates, entries, notices
from mandates.models import Answer, Declared, EndReason, OfficeCode, Stance


def register() -> None:
    """Register the notices of this floor."""
    notices.register("mandate_granted", _granted)
    notices.register("mandate_ended", _ended)
    notices.register("mandate_expired", _expired)
    notices.register("mandate_ending", _ending)
    notices.register("instruction_given", _instruction)
    _register_alternates()
    entries.register("mandate.granted", gettext_lazy("A mandate was granted."))
    entries.register("mandate.ended", _entry_ended)
    entries.register("mandate.expired", gettext_lazy("The term of a mandate ran out."))
    entries.register("seats.placed", _entry_placed)
    entries.register("seat.unfollowed", gettext_lazy("A seat is now filled by its own election."))
    entries.register("instruction.given", _entry_instruction)
    entries.register("declaration.made", _entry_declared)
    _hearings()
    _recall()


def _hearings() -> None:
    """Votes against the instruction, naming the unit and never who voted how; and reports."""
    deviated = gettext_lazy(
        "A delegate of %(sender)s voted against the instruction on “%(motion)s” in %(host)s."
    )
    awaits = gettext_lazy(
        "You voted against the instruction of %(sender)s on “%(motion)s”: it will hear you."
    )
    notices.register("delegate_deviated", deviated, to_members=False)
    notices.register("hearing_awaits", awaits)
    filed = gettext_lazy("Our delegates report on session %(number)s of %(body)s.")
    notices.register("report_filed", filed)
    notices.register("report_soon", lambda figures: str(_SOON) % _told(figures))
    notices.register("report_overdue", lambda figures: str(_OVERDUE) % _told(figures))
    notices.register("report_owed", lambda figures: str(_OWED) % _told(figures))
    entries.register("report.filed", gettext_lazy("Delegates filed their report on a session."))
    entries.register("delegate.deviated", gettext_lazy("A delegate voted against the instruction."))


_SOON = gettext_lazy(
    "Your report to %(sender)s on session %(number)s of %(body)s is due before %(due)s."
)
_OVERDUE = gettext_lazy(
    "Your report to %(sender)s on session %(number)s of %(body)s was due before %(due)s."
)
_OWED = gettext_lazy(
    "Our delegates' report on session %(number)s of %(body)s was due before %(due)s; "
    "the next meeting is told."
)


def _recall() -> None:
    """Recall and petitions: what becomes of a signature names nobody."""
    for code, text in _PETITIONS.items():
        notices.register(code, _petition(text), urgent=True)
    notices.register("recall_planned", _recall_planned, urgent=True)
    notices.register("hearing_planned", _hearing_planned, urgent=True)
    notices.register("sheet_drawn", _sheet_drawn, urgent=True)
    for kind, said in _ENTRIES.items():
        entries.register(kind, said)


def _register_alternates() -> None:
    called = gettext_lazy(
        "You are called as alternate: %(office)s in %(body)s. Answer within %(days)s days."
    )
    notices.register("alternate_called", lambda figures: str(called) % _told(figures), urgent=True)
    entries.register("alternates.named", _entry_alternates)
    entries.register("alternate.called", gettext_lazy("An alternate was called to a vacant seat."))
    entries.register("alternate.answered", _entry_answer)


def _entry_alternates(facts: Mapping[str, Any]) -> str:
    count = len(facts["persons"])
    return ngettext("%(count)s alternate was named.", "%(count)s alternates were named.", count) % {
        "count": count
    }


def _entry_answer(facts: Mapping[str, Any]) -> str:
    return _("An alternate who was called: %(answer)s.") % {"answer": Answer(facts["answer"]).label}


def _entry_ended(facts: Mapping[str, Any]) -> str:
    return _("A mandate ended: %(reason)s.") % {"reason": EndReason(facts["reason"]).label}


def _entry_placed(facts: Mapping[str, Any]) -> str:
    seats = len(facts["seats"])
    return ngettext("%(seats)s seat was made.", "%(seats)s seats were made.", seats) % {
        "seats": seats
    }


def _entry_instruction(facts: Mapping[str, Any]) -> str:
    return _("Delegates were instructed: %(stance)s.") % {"stance": Stance(facts["stance"]).label}


def _entry_declared(facts: Mapping[str, Any]) -> str:
    if facts["word"] == Declared.WITHIN:
        return _("A delegate declared an amended text within the instruction.")
    return _("A delegate declared an amended text beyond the instruction.")


def _told(figures: Mapping[str, Any]) -> dict[str, Any]:
    office = dict(OfficeCode.choices).get(figures.get("office", ""), "")
    reason = dict(EndReason.choices).get(figures.get("reason", ""), "")
    stance = dict(Stance.choices).get(figures.get("stance", ""), "")
    said = {"office": office, "reason": reason, "stance": stance}
    instants = {
        "closes": "closes_at",
        "confirm": "confirm_by",
        "starts": "starts_at",
        "due": "due_at",
    }
    told = {word: _instant(figures, name) for word, name in instants.items() if name in figures}
    return {**figures, **said, **told}


CLOSINGS = frozenset({"closes_at", "confirm_by"})
"""Instants before which something is done: where midnight is meant, the day before is said."""

_PETITIONS = {
    "petition_opened": gettext_lazy(
        "A petition was opened for a recall: %(office)s in %(body)s. It is open until %(closes)s."
    ),
    "petition_succeeded": gettext_lazy(
        "The petition has reached its threshold; the vote on the recall follows: "
        "%(office)s in %(body)s."
    ),
    "petition_lapsed": gettext_lazy("The petition for a recall lapsed: %(office)s in %(body)s."),
    "petition_ended": gettext_lazy(
        "The petition for a recall ended with the mandate: %(office)s in %(body)s."
    ),
}
_COUNTS = ngettext_lazy(
    "%(counted)s signature counts, %(threshold)s were needed.",
    "%(counted)s signatures count, %(threshold)s were needed.",
    "counted",
)
_ENTRIES: dict[str, notices.Words | str | Promise] = {
    "petition.opened": gettext_lazy(
        "A petition for a recall was opened: %(electors)s electors, %(threshold)s signatures "
        "needed."
    ),
    "petition.replied": gettext_lazy("The person concerned replied to a petition."),
    "petition.succeeded": lambda facts: f"{_('A petition succeeded.')} {_COUNTS % facts}",
    "petition.lapsed": lambda facts: f"{_('A petition lapsed.')} {_COUNTS % facts}",
    "petition.ended": lambda facts: f"{_('A petition ended with its mandate.')} {_COUNTS % facts}",
    "sheet.received": ngettext_lazy(
        "A sheet of %(lines)s line was handed in for a petition.",
        "A sheet of %(lines)s lines was handed in for a petition.",
        "lines",
    ),
    "sheet.redrawn": gettext_lazy("Another elector was called to verify a sheet."),
    "sheet.confirmed": gettext_lazy(
        "A sheet was confirmed: %(valid)s valid, %(repeated)s had signed already."
    ),
}


def _petition(text: Any) -> notices.Words:
    return lambda figures: str(text) % _told(figures)


def _recall_planned(figures: Mapping[str, Any]) -> str:
    sentence = _("Your recall as %(office)s in %(body)s stands on an agenda: %(starts)s.")
    return sentence % _told(figures)


def _hearing_planned(figures: Mapping[str, Any]) -> str:
    sentence = _(
        "You will be heard: %(starts)s. Then the meeting confirms or recalls you as %(office)s in "
        "%(body)s."
    )
    return sentence % _told(figures)


def _sheet_drawn(figures: Mapping[str, Any]) -> str:
    sentence = _("The lot fell on you: verify sheet %(number)s in %(body)s before %(confirm)s.")
    return sentence % _told(figures)


def _instant(figures: Mapping[str, Any], name: str) -> str:
    """An instant of the figures by the body's clocks, in the reader's language."""
    instant = parse_datetime(str(figures.get(name, "")))
    if instant is None:
        return ""
    zone = ZoneInfo(str(figures.get("zone", "UTC")))
    if name in CLOSINGS:
        return dates.say_last(instant, today=None, zone=zone, language=get_language() or "en")
    return dates.say_moment(instant, zone=zone, language=get_language() or "en")


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
