"""Writing the record under an item: two savers of one text never overwrite each other."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Meeting, Stage
from communes.problems import Problem, refuse_if

LONGEST = 100_000


def text_problems(item: AgendaItem, text: str, version: int) -> list[Problem]:
    """Why the text may not be saved: the meeting, its length, or another saved meanwhile."""
    problems = []
    if item.meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        problems.append(Problem("meeting_not_open", _("The meeting is not open.")))
    if len(text) > LONGEST:
        message = _("The record of one item holds at most %(most)s characters.")
        problems.append(Problem("text_too_long", message % {"most": LONGEST}, {}, "text"))
    if "\x00" in text:
        message = _("The text holds a character that cannot be stored.")
        problems.append(Problem("text_nul", message, {}, "text"))
    if version != item.text_version and text != item.text:
        message = _("Someone else saved this text meanwhile. Both versions stand below.")
        figures = {"theirs": item.text, "version": item.text_version}
        problems.append(Problem("text_moved_on", message, figures, "text"))
    return problems


def write(item: AgendaItem, *, text: str, version: int, by: Actor, at: datetime) -> AgendaItem:
    """Save the record of an item, written upon `version`. Raises `Refused`; nothing is lost.

    The text of a closed meeting may still be mended; signatures given before then no longer
    fit it and are asked for again.
    """
    clean = text.replace("\r\n", "\n")
    with acting(by=by, at=at) as acts:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(text_problems(row, clean, version))
        if row.text != clean:
            row.text = clean
            row.text_version += 1
            row.save(update_fields=["text", "text_version"])
            if meeting.stage == Stage.CLOSED:
                facts = {"item": row.key, "version": row.text_version}
                acts.enter(meeting.body, "record.mended", facts)
    return row


def declare_urgent_problems(item: AgendaItem) -> list[Problem]:
    """Why an unannounced item may not be declared urgent (DOMAIN §4)."""
    from communes import kinds

    problems = []
    if item.meeting.stage != Stage.OPEN:
        problems.append(Problem("meeting_not_open", _("The meeting is not open.")))
    if not kinds.kind(item.kind).may_be_urgent:
        message = _("Recall, election, charter, joining and leaving are never urgent.")
        problems.append(Problem("never_urgent", message))
    return problems
