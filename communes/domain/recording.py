"""Writing the record under an item: two savers of one text never overwrite each other."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import confiding
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Meeting, Stage, What
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
    stands = confiding.record_of(item)
    if version != item.text_version and text != stands:
        message = _("Someone else saved this text meanwhile. Both versions stand below.")
        figures = {"theirs": stands, "version": item.text_version}
        problems.append(Problem("text_moved_on", message, figures, "text"))
    return problems


def write(item: AgendaItem, *, text: str, version: int, by: Actor, at: datetime) -> AgendaItem:
    """Save the record of an item, written upon `version`. Raises `Refused`; nothing is lost.

    The text of a closed meeting may still be mended; signatures given before then no longer
    fit it and are asked for again.
    """
    clean = text.replace("\r\n", "\n")
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        meeting = rows.get(pk=item.meeting_id)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        row.meeting = meeting
        refuse_if(confiding.writer_problems(row, by, at))  # before theirs is shown
        refuse_if(text_problems(row, clean, version))
        if confiding.record_of(row) != clean:
            _put(row, clean, by=by, at=at)
            row.text_version += 1
            row.save(update_fields=["text", "text_version"])
            if meeting.stage == Stage.CLOSED:
                facts = {"item": row.key, "version": row.text_version}
                acts.enter(meeting.body, "record.mended", facts)
    return row


def _put(row: AgendaItem, text: str, *, by: Actor, at: datetime) -> None:
    """Where the record stands: under the item, or apart where it is confidential."""
    if row.confidential:
        confiding.keep(row, What.RECORD, row.public_id, text, by=by, at=at)
    else:
        row.text = text


def finish(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Say that the meeting is done with an item, decided or not. Raises `Refused`."""
    _mark(item, at, by=by, at=at)


def reopen(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Take an item up again; what was decided on it stands. Raises `Refused`."""
    _mark(item, None, by=by, at=at)


def _mark(item: AgendaItem, done: datetime | None, *, by: Actor, at: datetime) -> None:
    with acting(by=by, at=at):
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        if meeting.stage != Stage.OPEN:
            refuse_if([Problem("meeting_not_open", _("The meeting is not open."))])
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if row.finished_at is None or done is None:
            row.finished_at = done
            row.save(update_fields=["finished_at"])
        item.finished_at = row.finished_at
