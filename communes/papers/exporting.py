"""Minutes for programs: everything that a check of them needs, without this program."""

from typing import Any

from communes.domain import closing
from communes.domain.stating import stamp
from communes.models import Meeting, Minutes
from communes.papers.gathering import entry_of, record_of


def minutes_file(meeting: Meeting) -> dict[str, Any]:
    """The minutes with their proof, to be written as canonical JSON (sorted, no spaces, UTF-8).

    * `content`: the record; persons by id, counts, texts, decisions. `digest`: SHA-256 of it as
      canonical JSON, the mark that signatures name.
    * Once signed, `signed_at`, and `commitment`: the hash that the book's entry names as
      `minutes`: SHA-256 over `salt` as it stands here, a line feed, and the content.
    * `entry`: the entry of the body's book; `hash` is SHA-256 over `previous`, a line feed, and
      the entry's `content` as it stands here.
    """
    record = record_of(meeting)
    kept = Minutes.objects.filter(meeting=meeting).first()
    entry = entry_of(meeting)
    return {
        "format": "komin-minutes-1",
        "meeting": meeting.key,
        "content": record,
        "digest": closing.digest_of(record),
        "signed_at": stamp(kept.signed_at) if kept else None,
        "salt": kept.salt if kept else None,
        "commitment": kept.digest if kept else None,
        "entry": {
            "number": entry.number,
            "previous": entry.previous,
            "hash": entry.hash,
            "content": entry.content,
        }
        if entry
        else None,
    }
