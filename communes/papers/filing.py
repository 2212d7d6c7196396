"""Papers leave the house as files, and the register of issued papers keeps their digests."""

from datetime import datetime

from django.db.models import QuerySet

from communes.domain import closing, filing
from communes.models import Body, IssuedPaper, Meeting, Publication, Resolution
from communes.papers.gathering import record_of
from communes.papers.lists import resolutions_paper, sheet_paper
from communes.papers.minutes import minutes_paper
from communes.papers.published import public_paper
from communes.typesetting import Paper, pdf

KIND = IssuedPaper.Kind


def issued_minutes(meeting: Meeting, language: str, at: datetime) -> tuple[Paper, bytes]:
    """The minutes as a file; once signed, it is kept that it was issued."""
    paper = minutes_paper(meeting, language)
    content = pdf(paper)
    if meeting.signed_at is not None:
        _keep(content, KIND.MINUTES, meeting, language, at)
    return paper, content


def issued_public(publication: Publication, language: str, at: datetime) -> tuple[Paper, bytes]:
    """Published minutes as a file for everyone."""
    paper = public_paper(publication, language, at)
    content = pdf(paper)
    _keep(content, KIND.PUBLIC, publication.meeting, language, at)
    return paper, content


def issued_sheet(meeting: Meeting, language: str, at: datetime) -> tuple[Paper, bytes]:
    """The attendance sheet as a file; of what it lists nothing is kept."""
    paper = sheet_paper(meeting, language, at)
    content = pdf(paper)
    body, kind = meeting.body, KIND.ATTENDANCE
    filing.issue(content, kind=kind, body=body, meeting=meeting, language=language, at=at)
    return paper, content


def issued_resolutions(
    body: Body, rows: QuerySet[Resolution], language: str, at: datetime, *, whole: bool
) -> tuple[Paper, bytes]:
    """A list of resolutions as a file; kept as issued when it is a `whole` shelf.

    What somebody picked by words is not: every search would be another paper.
    """
    paper = resolutions_paper(body, rows, language)
    content = pdf(paper)
    if whole:
        filing.issue(content, kind=KIND.RESOLUTIONS, body=body, language=language, at=at)
    return paper, content


def _keep(content: bytes, kind: str, meeting: Meeting, language: str, at: datetime) -> None:
    filing.issue(
        content,
        kind=kind,
        body=meeting.body,
        meeting=meeting,
        language=language,
        record=closing.digest_of(record_of(meeting)),
        at=at,
    )
