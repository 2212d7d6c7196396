"""Who puts themselves on the list of a drawing by lot, or stays out of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    only_again,
    perform,
    replayed,
    require,
)
from quotas.domain import pooling
from quotas.forms.lots import ListedForm
from quotas.models import PoolKind
from quotas.views.lot_page import back_to, read_by, run_by, shown


@login_required
@require_POST
def volunteer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put oneself on the list; where all members are on it, stay out."""
    item, row = read_by(request, public_id)
    person, at = me(request), moment(request)
    require(pooling.may_join(person, row, at) or only_again(request))
    assert person is not None
    out = row.pool == PoolKind.MEMBERS

    def join() -> str:
        pooling.join(row, person, by=actor(request), at=at)
        return back_to(item)

    said = _("You stay out.") if out else _("You are on the list.")
    return perform(request, join, said=said) or shown(request, item, row)


@login_required
@require_POST
def volunteer_no_more(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take it back."""
    item, row = read_by(request, public_id)
    person, at = me(request), moment(request)
    require(pooling.may_join(person, row, at) or only_again(request))
    assert person is not None

    def leave() -> str:
        pooling.leave(row, person, by=actor(request), at=at)
        return back_to(item)

    return perform(request, leave, said=_("Taken back.")) or shown(request, item, row)


@login_required
@require_POST
def listed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Look for members by a few letters, put one on the list, or take the entry back."""
    item, row = run_by(request, public_id)
    at = moment(request)
    chosen = ListedForm(request.POST)
    if "person" not in request.POST:
        return shown(request, item, row)
    if not replayed(request) and not chosen.is_valid():
        raise Http404

    def put_down() -> str:
        person = found_or_404(pooling.known(row, at), chosen.cleaned_data["person"])
        deed = pooling.leave if chosen.cleaned_data["off"] else pooling.join
        deed(row, person, by=actor(request), at=at)
        return back_to(item)

    return perform(request, put_down, said=_("Noted.")) or shown(request, item, row)
