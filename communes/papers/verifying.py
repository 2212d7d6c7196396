"""Whether a printed file, or the code on paper, is what the book holds; and what differs.

A file is held against the minutes as the book gives them now, set anew: the same minutes are
the same bytes. It is also held against them as they were printed before later meetings approved
or corrected them. Where a name was erased since, the register of issued papers still tells that
the very file was issued here, and the code that the record is the one that was signed. Sheets,
lists and minutes for everyone are held against that register alone.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import ndiff
from io import BytesIO
from uuid import UUID

from django.db.models import QuerySet

from communes.domain import approving, booking, closing, filing
from communes.domain.filing import LARGEST
from communes.domain.vouching import Break
from communes.models import Body, Entry, IssuedPaper, Meeting
from communes.papers.gathering import record_of
from communes.papers.minutes import minutes_paper
from communes.typesetting import pdf

MOST_PAGES = 300
MOST_DIFFERENCES = 40
LONGEST_CODE = 64
_KEY = re.compile(rb"komin-minutes ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (en|ar|ku|ckb)\b")
_OTHER = re.compile(rb"komin-(?:public-minutes|attendance|resolutions) [0-9a-f]{8}-")
_CODE = re.compile(r"\b[0-9a-f]{16,64}\b|\b[0-9a-f]{4}(?:\s+[0-9a-f]{4}){3,}\b")


@dataclass(frozen=True)
class Finding:
    """What a check found.

    `verdict`: `same`; `earlier` (as printed before a later resolution about it); `issued` (this
    very file came from this book, `paper` says when; what it shows may have been erased since);
    `differs`, with the lines that do (`- ` stands in the file alone, `+ ` in the book alone);
    `unissued` (a paper of a kind that is only known when it was issued, and was not); `unknown`
    (nothing that this reader may read); `broken` (the book itself does not hold).
    """

    verdict: str
    meeting: Meeting | None = None
    entry: Entry | None = None
    paper: IssuedPaper | None = None
    broken: Break | None = None
    differences: Sequence[str] = ()

    @property
    def holds(self) -> bool:
        """Whether paper and book agree."""
        return self.verdict in ("same", "earlier", "issued")

    @property
    def body(self) -> Body | None:
        """Whose book it was held against."""
        if self.meeting is not None:
            return self.meeting.body
        return self.paper.body if self.paper else None


def check_file(content: bytes, meetings: QuerySet[Meeting]) -> Finding:
    """Hold a PDF against the book of one of these meetings."""
    key = _KEY.search(content[:LARGEST])
    rows = meetings.filter(signed_at__isnull=False).select_related("body")
    meeting = rows.filter(public_id=UUID(key[1].decode())).first() if key else None
    if key is None or meeting is None:
        return check_issued(content, meetings)
    broken = booking.verify(meeting.body)
    if broken is not None:
        return Finding("broken", meeting, broken=broken)
    language = key[2].decode()
    for number, printed in enumerate(_printings(meeting, language)):
        if printed == content:
            return Finding("earlier" if number else "same", meeting)
    paper = filing.found(content)
    if paper and paper.meeting == meeting and paper.record == closing.digest_of(record_of(meeting)):
        return Finding("issued", meeting, paper=paper)
    now = next(_printings(meeting, language))
    return Finding("differs", meeting, differences=_differences(content, now))


def check_issued(content: bytes, meetings: QuerySet[Meeting]) -> Finding:
    """Whether this very file was issued by the book of a body of these meetings."""
    paper = filing.found(content)
    if paper is None or not _readable(paper, meetings):
        return Finding("unissued" if _OTHER.search(content[:LARGEST]) else "unknown")
    broken = booking.verify(paper.body)
    verdict = "broken" if broken else "issued"
    return Finding(verdict, paper.meeting, broken=broken, paper=paper)


def _readable(paper: IssuedPaper, meetings: QuerySet[Meeting]) -> bool:
    if paper.meeting_id is not None:
        return meetings.filter(pk=paper.meeting_id).exists()
    return meetings.filter(body=paper.body_id).exists()


def check_code(code: str, meetings: QuerySet[Meeting]) -> Finding:
    """Find the signed minutes whose entry bears the code that stands on paper."""
    runs = ["".join(run.split()) for run in _CODE.findall(code[:1000].lower())]
    if not runs:
        return Finding("unknown")
    mark = max(runs, key=len)[-LONGEST_CODE:]  # a year may stand before it
    entries = Entry.objects.filter(kind="minutes.signed", hash__gte=mark, hash__lte=mark + "g")
    readable = meetings.filter(signed_at__isnull=False).select_related("body")
    for entry in entries.select_related("body").order_by("pk")[:2]:
        for meeting in readable.filter(body=entry.body_id):
            if f'"meeting":"{meeting.key}"' in entry.content:
                broken = booking.verify(meeting.body, head=entry.hash)
                verdict = "broken" if broken else "same"
                return Finding(verdict, meeting, entry, broken=broken)
    return Finding("unknown")


def _printings(meeting: Meeting, language: str) -> Iterator[bytes]:
    """The file as it is made now, then as it was made before each later resolution."""
    yield pdf(minutes_paper(meeting, language))
    later = [one.resolution for one in approving.corrections_of(meeting)]
    approval = approving.approval_of(meeting)
    later += [approval] if approval else []
    instants = sorted((one.recorded_at for one in later), reverse=True)[1:]
    for until in [*instants, meeting.signed_at] if later else []:
        yield pdf(minutes_paper(meeting, language, until))


def _differences(given: bytes, held: bytes) -> Sequence[str]:
    """Which lines differ; empty where the words agree and only the bytes do not."""
    lines = ndiff(_lines(given), _lines(held))
    return [line for line in lines if line[0] in "-+"][:MOST_DIFFERENCES]


def _lines(content: bytes) -> Sequence[str]:
    """What a file shows, line by line; nothing for one that cannot be read."""
    from pypdf import PdfReader

    with suppress(Exception):  # whatever a stranger's file does to the reader
        pages = PdfReader(BytesIO(content)).pages[:MOST_PAGES]
        return [line.strip() for page in pages for line in page.extract_text().splitlines()]
    return []
