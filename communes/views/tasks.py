"""Tasks of a body: given in the room, listed, and reported on by those who bear them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import permissions
from communes.domain import rolls, tasking
from communes.forms.tasks import ReportForm, TaskForm
from communes.models import AgendaItem, Task
from communes.models.tasks import ENDING
from communes.views import confided
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    only_again,
    page,
    perform,
    posted,
    replayed,
    require,
)
from communes.views.panels import bearers
from communes.views.reaching import body_of, item_run_by, tabs, trail
from communes.views.room import room_page

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD"])
def tasks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The tasks that a body gave: those still open by the day they are due, or those over."""
    body = body_of(request, public_id)
    at = moment(request)
    over = request.GET.get("shelf") == "over"
    rows = permissions.readable_tasks(me(request), at).filter(body=body)
    rows = rows.select_related("person", "committee", "item")
    chosen = rows.over().order_by("-given_at", "-pk") if over else rows.open().due_first()
    context = {
        "body": body,
        "steps": trail(body)[:1],
        "tabs": tabs(body, "tasks"),
        "page": Paginator(chosen, SHOWN).get_page(request.GET.get("page")),
        "over": over,
        "named": permissions.may_take_part(me(request), body, at),
        "today": rolls.day_of(body, at).date(),
    }
    return page(request, "communes/tasks/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One task: who bears it, what was reported, and the form of a report."""
    at, person = moment(request), me(request)
    require(person is not None)
    rows = permissions.readable_tasks(person, at)
    one = found_or_404(
        rows.select_related("body", "item__meeting__body", "person", "committee"), public_id
    )
    form = None
    if permissions.may_report_task(person, one, at) or only_again(request):
        drops = permissions.may_drop_task(person, one, at)
        form = ReportForm(posted(request), may_drop=drops)
    if request.method == "POST":
        require(form is not None)
        assert form is not None
        done = _reported(request, one, form) if form.is_valid() or replayed(request) else None
        if done:
            return done
    return page(request, "communes/tasks/task.html", _sheet(request, one, form), form=form)


def _reported(request: HttpRequest, one: Task, form: ReportForm) -> HttpResponse | None:
    def enter() -> str:
        tasking.report(one, **form.cleaned_data, by=actor(request), at=moment(request))
        return reverse("task", args=[one.public_id])

    return perform(request, enter, form=form, said=_("The report is entered."))


def _sheet(request: HttpRequest, one: Task, form: ReportForm | None) -> dict[str, Any]:
    person, at = me(request), moment(request)
    over = one.fate in ENDING
    return {
        "task": one,
        "steps": trail(one.body, one.item.meeting),
        "reports": one.reports.select_related("by").order_by("at", "pk"),
        "named": permissions.may_take_part(person, one.body, at) or one.person == person,
        "report": None if over else form,
        "over": over,
        "today": rolls.day_of(one.body, at).date(),
        **confided.parts(request, one.item),
    }


@login_required
@require_POST
def task_give(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a task under the item of an open meeting."""
    item = item_run_by(request, public_id)
    form = TaskForm(request.POST, **bearers(item, moment(request)))
    if form.is_valid() or replayed(request):

        def enter() -> str:
            tasking.give(item, **form.told(), by=actor(request), at=moment(request))
            return _here(item)

        done = perform(request, enter, form=form, said=_("The task is given."))
        if done:
            return done
    return room_page(request, item.meeting, item, form=form, task_form=form)


def _here(item: AgendaItem) -> str:
    return reverse("item", args=[item.public_id]) + "#tasks"
