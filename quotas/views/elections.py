"""An election: its seats, the count with what it gives, and the story of its result."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.models import AgendaItem, Body
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    posted,
    replayed,
    require_fresh,
)
from mandates.permissions import may_enter, readable_items
from mandates.views import entering
from mandates.views.entering import ASKED, PREVIEW
from quotas.domain import electing, nominating, standing_in, telling, womens_seats
from quotas.domain.womens_seats import Voting
from quotas.forms.elections import SeatsForm, TallyForm
from quotas.models import Election
from quotas.views.election_page import shown, slip_of, tally_form


@login_required
@require_http_methods(ASKED)
def plan_election(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose which seats the item is to fill."""
    item = entering.item_for(request, public_id, "election")
    at = moment(request)
    election = nominating.of_item(item)
    seats = nominating.electable(item.meeting.body, at)
    offered, initial = telling.offered(seats, at), _chosen(election, item.meeting.body, at)
    form = SeatsForm(posted(request), offered=offered, initial=initial)

    def plan() -> str:
        told = {"method": form.cleaned_data["method"], "tenure": form.tenure()}
        nominating.plan(item, form.chosen(), **told, by=actor(request), at=at)
        return reverse("elect", args=[item.public_id])

    if request.method == "POST" and (replayed(request) or form.is_valid()):
        answer = perform(request, plan, form=form, said=_("The seats are chosen."))
        if answer is not None:
            return answer
    context = {
        "item": item,
        "steps": entering.trail(item),
        "offered": offered,
        "voting": Voting(womens_seats.elected_by(item.meeting.body, seats, at)),
        "why_not": nominating.list_problems(item),
    }
    return page(request, "quotas/plan_election.html", context, form=form)


@login_required
@require_http_methods(ASKED)
def elect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the votes of all candidates; before signing, mend them."""
    item = entering.item_for(request, public_id, "election")
    election = nominating.of_item(item)
    if election is None:
        return redirect("plan_election", public_id=item.public_id)
    form = tally_form(request, item, election)
    entered = request.method == "POST" and PREVIEW not in request.POST
    if entered:
        require_fresh(request)
    if entered and (replayed(request) or form.is_valid()):
        said = _("The result is entered.")
        answer = perform(request, lambda: _elected(request, item, form), form=form, said=said)
        if answer is not None:
            return answer
    return shown(request, item, election, form)


@login_required
@require_safe
def election_result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How an election came out, as a story, for everyone who may read the meeting."""
    rows = readable_items(me(request), moment(request)).filter(kind="election")
    item = found_or_404(rows, public_id)
    election = nominating.of_item(item)
    if election is None:
        raise Http404
    context = {
        "item": item,
        "body": item.meeting.body,
        "steps": entering.trail(item),
        "election": election,
        "story": telling.story_of(election),
        "runs": may_enter(me(request), item, moment(request)),
    }
    return page(request, "quotas/election_result.html", context)


def _chosen(election: Election | None, body: Body, at: datetime) -> dict[str, Any]:
    """What the form of the planning begins with: what was chosen, else the charter's way."""
    if election is None:
        return asdict(standing_in.usual(body, at))
    seats = [seat.key for seat in nominating.seats_of(election)]
    told = {"kind": election.kind, "limits": election.limits, "runners_up": election.runners_up}
    until = election.nominations_until
    days = (election.item.meeting.starts_at - until).days if until else 0
    return {"seats": seats, "method": election.method, "closes_days": days, **told}


def _elected(request: HttpRequest, item: AgendaItem, form: TallyForm) -> str:
    slip = slip_of(item, form)
    electing.elect(item, tally=form.tally(), by=actor(request), at=moment(request), slip=slip)
    return reverse("election_result", args=[item.public_id])
