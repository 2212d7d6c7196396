"""Papers as files: minutes as PDF, plain text and JSON; attendance sheet, list of resolutions."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from communes.arithmetic.chains import canonical
from communes.models import Meeting
from communes.papers.exporting import minutes_file
from communes.papers.filing import issued_minutes, issued_resolutions, issued_sheet
from communes.papers.minutes import minutes_paper
from communes.typesetting import Paper, pdf, plain
from communes.views.asking import moment, require_seen
from communes.views.reaching import body_of, meeting_of, run_by
from communes.views.resolutions import chosen_resolutions


@login_required
@require_http_methods(["GET", "HEAD"])
def minutes_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes as PDF, in the reader's language or the one asked for."""
    meeting = _held(request, public_id)
    return printed(*issued_minutes(meeting, language_of(request), moment(request)))


@login_required
@require_http_methods(["GET", "HEAD"])
def minutes_text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes as plain text."""
    paper = minutes_paper(_held(request, public_id), language_of(request))
    return file(plain(paper).encode(), "text/plain; charset=utf-8", name_of(paper, "txt"))


@login_required
@require_http_methods(["GET", "HEAD"])
def minutes_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes as canonical JSON, with what proves that the book vouches for them."""
    meeting = _held(request, public_id)
    content = canonical(minutes_file(meeting))
    return file(content, "application/json", f"komin-minutes-{meeting.key}.json")


@login_required
@require_http_methods(["GET", "HEAD"])
def sheet_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The attendance sheet as PDF, for those who run the meeting."""
    meeting = run_by(request, public_id)
    return printed(*issued_sheet(meeting, language_of(request), moment(request)))


@login_required
@require_http_methods(["GET", "HEAD"])
def resolutions_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The register of a body's resolutions as PDF, chosen as on its page."""
    body = body_of(request, public_id)
    rows, whole = chosen_resolutions(request, body), not request.GET.get("q")
    language, at = language_of(request), moment(request)
    return printed(*issued_resolutions(body, rows, language, at, whole=whole))


def language_of(request: HttpRequest) -> str:
    """The language that the address asks for, else the reader's. Raises `Http404`."""
    asked = request.GET.get("language") or get_language() or settings.LANGUAGE_CODE
    if asked not in dict(settings.LANGUAGES):
        raise Http404
    return asked


def _held(request: HttpRequest, public_id: UUID) -> Meeting:
    meeting = meeting_of(request, public_id)
    require_seen(meeting.opened_at is not None)
    return meeting


def printed(paper: Paper, content: bytes | None = None) -> HttpResponse:
    """The paper as a PDF that the browser shows; `content` where it is set already."""
    return file(content or pdf(paper), "application/pdf", name_of(paper, "pdf"))


def name_of(paper: Paper, ending: str) -> str:
    """What a file of the paper is called."""
    return f"{paper.key.replace(' ', '-')}.{ending}"


def file(content: bytes, kind: str, name: str) -> HttpResponse:
    """The bytes as they are: shown where the browser can, never kept by anyone between."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
