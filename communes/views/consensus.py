"""Consensus in the room: blocks with their reasons; an item adjourned and taken up again."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.domain import consensus
from communes.forms.consensus import BlockForm
from communes.views.asking import actor, perform, replayed
from communes.views.items import following
from communes.views.reaching import item_run_by
from communes.views.receiving import happened
from communes.views.room import room_page


@login_required
@require_POST
def consensus_block(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that consensus was sought and blocked."""
    item = item_run_by(request, public_id)
    form = BlockForm(request.POST)
    if form.is_valid() or replayed(request):

        def enter() -> str:
            consensus.record_block(
                item,
                blocks=form.cleaned_data["blocks"],
                aside=form.cleaned_data["aside"] or 0,
                reasons=form.lines(),
                by=actor(request),
                at=happened(request, item.meeting),
            )
            return reverse("item", args=[item.public_id])

        done = perform(request, enter, form=form, said=_("The block is recorded."))
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, block=form)


@login_required
@require_POST
def item_adjourn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the item off for a pause or to the next meeting, or take it up again."""
    item = item_run_by(request, public_id)
    what = request.POST.get("do", "")

    def act() -> str:
        by, at = actor(request), happened(request, item.meeting)
        then = item
        if what == "take_up":
            consensus.take_up(item, by=by, at=at)
        else:
            consensus.adjourn(item, to_next=what == "next", by=by, at=at)
            then = (following(item) or item) if what == "next" else item
        return reverse("item", args=[then.public_id])

    return perform(request, act, part=what) or room_page(request, item.meeting, item)
