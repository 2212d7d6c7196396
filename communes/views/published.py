"""Minutes that everyone may read, without an account: where the charter publishes them.

Whatever is not published to everyone answers as if it were not there.
"""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.arithmetic.chains import canonical
from communes.domain import publishing
from communes.domain.filing import LARGEST
from communes.folding import fold
from communes.models import Body, Meeting, Publication
from communes.papers.filing import issued_public
from communes.papers.published import public_file, public_paper
from communes.papers.verifying import Finding, check_code, check_issued
from communes.typesetting import plain
from communes.views import limiting
from communes.views.asking import lay_out, moment, page
from communes.views.papers import file, language_of, name_of, printed
from communes.views.verifying import PrintedForm

SHOWN = 50
KEPT_SECONDS = 300
"""How long whoever stands between may keep a file: so soon a withdrawal reaches all."""


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The bodies that publish their minutes to everyone; found by name."""
    rows = publishing.open_to_everyone(moment(request))
    if not rows.exists():
        raise Http404
    typed = request.GET.get("q", "")[:200]
    bodies = Body.objects.filter(_all("folded", typed)).annotate(
        many=Count("meetings__publications", filter=Q(meetings__publications__in=rows))
    )
    found = Paginator(bodies.filter(many__gt=0).order_by("folded", "pk"), SHOWN)
    context = {"page": found.get_page(request.GET.get("page")), "typed": typed}
    return _open(page(request, "communes/published/index.html", context))


@require_safe
def published_body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A body's published minutes, the latest first; searched by words or by number."""
    rows = publishing.open_to_everyone(moment(request)).filter(meeting__body__public_id=public_id)
    first = rows.first()
    if first is None:
        raise Http404
    typed = request.GET.get("q", "")[:200]
    listed = rows.filter(_matching(typed)).order_by("-meeting__starts_at", "-pk")
    context = {
        "steps": _steps(first.meeting.body),
        "body": first.meeting.body,
        "page": Paginator(listed, SHOWN).get_page(request.GET.get("page")),
        "typed": typed,
    }
    return _open(page(request, "communes/published/body.html", context))


@require_safe
def published_minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes of one meeting as everyone reads them, with the mark of the book."""
    found = _found(request, public_id)
    paper = public_paper(found, language_of(request), moment(request))
    context = {
        "steps": [*_steps(), _step(found.meeting.body)],
        "meeting": found.meeting,
        "paper": paper,
        "files": [
            {"name": name, "url": reverse(url, args=[public_id])}
            for name, url in ((_("Plain text"), "published_text"), ("JSON", "published_json"))
        ],
    }
    return _open(page(request, "communes/published/minutes.html", context))


@require_safe
def published_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same as PDF."""
    found = _found(request, public_id)
    return _open(
        printed(*issued_public(found, language_of(request), moment(request))), KEPT_SECONDS
    )


@require_safe
def published_text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same as plain text."""
    paper = public_paper(_found(request, public_id), language_of(request), moment(request))
    content = plain(paper).encode()
    return _open(file(content, "text/plain; charset=utf-8", name_of(paper, "txt")), KEPT_SECONDS)


@require_safe
def published_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same for programs."""
    found = _found(request, public_id)
    content = canonical(public_file(found, language_of(request), moment(request)))
    name = f"komin-public-minutes-{found.meeting.key}.json"
    return _open(file(content, "application/json", name), KEPT_SECONDS)


@require_http_methods(["GET", "HEAD", "POST"])
def published_check(request: HttpRequest) -> HttpResponse:
    """Check a print or its code against what is published; neither is kept."""
    rows = publishing.open_to_everyone(moment(request))
    if not rows.exists():
        raise Http404
    meetings = Meeting.objects.filter(pk__in=rows.values("meeting"))
    form = PrintedForm(request.POST, request.FILES) if request.method == "POST" else PrintedForm()
    found = None
    if form.is_bound and form.is_valid():
        refused = limiting.attempt(request, "print")
        lay_out(request, refused, form)
        found = None if refused else _checked(form, meetings)
        if found and found.meeting:
            limiting.right(request, "print")
    context = {"found": found, "steps": _steps()}
    return _open(page(request, "communes/published/check.html", context, form=form))


def _checked(form: PrintedForm, meetings: QuerySet[Meeting]) -> Finding:
    """What a print or a code says of itself."""
    given, code = form.cleaned_data["file"], form.cleaned_data["code"]
    if given:
        return check_issued(given.read(LARGEST), meetings)
    return check_code(code, meetings)


def _steps(body: Body | None = None) -> list[dict[str, str]]:
    """Where a published page stands; on a body's own page it is the last step."""
    first = {"name": _("Published minutes"), "url": reverse("published")}
    return [first, {"name": body.name, "url": ""}] if body else [first]


def _step(body: Body) -> dict[str, str]:
    return {"name": body.name, "url": reverse("published_body", args=[body.public_id])}


def _found(request: HttpRequest, public_id: UUID) -> Publication:
    """What is published of a meeting; withdrawn, foreign and absent answer alike."""
    rows = publishing.open_to_everyone(moment(request))
    found = rows.filter(meeting__public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _matching(typed: str) -> Q:
    """Every word stands in titles or texts; a number is a meeting's own."""
    if typed.strip().isdecimal() and len(typed.strip()) <= 9:
        return Q(meeting__number=int(typed))
    return _all("folded", typed)


def _all(column: str, typed: str) -> Q:
    condition = Q()
    for word in fold(typed).split()[:8]:
        condition &= Q(**{f"{column}__contains": word})
    return condition


def _open(response: HttpResponse, seconds: int = 0) -> HttpResponse:
    """Nobody between keeps it longer than a withdrawal may take; no index keeps it at all."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    if seconds:
        del response["Cache-Control"]
        patch_cache_control(response, public=True, max_age=seconds)
    else:
        patch_cache_control(response, no_cache=True)
    return response
