"""Committees and auditors' seats as decisions of a meeting."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.domain.chartering import communes_parameters
from communes.domain.mending import entry_problems
from communes.views.asking import moment, posted
from mandates.forms import CountForm
from mandates.views import entering
from mandates.views.entering import ASKED, Entry
from quotas.domain import establishing, forming
from quotas.forms.forming import CommitteeForm


@login_required
@require_http_methods(ASKED)
def form_committee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter a meeting's decision to form a committee."""
    item = entering.item_for(request, public_id, "committee")
    at, body = moment(request), item.meeting.body
    standing = entering.standing(item)
    form = CommitteeForm(
        posted(request),
        fields=communes_parameters(at, body).committees,
        initial={**(standing.facts if standing else {"name": item.title})},
        size=establishing.parameters(at, body).committee_seats,
        mending=standing is not None,
    )
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: forming.form_problems(item, form.wanted(), count, at, slip),
        deed=lambda count, slip: forming.form_committee(
            item, form=form.wanted(), **entering.given(request, form, count, slip)
        ),
        standing=standing,
    )
    answer = entering.answer(request, entry, said=_("The decision is entered."))
    return answer or entering.shown(request, entry, "quotas/form_committee.html", {})


@login_required
@require_http_methods(ASKED)
def make_auditor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter a meeting's decision that its branch gets an auditor."""
    item = entering.item_for(request, public_id, "auditor")
    at = moment(request)
    standing = entering.standing(item)
    form = CountForm(posted(request), mending=standing is not None)
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: entry_problems(item, count, at, slip),
        deed=lambda count, slip: forming.make_auditor(
            item, **entering.given(request, form, count, slip)
        ),
        standing=standing,
    )
    answer = entering.answer(request, entry, said=_("The decision is entered."))
    return answer or entering.shown(request, entry, "quotas/make_auditor.html", {})
