"""Words about meetings that pages and papers share: what a meeting is called, what a rule asks."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from communes import kinds, way_wording
from communes.arithmetic.majorities import Verdict
from communes.dates import say_day
from communes.domain import approving
from communes.models import AgendaItem, BodyKind, Meeting, Resolution, Sitting

register = template.Library()

TITLES = {
    BodyKind.COMMUNE: gettext_lazy("Assembly %(number)s"),
    BodyKind.WOMENS_ASSEMBLY: gettext_lazy("Assembly %(number)s"),
    BodyKind.COUNCIL: gettext_lazy("Session %(number)s"),
}
RULES = {
    "consensus": gettext_lazy("consensus: nobody against"),
    "simple": gettext_lazy("more for than against, of %(of)s: at least %(needed)s"),
    "three_fifths": gettext_lazy("three fifths of %(of)s: at least %(needed)s"),
    "two_thirds": gettext_lazy("two thirds of %(of)s: at least %(needed)s"),
    "nine_tenths": gettext_lazy("nine tenths of %(of)s: at least %(needed)s"),
    "consensus_of_members": gettext_lazy("all members: %(of)s"),
    "simple_of_members": gettext_lazy("more than half of %(of)s members: at least %(needed)s"),
    "three_fifths_of_members": gettext_lazy("three fifths of %(of)s members: at least %(needed)s"),
    "two_thirds_of_members": gettext_lazy("two thirds of %(of)s members: at least %(needed)s"),
    "nine_tenths_of_members": gettext_lazy("nine tenths of %(of)s members: at least %(needed)s"),
    "election_totals": gettext_lazy("the most votes"),
    "election_approvals": gettext_lazy("the most approvals"),
    "election_ranked": gettext_lazy("the single transferable vote"),
    "sortition": gettext_lazy("drawn by lot"),
}
MAJORITIES = {
    "consensus": gettext_lazy("nobody against"),
    "simple": gettext_lazy("more for than against"),
    "three_fifths": gettext_lazy("three fifths of the votes for and against"),
    "two_thirds": gettext_lazy("two thirds of the votes for and against"),
    "nine_tenths": gettext_lazy("nine tenths of the votes for and against"),
    "consensus_of_members": gettext_lazy("all members"),
    "simple_of_members": gettext_lazy("more than half of all members"),
    "three_fifths_of_members": gettext_lazy("three fifths of all members"),
    "two_thirds_of_members": gettext_lazy("two thirds of all members"),
    "nine_tenths_of_members": gettext_lazy("nine tenths of all members"),
}
"""What a majority is called before anything was counted."""


def rule_words(rule: str, *, of: int, needed: int) -> str:
    """What a rule asks of a count: "two thirds of 53: at least 36"."""
    return str(RULES.get(rule, rule)) % {"of": of, "needed": needed}


def count_words(rule: str, *, votes_for: int, against: int, abstained: int) -> str:
    """A count; in an election nobody votes against: the other votes are for other candidates."""
    told = {"for": votes_for, "against": against, "abstained": abstained}
    if rule.startswith("election_"):
        return _("%(for)s for the elected, %(against)s for others, %(abstained)s abstained") % told
    return _("%(for)s for, %(against)s against, %(abstained)s abstained") % told


@register.filter
def meeting_title(meeting: Meeting) -> str:
    """What a meeting is called: "Assembly 24", "Board 25", "Session 3"."""
    if meeting.sitting == Sitting.BOARD:
        words = gettext_lazy("Board %(number)s")
    else:
        kind = BodyKind(meeting.body.kind)
        words = TITLES.get(kind, gettext_lazy("Meeting %(number)s"))
    return str(words) % {"number": meeting.number}


@register.filter
def naming(words: str, whom: object) -> str:
    """Words with a name put in its place; a list translates them once instead of in every row."""
    return words % {"name": whom}


@register.filter
def gender_mark(gender: str) -> SafeString:
    """The letter of a gender as `components/gender.html` draws it, quick enough for a full room."""
    return _gender_mark(gender, get_language() or "en")


@cache
def _gender_mark(gender: str, language: str) -> SafeString:
    with override(language):
        return render_to_string("components/gender.html", {"gender": gender})


@register.filter
def kind_label(code: str) -> str:
    """What a kind of business is called."""
    known = {kind.code: kind.label for kind in kinds.registered()}
    return str(known.get(code, code))


@register.filter
def outcome_sentence(resolution: Resolution) -> str:
    """The outcome as its kind tells it, where that says more than the resolution's text."""
    said = kinds.kind(resolution.item.kind).sentence(resolution)
    return "" if said == resolution.text else said


@register.filter
def resolved_words(resolution: Resolution) -> str:
    """Where it was resolved: "Resolution 14, Assembly 25, Thursday 3 December 2026"."""
    zone = ZoneInfo(resolution.item.meeting.body.time_zone)
    day = resolution.happened_at.astimezone(zone).date()
    said = say_day(day, today=None, language=get_language() or "en")
    number = _("Resolution %(number)s") % {"number": resolution.number}
    return ", ".join([number, meeting_title(resolution.item.meeting), said])


@register.simple_tag
def minutes_at_hand(item: AgendaItem) -> Meeting | None:
    """The meeting whose minutes an item approves or corrects."""
    return approving.minutes_at_hand(item)


@register.simple_tag
def proposed_words(item: AgendaItem) -> str:
    """What a correction on the agenda would have stand in the minutes."""
    return str(approving.point_of(item).get("text", ""))


@register.inclusion_tag("components/verdict_line.html")
def verdict_of(resolution: Resolution) -> dict[str, Any]:
    """The count of a resolution, its rule with the arithmetic, and the result."""
    cast = resolution.votes_for + resolution.votes_against
    of = resolution.electorate if resolution.rule.endswith("_of_members") else cast
    told = {
        **_counted(_uncounted(resolution), resolution.votes_for, resolution.votes_against),
        "abstained": resolution.abstentions,
    }
    by = way_wording.deciding(resolution.facts)
    if by is not None:
        of, told = by.figures["of"], _sides(by)
    return {
        **told,
        "elects": resolution.rule.startswith("election_"),
        "needed": resolution.needed,
        "rule": rule_words(resolution.rule, of=of, needed=resolution.needed),
        "adopted": resolution.adopted,
        "ways": way_wording.lines(resolution.facts),
    }


def _sides(by: way_wording.Line) -> dict[str, Any]:
    """The count that decided, where votes count in several ways."""
    return {
        "votes_for": by.figures["for"],
        "votes_against": by.figures["against"],
        "abstained": by.figures["abstain"],
        "way": by.label,
    }


@register.inclusion_tag("components/verdict_line.html")
def verdict_line_of(reached: Verdict, method: str = "") -> dict[str, Any]:
    """The same for arithmetic that nobody has entered yet."""
    return {
        **_counted(method, reached.votes_for, reached.against),
        "abstained": reached.abstain,
        "needed": reached.needed,
        "rule": rule_words(str(reached.majority), of=reached.of, needed=reached.needed),
        "adopted": reached.adopted,
        "result": _("would be adopted") if reached.adopted else _("would be rejected"),
    }


def _uncounted(resolution: Resolution) -> str:
    """The method; of papers with preferences nobody is for or against, as by consensus."""
    return "consensus" if resolution.rule == "election_ranked" else resolution.method


def _counted(method: str, votes_for: int, against: int) -> dict[str, Any]:
    if method == "consensus" and not against:
        return {"votes_for": None, "votes_against": None}
    return {"votes_for": votes_for, "votes_against": against}
