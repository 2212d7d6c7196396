"""Papers that were issued: each file once, by its digest, in a row and in the book.

So a print still verifies when a name in it, or the list that it showed, was erased since. Row
and entry hold digests and figures; nothing of what the paper says, nor who printed it.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from communes.domain import booking
from communes.domain.acting import Actor, acting
from communes.domain.vouching import Break, told
from communes.models import Body, IssuedPaper, Meeting

LARGEST = 8_000_000
"""Bytes of a file that is looked at."""
PRINTER = Actor(basis="printing")
"""Whoever asked for the paper is nobody's business."""


def issue(
    content: bytes,
    *,
    kind: str,
    body: Body,
    language: str,
    at: datetime,
    meeting: Meeting | None = None,
    record: str = "",
) -> None:
    """Keep that this file was issued; the same file is kept once.

    `record` is the digest of the minutes that it shows.
    """
    digest = digest_of(content)
    if IssuedPaper.objects.filter(digest=digest).exists():
        return
    row = IssuedPaper(body=body, meeting=meeting, kind=kind, language=language, record=record)
    row.digest, row.at = digest, at
    _file(row)


def _file(row: IssuedPaper) -> None:
    """Write row and entry together, unless somebody else just did."""
    with acting(by=PRINTER, at=row.at) as acts:
        Body.objects.select_for_update(of=("self",)).get(pk=row.body_id)
        if IssuedPaper.objects.filter(digest=row.digest).exists():
            return
        last = booking.head(row.body)
        row.entry = last.number if last else 0
        row.save(force_insert=True)
        acts.enter(row.body, "paper.issued", _facts(row))


def found(content: bytes) -> IssuedPaper | None:
    """What is known of a file, if it was issued here."""
    rows = IssuedPaper.objects.filter(digest=digest_of(content))
    return rows.select_related("body", "meeting__body").first()


def digest_of(content: bytes) -> str:
    """The digest by which a file is known."""
    return sha256(content).hexdigest()


def held(body: Body) -> Iterator[Break]:
    """The papers issued are those that the book names."""
    rows = IssuedPaper.objects.filter(body=body).select_related("meeting")
    kept = {row.digest: (_facts(row), row.at) for row in rows}
    for entry, facts in told(body, "paper.issued"):
        if kept.pop(facts["digest"], None) != (facts, entry.happened_at):
            yield Break(body, entry.number, "paper_differs")
    if kept:
        yield Break(body, 0, "paper_without_entry")


def _facts(row: IssuedPaper) -> dict[str, Any]:
    return {
        "paper": str(row.kind),
        "meeting": row.meeting.key if row.meeting else None,
        "number": row.meeting.number if row.meeting else None,
        "language": row.language,
        "digest": row.digest,
        "record": row.record,
        "entry": row.entry,
    }
