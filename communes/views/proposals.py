"""Proposals for a body's next agenda: made by members, answered by those who convene."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import permissions
from communes.domain import proposing
from communes.forms.proposals import ProposalForm, ReasonForm
from communes.models import Body, Meeting, Person, Proposal
from communes.templatetags.meetings import kind_label
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    only_again,
    page,
    perform,
    posted,
    require,
)
from communes.views.reaching import body_of, tabs, trail

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What waits for the next agenda, what became of the rest, and a form to propose."""
    body = body_of(request, public_id)
    form = ProposalForm(body, posted(request))
    if request.method == "POST":
        require(permissions.may_propose(me(request), body, moment(request)))
        done = _proposed(request, body, form) if form.is_valid() else None
        if done:
            return done
    return _page(request, body, form)


def _proposed(request: HttpRequest, body: Body, form: ProposalForm) -> HttpResponse | None:
    def propose() -> str:
        person, told = me(request), form.cleaned_data
        assert person is not None
        by, at = actor(request), moment(request)
        proposing.propose(body, person=person, by=by, at=at, **told)
        return reverse("proposals", args=[body.public_id])

    said = _("Your proposal waits for the next agenda; whoever convenes it answers.")
    return perform(request, propose, form=form, said=said)


def _page(
    request: HttpRequest, body: Body, form: Any, aside: tuple[Proposal, ReasonForm] | None = None
) -> HttpResponse:
    at, who = moment(request), me(request)
    rows = Proposal.objects.filter(body=body).select_related("person", "item__meeting__body")
    waiting = list(rows.waiting().order_by("proposed_at", "pk")[:SHOWN])
    answered = rows.exclude(pk__in=rows.waiting().values("pk"))
    refused, wrong = aside or (None, None)
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "proposals"),
        "waiting": [_told(row, who, wrong if refused == row else None) for row in waiting],
        "answered": Paginator(answered, SHOWN).get_page(request.GET.get("page")),
        "may_propose": permissions.may_propose(who, body, at),
        "convenes": permissions.may_convene(who, body, at),
        "coming": _coming(body),
        "proposal_form": form,
    }
    return page(request, "communes/proposals/list.html", context, form=wrong or form)


def _told(row: Proposal, who: Person | None, wrong: ReasonForm | None) -> dict[str, Any]:
    return {
        "row": row,
        "kind": kind_label(row.kind),
        "mine": who is not None and row.person_id == who.pk,
        "reason": wrong or ReasonForm(auto_id=f"id_{row.key}_%s"),
    }


def _coming(body: Body) -> Meeting | None:
    """The next meeting whose notice is out: what is proposed now is for the one after it."""
    rows = Meeting.objects.filter(body=body, closed_at__isnull=True, cancelled_at__isnull=True)
    return rows.select_related("body").order_by("starts_at", "pk").first()


def _proposal_of(request: HttpRequest, public_id: UUID) -> Proposal:
    require(me(request) is not None)
    bodies = permissions.readable_bodies(me(request), moment(request))
    rows = Proposal.objects.filter(body__in=bodies.values("pk"))
    return found_or_404(rows.select_related("body", "person"), public_id)


@login_required
@require_POST
def withdraw_proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    found = _proposal_of(request, public_id)
    require(found.person == me(request))

    def withdraw() -> str:
        proposing.withdraw(found, by=actor(request), at=moment(request))
        return reverse("proposals", args=[found.body.public_id])

    done = perform(request, withdraw, said=_("Your proposal is withdrawn."))
    return done or _page(request, found.body, ProposalForm(found.body))


@login_required
@require_POST
def set_aside_proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer a proposal with a reason instead of an item."""
    found = _proposal_of(request, public_id)
    may = permissions.may_convene(me(request), found.body, moment(request))
    require(may or only_again(request))
    form = ReasonForm(request.POST, auto_id=f"id_{found.key}_%s")

    def answer() -> str:
        reason = form.cleaned_data["reason"]
        proposing.set_aside(found, reason=reason, by=actor(request), at=moment(request))
        return reverse("proposals", args=[found.body.public_id])

    said = _("The proposal is set aside; who made it is told why.")
    done = perform(request, answer, form=form, said=said) if form.is_valid() else None
    return done or _page(request, found.body, ProposalForm(found.body), (found, form))
