"""The women present decide about seats kept for women that nobody fills."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.views.asking import actor, moment, perform, replayed, require_fresh
from quotas.domain import nominating, releasing
from quotas.forms.releases import ReleaseForm
from quotas.views.election_page import back_to, election_of, shown, tally_form


@login_required
@require_POST
def release_seats(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter their count; what they open after the election goes to who comes next."""
    item, election = election_of(request, public_id)
    require_fresh(request)
    form = ReleaseForm(request.POST, offered=nominating.seats_of(election))

    def release() -> str:
        told = form.told()
        releasing.release(item, **told, by=actor(request), at=moment(request))
        return back_to(item)

    if replayed(request) or form.is_valid():
        said = _("What the women decided is entered.")
        answer = perform(request, release, form=form, said=said)
        if answer is not None:
            return answer
    page = shown(request, item, election, tally_form(None, item, election), release=form)
    page.status_code = 422
    return page
