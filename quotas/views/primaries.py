"""The women's primary on the election's page: entered, and taken back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.views.asking import actor, moment, perform, replayed, require_fresh
from quotas.domain import holding, primaries
from quotas.views.election_page import back_to, election_of, shown, tally_form


@login_required
@require_POST
def hold_primary(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter what the women counted: those named stand before everyone."""
    item, election = election_of(request, public_id)
    form = tally_form(request, item, election, primary=True)
    require_fresh(request)

    def hold() -> str:
        tally = form.tally()
        assert tally is not None
        holding.hold(election, tally=tally, by=actor(request), at=moment(request))
        return back_to(item)

    if replayed(request) or form.is_valid():
        answer = perform(request, hold, form=form, said=_("The women's vote is entered."))
        if answer is not None:
            return answer
    return shown(request, item, election, form)


@login_required
@require_POST
def take_primary_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the women's vote back, for it was entered by a slip."""
    item, election = election_of(request, public_id)

    def take_back() -> str:
        held = primaries.of(election)
        if held is None:
            raise Http404
        holding.take_back(held, by=actor(request), at=moment(request))
        return back_to(item)

    answer = perform(request, take_back, said=_("The women's vote is taken back."))
    return answer or shown(request, item, election, tally_form(None, item, election))
