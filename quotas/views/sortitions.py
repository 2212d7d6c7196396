"""A drawing by lot: planned, its list fixed, its seed thrown, its result entered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes.domain import mending, opening
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
from mandates.views.entering import ASKED
from quotas.domain import drawing_lots, fixing, pooling, seating_drawn, telling, telling_lots
from quotas.forms.lots import LotSeatsForm, NumberForm, SeedForm, StrikeForm
from quotas.models import Sortition
from quotas.views.lot_page import back_to, naming_form, read_by, run_by, shown


@login_required
@require_http_methods(ASKED)
def plan_sortition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose for which seats lots are drawn, and among whom."""
    item = entering.item_for(request, public_id, "sortition")
    at, sortition = moment(request), pooling.of_item(item)
    offered = telling.offered(pooling.drawable(item.meeting.body, at), at)
    form = LotSeatsForm(posted(request), offered=offered, initial=_chosen(sortition))

    def plan() -> str:
        pool = form.cleaned_data["pool"]
        pooling.plan(item, form.chosen(), pool=pool, by=actor(request), at=at)
        return back_to(item)

    if request.method == "POST" and (replayed(request) or form.is_valid()):
        answer = perform(request, plan, form=form, said=_("The seats are chosen."))
        if answer is not None:
            return answer
    context = {
        "item": item,
        "steps": entering.trail(item),
        "offered": offered,
        "why_not": pooling.list_problems(item, sortition),
    }
    return page(request, "quotas/plan_sortition.html", context, form=form)


@login_required
@require_safe
def sortition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The drawing as it stands, for everyone who may read the meeting."""
    rows = readable_items(me(request), moment(request)).filter(kind="sortition")
    item = found_or_404(rows, public_id)
    if pooling.of_item(item) is None and may_enter(me(request), item, moment(request)):
        return redirect("plan_sortition", public_id=item.public_id)
    return shown(request, *read_by(request, public_id))


@login_required
@require_POST
def fix_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Fix the list, and enter its mark into the book."""

    def fix(row: Sortition) -> None:
        fixing.fix(row, by=actor(request), at=moment(request))

    return _act(request, public_id, fix, _("The list is fixed. Now throw the dice."))


@login_required
@require_POST
def throw_seed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the seed that was thrown, and draw."""
    form = SeedForm(request.POST)

    def throw(row: Sortition) -> None:
        seed = form.cleaned_data["seed"]
        drawing_lots.throw(row, seed, by=actor(request), at=moment(request))

    return _act(request, public_id, throw, _("Drawn by lot."), seed=form)


@login_required
@require_POST
def give_up(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that somebody who was drawn declines; the same seed draws for that place."""
    form = NumberForm(request.POST)

    def decline(row: Sortition) -> None:
        number = form.cleaned_data["number"]
        drawing_lots.give_up(row, number, by=actor(request), at=moment(request))

    if not replayed(request) and not form.is_valid():
        raise Http404
    return _act(request, public_id, decline, _("Drawn again for that place."))


@login_required
@require_POST
def enter_drawn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the result; the mandates begin."""
    run_by(request, public_id)
    require_fresh(request)

    def enter(row: Sortition) -> None:
        seating_drawn.enter(row, by=actor(request), at=moment(request))

    return _act(request, public_id, enter, _("The result is entered."))


@login_required
@require_POST
def strike_drawn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Strike the result out as a slip, so that it is entered anew."""
    form = StrikeForm(request.POST)

    def strike(row: Sortition) -> None:
        standing = entering.standing(row.item)
        if standing is None:
            raise Http404
        reason = form.cleaned_data["reason"]
        mending.strike(standing, reason=reason, by=actor(request), at=moment(request))

    return _act(request, public_id, strike, _("The slip is struck out."), strike=form)


@login_required
@require_POST
def name_for_drawing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name who chairs or records this item in place of a volunteer."""
    item, _row = run_by(request, public_id)
    form = naming_form(request, item)

    def name(row: Sortition) -> None:
        told, by, at = form.cleaned_data, actor(request), moment(request)
        opening.name_for(item.meeting, told["person"], told["role"], item=item, by=by, at=at)

    return _act(request, public_id, name, _("Named for this item."), naming=form)


@login_required
@require_safe
def lot_people(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`people.csv`: numbers and traits of those still to be drawn from, no names."""
    return _file(request, public_id, "people")


@login_required
@require_safe
def lot_features(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`features.csv`: the quotas."""
    return _file(request, public_id, "features")


def _act(
    request: HttpRequest,
    public_id: UUID,
    deed: Callable[[Sortition], None],
    said: str,
    **forms: Any,
) -> HttpResponse:
    """One deed on the drawing, for who runs the meeting; refused, the page with every reason."""
    item, row = run_by(request, public_id)
    form = next(iter(forms.values()), None)

    def act() -> str:
        deed(row)
        return back_to(item)

    if form is None or replayed(request) or form.is_valid():
        answer = perform(request, act, form=form, said=said)
        if answer is not None:
            return answer
    response = shown(request, item, row, **forms)
    response.status_code = 422
    return response


def _file(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    _item, row = read_by(request, public_id)
    asked = request.GET.get("drawing", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    files = telling_lots.files(row, number) if number else None
    if files is None:
        raise Http404
    answer = HttpResponse(getattr(files, name), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{number}.csv"'
    return answer


def _chosen(row: Sortition | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"seats": [seat.key for seat in pooling.seats_of(row)], "pool": row.pool}
