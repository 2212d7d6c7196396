"""The words of this floor's notices, and of what audits enter into books."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from communes import dates, entries, notices, pictures


def register() -> None:
    """Register the notices of findings."""
    told = gettext_lazy(
        "An audit found that %(body)s falls short of a quota. Its co-chairs and its secretary "
        "answer, and name the day by which it is mended."
    )
    notices.register("finding_notified", told)
    notices.register("finding_due", _due)
    entries.register("finding.answered", gettext_lazy("The body answered a finding of an audit."))
    entries.register(
        "sortition.fixed",
        _fixed,
    )
    entries.register("sortition.drawn", _drawn)


def _fixed(facts: Mapping[str, Any]) -> str:
    told = ngettext(
        "The list of a drawing by lot was fixed: %(people)s person, mark %(mark)s.",
        "The list of a drawing by lot was fixed: %(people)s people, mark %(mark)s.",
        int(facts["people"]),
    )
    return told % {"people": facts["people"], "mark": pictures.grouped(str(facts["mark"]))}


def _drawn(facts: Mapping[str, Any]) -> str:
    numbers = ", ".join(str(one) for one in facts["drawn"]) or "—"
    told = {"seed": facts["seed"], "numbers": numbers, "number": facts["given_up"]}
    if facts["given_up"] is None:
        return _("Drawn by lot with the seed %(seed)s: %(numbers)s.") % told
    return _("Number %(number)s declined. Drawn with the seed %(seed)s: %(numbers)s.") % told


def _due(figures: Mapping[str, Any]) -> str:
    due = date.fromisoformat(str(figures["due"]))
    day = dates.say_day(due, today=None, language=get_language() or "en")
    return _("%(body)s named %(day)s to mend a finding; it is still open.") % {
        **figures,
        "day": day,
    }
