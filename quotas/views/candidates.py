"""Who stands in an election, and who runs its item when a candidate would."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.domain import opening
from communes.models import Stage
from communes.views.asking import actor, found_or_404, moment, perform, replayed
from quotas.domain import announcing, declaring, nominating
from quotas.forms.elections import ComponentForm, StandForm, WithdrawForm
from quotas.models import Candidacy
from quotas.views.election_page import back_to, election_of, naming_form, shown, tally_form


@login_required
@require_POST
def candidates(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Look for members by a few letters, or put one of them up."""
    item, election = election_of(request, public_id)
    at = moment(request)
    chosen = StandForm(request.POST)
    if "person" not in request.POST:
        return shown(request, item, election, tally_form(None, item, election))
    if not replayed(request) and not chosen.is_valid():
        raise Http404

    def stand() -> str:
        person = found_or_404(nominating.roll_of(election, at), chosen.cleaned_data["person"])
        ahead = item.meeting.stage == Stage.CONVENED
        put_up = announcing.announce if ahead else nominating.stand
        put_up(election, person, by=actor(request), at=at)
        return back_to(item)

    answer = perform(request, stand, said=_("Put up as a candidate."))
    return answer or shown(request, item, election, tally_form(None, item, election))


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a candidate off the list before the count."""
    item, election = election_of(request, public_id)
    chosen = WithdrawForm(request.POST)
    if not chosen.is_valid():
        raise Http404

    def taken_off() -> str:
        rows = Candidacy.objects.filter(election=election)
        row = found_or_404(rows.select_related("election__item"), chosen.cleaned_data["candidacy"])
        nominating.withdraw(row, by=actor(request), at=moment(request))
        return back_to(item)

    answer = perform(request, taken_off, said=_("Taken off the list."))
    return answer or shown(request, item, election, tally_form(None, item, election))


@login_required
@require_POST
def declare_component(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep for which component somebody stands, beside the candidacy alone."""
    item, election = election_of(request, public_id)
    at = moment(request)
    form = ComponentForm(request.POST, offered=declaring.choices(election.body, at))
    if not replayed(request) and not form.is_valid():
        raise Http404

    def declare() -> str:
        rows = Candidacy.objects.filter(election=election).select_related("election__item")
        row = found_or_404(rows, form.cleaned_data["candidacy"])
        component, organisation = form.chosen()
        told = {"component": component, "organisation": organisation}
        declaring.declare(row, **told, by=actor(request), at=at)
        return back_to(item)

    answer = perform(request, declare, said=_("Put down beside the candidacy alone."))
    return answer or shown(request, item, election, tally_form(None, item, election))


@login_required
@require_POST
def name_for_election(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name who chairs or records this item in place of a candidate."""
    item, election = election_of(request, public_id)
    form = naming_form(request, item)

    def name() -> str:
        told = form.cleaned_data
        opening.name_for(
            item.meeting,
            told["person"],
            told["role"],
            item=item,
            by=actor(request),
            at=moment(request),
        )
        return back_to(item)

    if replayed(request) or form.is_valid():
        answer = perform(request, name, form=form, said=_("Named for this item."))
        if answer is not None:
            return answer
    response = shown(request, item, election, tally_form(None, item, election), naming=form)
    response.status_code = 422
    return response
