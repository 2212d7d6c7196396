"""Ranked papers of an election: typed line by line, taken back, read from a file, handed out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from communes.models import AgendaItem, Resolution
from communes.views.asking import actor, found_or_404, me, moment, perform, replayed
from communes.views.papers import language_of, printed
from mandates.permissions import readable_items
from mandates.views import entering
from quotas.domain import exporting, nominating, piling, reaching
from quotas.forms.papers import LineForm, PapersFileForm, PapersForm
from quotas.models import Election, ElectionMethod
from quotas.papers.certificates import certificate
from quotas.views.election_page import back_to, election_of, shown, tally_form


@login_required
@require_POST
def papers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Type papers of one ranking."""
    item, election = _ranked(request, public_id)
    form = PapersForm(request.POST, candidates=piling.on_ballot(election))

    def add() -> str:
        told = form.cleaned_data
        piling.add(
            election,
            ranking=told["ranking"],
            papers=told["papers"],
            by=actor(request),
            at=moment(request),
        )
        return back_to(item) + "#papers"

    if replayed(request) or form.is_valid():
        answer = perform(request, add, form=form)
        if answer is not None:
            return answer
    return shown(request, item, election, tally_form(None, item, election), papers=form)


@login_required
@require_POST
def papers_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read the papers from a BLT file."""
    item, election = _ranked(request, public_id)
    form = PapersFileForm(request.POST, request.FILES)
    read: list[int] = []

    def read_file() -> str:
        data = form.cleaned_data["file"]
        read.append(piling.read_file(election, data=data, by=actor(request), at=moment(request)))
        return back_to(item) + "#papers"

    def said() -> str:
        text = ngettext("%(number)d paper is read.", "%(number)d papers are read.", read[0])
        return text % {"number": read[0]}

    if replayed(request) or form.is_valid():
        answer = perform(request, read_file, form=form, said=said)
        if answer is not None:
            return answer
    return shown(request, item, election, tally_form(None, item, election), papers=form)


@login_required
@require_POST
def take_papers_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one typed line back."""
    item, election = _ranked(request, public_id)
    chosen = LineForm(request.POST)
    if not replayed(request) and not chosen.is_valid():
        raise Http404

    def take_back() -> str:
        row = found_or_404(election.papers.all(), chosen.cleaned_data["line"])
        piling.take_back(row, by=actor(request), at=moment(request))
        return back_to(item) + "#papers"

    answer = perform(request, take_back, said=_("Taken back."))
    return answer or shown(request, item, election, tally_form(None, item, election))


@login_required
@require_POST
def clear_papers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take all papers back."""
    item, election = _ranked(request, public_id)

    def clear() -> str:
        piling.clear(election, by=actor(request), at=moment(request))
        return back_to(item) + "#papers"

    answer = perform(request, clear, said=_("All papers are taken back."))
    return answer or shown(request, item, election, tally_form(None, item, election))


@login_required
@require_safe
def ballots_blt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The papers that were counted, as a BLT file."""
    return _file(request, public_id, exporting.ballots_file, "blt")


@login_required
@require_safe
def ballots_genders(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The candidates' genders by number, as a table."""
    return _file(request, public_id, exporting.genders_file, "csv")


@login_required
@require_safe
def ballots_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The raw count of an election by whatever method."""
    election, resolution = _counted(request, public_id)
    answer = JsonResponse(exporting.raw(election, resolution), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{election.key}.json"'
    return answer


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, public_id: UUID, candidacy_id: UUID) -> HttpResponse:
    """The certificate of someone elected, in the reader's language or the one asked for."""
    election, resolution = _counted(request, public_id)
    rows = election.candidacies.filter(seat__isnull=False).select_related("person", "election")
    row = found_or_404(rows, candidacy_id)
    mandate = reaching.granted(row)
    if mandate is None:
        raise Http404
    return printed(certificate(row, mandate, resolution, language_of(request)))


def _file(
    request: HttpRequest,
    public_id: UUID,
    text: Callable[[Election, Resolution], str],
    suffix: str,
) -> HttpResponse:
    election, resolution = _counted(request, public_id)
    if "on_ballot" not in resolution.facts:
        raise Http404
    kind = "text/csv" if suffix == "csv" else "text/plain"
    answer = HttpResponse(text(election, resolution), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{election.key}.{suffix}"'
    return answer


def _counted(request: HttpRequest, public_id: UUID) -> tuple[Election, Resolution]:
    """The election and the result that stands, for everyone who may read the meeting."""
    rows = readable_items(me(request), moment(request)).filter(kind="election")
    item = found_or_404(rows, public_id)
    election, resolution = nominating.of_item(item), entering.standing(item)
    if election is None or resolution is None or "tally" not in resolution.facts:
        raise Http404
    return election, resolution


def _ranked(request: HttpRequest, public_id: UUID) -> tuple[AgendaItem, Election]:
    item, election = election_of(request, public_id)
    if election.method != ElectionMethod.RANKED:
        raise Http404
    return item, election
