"""A new version of the charter: drafted section by section, with an example, and adopted."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes import charter
from communes.domain import amending, chartering
from communes.domain.amending import Drafted
from communes.models import AgendaItem
from communes.rewriting import tables_of
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
from mandates import permissions
from mandates.forms import CountForm
from mandates.views import entering
from mandates.views.entering import ASKED, PREVIEW, Entry
from quotas import parameters, plan_wording
from quotas.domain import starting
from quotas.forms.charters import ExampleForm, SectionForm, TakeBackForm, TemplateForm
from quotas.parameters import TEMPLATES, plan_of

FIRST = "quotas"
USUAL = 12
"""Seats of the body that is taken as an example: a council of the usual size *(ours)*."""


@login_required
@require_http_methods(ASKED)
def draft_charter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One section of the draft; whoever runs the meeting changes it, its readers read it."""
    section = request.GET.get("section", FIRST)
    item = _item(request, public_id)
    if section not in charter.sections():
        raise Http404
    may = permissions.may_enter(me(request), item, moment(request))
    require(request.method != "POST" or may or only_again(request))
    now = amending.drafted(item, moment(request))
    form = SectionForm(posted(request), section=section, text=now.text, version=now.version)
    _remark(form, section, now)
    if request.method == "POST" and PREVIEW not in request.POST:
        answer = _save(request, item, section, form)
        if answer is not None:
            return answer
    context = _context(request, item, section, now, form) | {"may": may}
    return page(request, _template(request), context, form=form)


@login_required
@require_POST
def start_charter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the values of a template into the draft's section on quotas; asks before it writes
    over what was changed there."""
    item = entering.item_for(request, public_id, "charter")
    form = TemplateForm(request.POST)
    if not form.is_valid() and not replayed(request):
        raise Http404
    told, at = form.cleaned_data, moment(request)

    def start() -> str:
        starting.start(
            item, template=told["start"], version=told["version"], over=told["over"],
            by=actor(request), at=at,
        )  # fmt: skip
        return reverse("draft_charter", args=[item.public_id])

    answer = perform(request, start, form=None, said=_("The draft has these values now."))
    if answer is not None:
        return answer
    lost = starting.lost(item, told["start"], at) if "start" in told else []
    return _refused(request, item, {"template": told.get("start"), "lost": lost})


@login_required
@require_POST
def take_charter_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo the last change of the draft."""
    item = entering.item_for(request, public_id, "charter")
    form = TakeBackForm(request.POST)
    if not form.is_valid() and not replayed(request):
        raise Http404

    def take_back() -> str:
        version = form.cleaned_data["version"]
        amending.take_back(item, version=version, by=actor(request), at=moment(request))
        return reverse("draft_charter", args=[item.public_id])

    answer = perform(request, take_back, form=None, said=_("The last change is undone."))
    return answer or _refused(request, item, {})


def _refused(request: HttpRequest, item: AgendaItem, more: dict[str, Any]) -> HttpResponse:
    """The draft as it stands, with what was refused and why."""
    now = amending.drafted(item, moment(request))
    fresh = SectionForm(section=FIRST, text=now.text, version=now.version)
    context = _context(request, item, FIRST, now, fresh) | {"may": True} | more
    return page(request, "quotas/draft_charter.html", context, form=fresh)


@login_required
@require_http_methods(ASKED)
def adopt_charter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter a meeting's decision on the draft; adopted, it holds from that instant on."""
    item = entering.item_for(request, public_id, "charter")
    at = moment(request)
    standing = entering.standing(item)
    form = CountForm(posted(request), mending=standing is not None)
    entry = Entry(
        item,
        form,
        rule=lambda count, slip: amending.adopt_problems(item, count, at, slip),
        deed=lambda count, slip: amending.adopt(item, **entering.given(request, form, count, slip)),
        standing=standing,
        before=lambda: amending.readiness_problems(item, at),
    )
    answer = entering.answer(request, entry, said=_("The decision is entered."))
    told = {"changes": amending.drafted(item, at).told}
    return answer or entering.shown(request, entry, "quotas/adopt_charter.html", told)


def _item(request: HttpRequest, public_id: UUID) -> AgendaItem:
    rows = permissions.readable_items(me(request), moment(request))
    return found_or_404(rows.filter(kind="charter"), public_id)


def _save(
    request: HttpRequest, item: AgendaItem, section: str, form: SectionForm
) -> HttpResponse | None:
    def save() -> str:
        amending.draft(
            item,
            section=section,
            values=form.values(),
            version=form.cleaned_data["version"],
            by=actor(request),
            at=moment(request),
        )
        return f"{reverse('draft_charter', args=[item.public_id])}?section={section}"

    if not replayed(request) and not form.is_valid():
        return None
    return perform(request, save, form=form, said=_("The draft is kept."))


def _context(
    request: HttpRequest, item: AgendaItem, section: str, now: Drafted, form: SectionForm
) -> dict[str, Any]:
    at = moment(request)
    return {
        "item": item,
        "steps": entering.trail(item),
        "section": section,
        "sections": [(one, charter.title(one)) for one in charter.sections()],
        "quotas": section == FIRST,
        "templates": list(TEMPLATES),
        "version": now.version,
        "may_undo": not amending.take_back_problems(item, now.version, at),
        "changes": now.told,
        "text": now.text,
        "example": _example(request, section, now, form),
        "why_not": amending.place_problems(item),
        "units": chartering.units_problems(),
        "in_force": chartering.in_force(at),
    }


def _example(
    request: HttpRequest, section: str, now: Drafted, form: SectionForm
) -> dict[str, Any] | None:
    """What a body of the size asked for would need, by what is typed or else by the draft."""
    if section != FIRST:
        return None
    table = dict(tables_of(now.text).get(FIRST, {}))
    if form.is_bound and form.is_valid():
        table |= form.values()
    asked = ExampleForm(request.POST if form.is_bound else None)
    size = asked.cleaned_data.get("size") if asked.is_bound and asked.is_valid() else None
    return {"form": asked, **_needs(table, size or USUAL)}


def _remark(form: SectionForm, section: str, now: Drafted) -> None:
    """Say at its field that a body of the usual size has no room for seats of components."""
    value, problems = parameters.parse(tables_of(now.text).get(FIRST, {}))
    if section == FIRST and not problems:
        form.fields["component_seats"].remark = _no_room(value, USUAL)  # type: ignore[attr-defined]


def _no_room(value: parameters.QuotasParameters, size: int) -> str:
    first = parameters.without_room(value, size)
    if first is None:
        return ""
    told = {"size": size, "first": first}
    return (
        _(
            "A body of %(size)s has no room for these seats of components, so it has none of them: "
            "they begin with bodies of %(first)s seats."
        )
        % told
    )


def _needs(table: Mapping[str, Any], size: int) -> dict[str, Any]:
    value, problems = parameters.parse(table)
    if problems:
        return {"problems": [amending.at_its_field(one) for one in problems]}
    level = next(iter(value.components.levels), "")
    kind = next(iter(value.components.kinds), "")
    names = plan_wording.names_of(value.components)
    now = plan_of(value, size, kind=kind, level=level)
    more = plan_of(value, size + 1, kind=kind, level=level)
    told = [plan_wording.needed(now, names), *plan_wording.told(now, names)[:2]]
    return {
        "sentences": [*told, plan_wording.explained(now, more, names)],
        "remark": _no_room(value, size),
    }


def _template(request: HttpRequest) -> str:
    """Only the example, where the page asks for it as it is typed."""
    target = getattr(getattr(request, "htmx", None), "target", None)
    return "quotas/charter_example.html" if target == "example" else "quotas/draft_charter.html"
