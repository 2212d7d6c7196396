"""The words of this floor's notices."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from communes import entries, notices
from communes.dates import say_clock, say_day
from communes.domain import digesting, letters, remembering
from communes.models import IssuedPaper, Readers, Verdict
from communes.models.tasks import Outcome

PUBLISHING: dict[str, Any] = {
    "minutes_published": gettext_lazy("%(body)s: the minutes of meeting %(number)s are published."),
    "minutes_withdrawn": gettext_lazy(
        "%(body)s: the publication of the minutes of meeting %(number)s was withdrawn: %(reason)s"
    ),
}


def register() -> None:
    """Register the notices of this floor."""
    # Long: one line for each notice.
    for code, told in MEETINGS.items():
        notices.register(code, told, to_members=True, letter=_meeting_letter(code))
    notices.register(
        "address_entered",
        gettext_lazy("An address of e-mail was entered; the letter sent there asks to confirm it."),
        letter=letters.address_letter,
    )
    gathered = gettext_lazy("A letter told of %(count)s notices.")
    notices.register(digesting.DIGEST, gathered, letter=digesting.digest_letter)
    for code, sentence in PUBLISHING.items():
        notices.register(code, sentence, to_members=True)
    notices.register(remembering.CODE, remembering.said, urgent=True, letter=remembering.letter)
    notices.register("task_given", gettext_lazy("A meeting gave you a task."))
    notices.register(
        "account_reset",
        gettext_lazy("Someone asked for a new password for your account. Was it you?"),
        urgent=True,
    )
    notices.register(
        "proposal_taken", gettext_lazy("Your proposal stands on the agenda: %(title)s (%(body)s).")
    )
    notices.register(
        "proposal_set_aside",
        gettext_lazy("Your proposal was set aside: %(title)s (%(body)s). %(reason)s"),
    )
    for kind, words in ENTRIES.items():
        entries.register(kind, words)


def _entered(facts: Mapping[str, Any]) -> str:
    told = {**facts, "verdict": Verdict(facts["verdict"]).label}
    if facts.get("mends"):
        return _("Resolution %(number)s, mended: %(verdict)s. %(text)s") % told
    return _("Resolution %(number)s: %(verdict)s. %(text)s") % told


def _urgency(facts: Mapping[str, Any]) -> str:
    if facts["adopted"]:
        return _("An item was declared urgent: %(for)s for, %(against)s against.") % facts
    return _("An item was not declared urgent: %(for)s for, %(against)s against.") % facts


def _debate(facts: Mapping[str, Any]) -> str:
    if facts["goes_on"]:
        return _("The women in the room (%(women)s) let the debate on an item go on.") % facts
    return _("The women in the room (%(women)s) ended the debate on an item.") % facts


def _day(facts: Mapping[str, Any]) -> str:
    """The day on which a task falls due, as people say it."""
    day = date.fromisoformat(facts["due"])
    return say_day(day, today=None, language=get_language() or "en")


def _given(facts: Mapping[str, Any]) -> str:
    return _("A task was given, due on %(due)s.") % {"due": _day(facts)}


def _task(facts: Mapping[str, Any]) -> str:
    if facts["due"]:
        return _("A task was carried on until %(due)s.") % {"due": _day(facts)}
    done = facts["outcome"] == Outcome.DONE
    return _("A task was reported done.") if done else _("A task was dropped.")


def _signed(facts: Mapping[str, Any]) -> str:
    told = {**facts, "signed": len(facts["signed"])}
    if facts.get("refused"):
        return _("The minutes of meeting %(number)s were signed; %(refused)s refused.") % told
    return _("The minutes of meeting %(number)s were signed.") % told


def _published(facts: Mapping[str, Any]) -> str:
    told = {**facts, "whom": Readers(facts["readers"]).label}
    return _("The minutes of meeting %(number)s were published: %(whom)s.") % told


def _issued(facts: Mapping[str, Any]) -> str:
    info = get_language_info(facts["language"])
    told = {**facts, "what": IssuedPaper.Kind(facts["paper"]).label, "language": info["name_local"]}
    if facts["number"]:
        return _("A paper of meeting %(number)s was issued: %(what)s, %(language)s.") % told
    return _("A paper was issued: %(what)s, %(language)s.") % told


def _sent(facts: Mapping[str, Any]) -> str:
    return (
        _(
            "The notice went to %(accounts)s of %(members)s members by account, "
            "to %(letters)s of them by e-mail."
        )
        % facts
    )


def _register_changed(facts: Mapping[str, Any]) -> str:
    return str(REGISTER.get(facts["what"], facts["what"]))


REGISTER = {
    "arrived": gettext_lazy("The register: somebody was added."),
    "moved": gettext_lazy("The register: somebody moved to another household."),
    "moved_away": gettext_lazy("The register: somebody moved to another commune."),
    "departed": gettext_lazy("The register: somebody left the area."),
    "died": gettext_lazy("The register: a death."),
    "corrected": gettext_lazy("The register: an entry was corrected."),
    "merged": gettext_lazy("The register: two entries for one person were joined."),
}
CHANGED = {
    "amended": gettext_lazy("Resolution %(number)s was amended by resolution %(by_number)s."),
    "superseded": gettext_lazy("Resolution %(number)s was superseded by resolution %(by_number)s."),
    "repealed": gettext_lazy("Resolution %(number)s was repealed by resolution %(by_number)s."),
}


def _changed(facts: Mapping[str, Any]) -> str:
    return str(CHANGED[facts["effect"]]) % facts


ENTRIES: dict[str, entries.Words | str | Promise] = {
    "meeting.convened": ngettext_lazy(
        "Meeting %(number)s was convened with %(items)s item.",
        "Meeting %(number)s was convened with %(items)s items.",
        "items",
    ),
    "meeting.opened": gettext_lazy("The meeting was opened."),
    "meeting.named": gettext_lazy("The meeting named somebody to chair, to record or to witness."),
    "meeting.closed": gettext_lazy("The meeting was closed."),
    "meeting.changed": gettext_lazy("The meeting was given another time or place."),
    "notice.sent": _sent,
    "meeting.cancelled": gettext_lazy("The meeting was called off."),
    "resolution.entered": _entered,
    "resolution.struck": gettext_lazy("Resolution %(number)s was struck out as a slip."),
    "resolution.changed": _changed,
    "urgency.voted": _urgency,
    "debate.answered": _debate,
    "consensus.blocked": gettext_lazy("Consensus was sought; %(blocks)s blocked it."),
    "item.adjourned": gettext_lazy("An item was adjourned."),
    "women.declared": gettext_lazy("An item was declared to concern women."),
    "women.voted": gettext_lazy(
        "The women present decided on an item: %(votes_for)s for, %(against)s against."
    ),
    "task.given": _given,
    "task.reported": _task,
    "record.mended": gettext_lazy("The record of a closed meeting was mended."),
    "minutes.signed": _signed,
    "minutes.published": _published,
    "minutes.withdrawn": gettext_lazy(
        "The publication of the minutes of meeting %(number)s was withdrawn: %(reason)s"
    ),
    "paper.issued": _issued,
    "proposal.set_aside": gettext_lazy("A member's proposal for the agenda was set aside."),
    "motion.raised": gettext_lazy("A motion was raised: %(title)s"),
    "motion.amended": gettext_lazy("A motion was amended; it now has version %(number)s."),
    "body.founded": gettext_lazy("The body was founded: %(name)s."),
    "relation.begun": gettext_lazy("A relation between two bodies began."),
    "charter.in_force": gettext_lazy("The charter %(name)s, version %(version)s, came into force."),
    "register.changed": _register_changed,
    "numbers.given": ngettext_lazy(
        "%(count)s resident was given a member number.",
        "%(count)s residents were given member numbers.",
        "count",
    ),
    "slip.replaced": gettext_lazy("A membership slip was replaced."),
    "register.imported": gettext_lazy("The register was imported from a file."),
}


def _meeting_convened(figures: Mapping[str, Any]) -> str:
    told = {"when": _when(figures), "place": figures.get("place", "")}
    return _("A meeting is convened for %(when)s, at %(place)s.") % told


def _meeting_changed(figures: Mapping[str, Any]) -> str:
    told = {"when": _when(figures), "place": figures.get("place", "")}
    return _("A meeting has another time or place: now %(when)s, at %(place)s.") % told


def _meeting_cancelled(figures: Mapping[str, Any]) -> str:
    return _("The meeting of %(when)s is called off.") % {"when": _when(figures)}


MEETINGS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_convened": _meeting_convened,
    "meeting_changed": _meeting_changed,
    "meeting_cancelled": _meeting_cancelled,
}
SUBJECTS = {
    "meeting_convened": gettext_lazy("%(body)s meets on %(day)s"),
    "meeting_changed": gettext_lazy("Changed: %(body)s meets on %(day)s"),
    "meeting_cancelled": gettext_lazy("Called off: %(body)s on %(day)s"),
}


def _meeting_letter(code: str) -> Callable[[Mapping[str, Any]], notices.Letter | None]:
    return lambda figures: letters.meeting_letter(
        figures, str(SUBJECTS[code]), MEETINGS[code](figures)
    )


def _when(figures: Mapping[str, Any]) -> str:
    """The instant by the clocks of the body."""
    instant = parse_datetime(str(figures.get("starts_at", "")))
    if instant is None:
        return ""
    zone = str(figures.get("zone", "UTC"))
    return f"{letters.said_day(instant, zone)}, {say_clock(instant, zone=ZoneInfo(zone))}"
