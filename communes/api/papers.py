"""Papers by the API: as PDF, as plain text, with what proves them."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from communes.api.asking import Ask, require_seen
from communes.api.reaching import body_of, meeting_of, run_by
from communes.api.resources import reads
from communes.models import Resolution
from communes.papers.exporting import minutes_file
from communes.papers.filing import issued_minutes, issued_resolutions, issued_sheet
from communes.serializers.papers import MinutesFileSerializer, PaperAskSerializer, PaperSerializer
from communes.typesetting import Paper, plain


@reads(MinutesFileSerializer)
def minutes_proof(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """The minutes as they stand, with the entry and the salt that prove them once signed."""
    row = meeting_of(ask, meeting)
    require_seen(row.opened_at is not None)
    return minutes_file(row)


@reads(PaperSerializer, asks=PaperAskSerializer)
def minutes_print(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """The minutes as a paper in one language; the same minutes give the same bytes."""
    row = meeting_of(ask, meeting)
    require_seen(row.opened_at is not None)
    return printed(*issued_minutes(row, language_of(ask), ask.at))


@reads(PaperSerializer, asks=PaperAskSerializer)
def attendance_print(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """The attendance sheet as a paper, for those who run the meeting."""
    return printed(*issued_sheet(run_by(ask, meeting), language_of(ask), ask.at))


@reads(PaperSerializer, asks=PaperAskSerializer)
def resolutions_print(ask: Ask, body: UUID) -> Mapping[str, Any]:
    """A body's resolutions as a paper, the newest first, slips left out."""
    row = body_of(ask, body)
    rows = Resolution.objects.standing().filter(body=row, item__confidential=False)
    rows = rows.order_by("-number", "-revision")
    return printed(*issued_resolutions(row, rows, language_of(ask), ask.at, whole=True))


def language_of(ask: Ask) -> str:
    """The language that is asked for, else that of the answer."""
    return str(ask.asked["language"] or get_language() or settings.LANGUAGE_CODE)


def printed(paper: Paper, content: bytes) -> Mapping[str, Any]:
    """A paper as bytes and as text."""
    return {
        "key": paper.key,
        "title": paper.title,
        "language": paper.language,
        "text": plain(paper),
        "pdf": b64encode(content).decode(),
        "digest": sha256(content).hexdigest(),
    }
