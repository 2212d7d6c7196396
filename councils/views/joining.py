"""Joining a council, and the council's answer, as items of the two bodies' meetings."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.domain import chartering
from communes.models import AgendaItem, Body, Resolution
from communes.views.asking import moment, posted
from councils.domain import joining, seating
from councils.forms import NEW, JoinForm
from councils.models import Joining, Level
from mandates.forms import CountForm
from mandates.views import entering
from mandates.views.entering import ASKED, Entry


@login_required
@require_http_methods(ASKED)
def join_council(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter a body's decision to join a council, or to found one."""
    item = entering.item_for(request, public_id, "joining")
    at = moment(request)
    standing = entering.standing(item)
    levels = _levels(item, request)
    hosts = _hosts(item.meeting.body, levels, standing)
    mending = standing is not None
    initial = _initial(hosts, standing)
    form = JoinForm(posted(request), hosts=hosts, levels=levels, mending=mending, initial=initial)
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: joining.join_entry_problems(item, form.wish(), count, at, slip),
        deed=lambda count, slip: joining.join(
            item, wish=form.wish(), **entering.given(request, form, count, slip)
        ),
        standing=standing,
        before=lambda: joining.unit_problems(item.meeting.body, at),
    )
    answer = entering.answer(request, entry, said=_("The decision is entered."))
    return answer or entering.shown(request, entry, "councils/join_council.html", {"hosts": hosts})


@login_required
@require_http_methods(ASKED)
def accept_unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the session's answer to a body that asked to join."""
    item = entering.item_for(request, public_id, "acceptance")
    at = moment(request)
    standing = entering.standing(item)
    form = CountForm(posted(request), mending=standing is not None)
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: joining.accept_problems(item, count, at, slip),
        deed=lambda count, slip: joining.accept(item, **entering.given(request, form, count, slip)),
        standing=standing,
    )
    answer = entering.answer(request, entry, said=_("The answer is entered."))
    waits = joining.of_item(item)
    return answer or entering.shown(request, entry, "councils/accept_unit.html", {"waits": waits})


def _levels(item: AgendaItem, request: HttpRequest) -> list[Level]:
    """The levels above that of the body."""
    at = moment(request)
    known = seating.set_up_levels(chartering.in_force(at), at)
    own = next((one.order for one in known if one.code == item.meeting.body.level), 0)
    return [one for one in known if one.order > own]


def _hosts(unit: Body, levels: list[Level], standing: Resolution | None) -> list[Body]:
    """The councils that the body could join: above it, of its circle, and not founded by a slip."""
    rows = Body.objects.filter(kind="council", circle=unit.circle, ended_at__isnull=True)
    if standing is not None and not standing.facts.get("host"):
        rows = rows.exclude(pk__in=Joining.objects.filter(asked_by=standing).values("host"))
    return list(rows.filter(level__in=[one.code for one in levels]).order_by("folded", "pk"))


def _initial(hosts: list[Body], standing: Resolution | None) -> dict[str, Any]:
    """To begin with: what was entered, else the first council there is."""
    if standing is None:
        return {"host": hosts[0].key if hosts else NEW}
    told = {name: standing.facts.get(name) for name in ("level", "name")}
    counted = {"votes_for": standing.votes_for, "against": standing.votes_against}
    more = {"abstain": standing.abstentions, "method": standing.method, "text": standing.text}
    return {**told, **counted, **more, "host": standing.facts.get("host") or NEW}
