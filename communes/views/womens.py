"""What the women in the room decide: an item declared theirs, their presence released."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.domain import womens
from communes.forms.womens import DeclareForm, WomensVoteForm
from communes.models import AgendaItem
from communes.views.asking import actor, moment, perform, replayed
from communes.views.reaching import item_run_by
from communes.views.room import room_page


@login_required
@require_POST
def women_declare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Declare that the item concerns women."""
    item = item_run_by(request, public_id)
    form = DeclareForm(request.POST)
    if form.is_valid() or replayed(request):

        def enter() -> str:
            told = form.cleaned_data
            demanded, by, at = told["demanded"] or 0, actor(request), moment(request)
            womens.declare(item, way=told["way"], demanded=demanded, by=by, at=at)
            return _here(item)

        done = perform(request, enter, form=form, said=_("The item concerns women."))
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, declare=form)


@login_required
@require_POST
def women_vote(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter a count among the women present."""
    item = item_run_by(request, public_id)
    form = WomensVoteForm(request.POST)
    if form.is_valid() or replayed(request):

        def enter() -> str:
            told = {**form.cleaned_data, "against": form.cleaned_data["against"] or 0}
            womens.vote(item, **told, by=actor(request), at=moment(request))
            return _here(item)

        done = perform(request, enter, form=form, said=_("What the women decided is entered."))
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, womens_vote=form)


def _here(item: AgendaItem) -> str:
    return reverse("item", args=[item.public_id])
