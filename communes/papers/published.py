"""The minutes as everyone reads them: names reduced as the charter says, nothing confidential.

Built from the same paper as the members' own, in one place: what is left out there is left out
here, and a name is reduced wherever it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communes.domain import publishing, reducing
from communes.domain.stating import stamp
from communes.models import Meeting, Names, Publication
from communes.naming import FULL
from communes.papers.gathering import entry_of
from communes.papers.minutes import minutes_paper
from communes.papers.saying import dated
from communes.typesetting import Paper

HOW = {
    Names.FULL: gettext_lazy("Names stand in full."),
    Names.INITIALS: gettext_lazy("Names are reduced to initials, as the charter says."),
    Names.OFFICE: gettext_lazy("In place of a name stands the office, as the charter says."),
    Names.NONE: gettext_lazy("Names are left out, as the charter says."),
}


def public_paper(publication: Publication, language: str, at: datetime) -> Paper:
    """Published minutes in that language, as everyone may read them at the instant."""
    names = publishing.names_now(publication, at)
    meeting = publication.meeting
    made = reduced_paper(meeting, language, names, publication.words)
    with override(language):
        day = dated(publication.at, meeting.body.time_zone)
        said = _("Published on %(day)s.") % {"day": day} + f" {HOW[Names(names)]}"
    return replace(made, blocks=[*made.blocks[:1], {"as": "small", "text": said}, *made.blocks[1:]])


def reduced_paper(meeting: Meeting, language: str, names: str, words: Iterable[str] = ()) -> Paper:
    """The minutes with every name told in that way: what everyone reads, or would."""
    whole = minutes_paper(meeting, language, everyone=True)
    if names != FULL:
        with override(language):
            whole = reducing.reduction(meeting, names, words).paper(whole)
    return replace(whole, key=f"komin-public-minutes {meeting.key} {language}")


def public_file(publication: Publication, language: str, at: datetime) -> dict[str, Any]:
    """Published minutes for programs: the paper's blocks, and the mark of the book.

    Neither salt nor ids of persons: who reads it can compare the mark with a signed print.
    """
    paper = public_paper(publication, language, at)
    meeting, entry = publication.meeting, entry_of(publication.meeting)
    return {
        "format": "komin-public-minutes-1",
        "meeting": meeting.key,
        "body": {"id": meeting.body.key, "name": meeting.body.name},
        "number": meeting.number,
        "opened_at": stamp(meeting.opened_at) if meeting.opened_at else None,
        "published_at": stamp(publication.at),
        "names": publishing.names_now(publication, at),
        "language": language,
        "title": paper.title,
        "blocks": [_plain(block) for block in paper.blocks],
        "entry": {"number": entry.number, "hash": entry.hash} if entry else None,
    }


def _plain(value: Any) -> Any:
    """Blocks as JSON holds them."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int) else str(value)
