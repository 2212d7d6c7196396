"""The charter to read: in words, as it was on a day, its versions and what they changed."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from communes import permissions
from communes.domain import expounding
from communes.domain.daying import day_of, instant_of, zone
from communes.forms.charters import CompareForm, DayForm
from communes.models import Charter
from communes.papers.charters import charter_paper
from communes.views.asking import account, me, moment, page
from communes.views.papers import language_of, printed

LONGEST = 80


@login_required
@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    """Every parameter in plain words: of the charter in force, of a day's, or of a version's."""
    account(request)
    at = moment(request)
    form = DayForm(request.GET if "on" in request.GET else None, today=day_of(at))
    shown = _asked(request, form, at)
    letters = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "here": "confederation",
        "charter": shown,
        "current": shown is not None and shown.holds_at(at),
        "on": form.cleaned_data["on"] if form.is_bound and form.is_valid() else None,
        "parts": expounding.parts(shown.text, letters) if shown else [],
        "letters": letters,
        "kept": {name: request.GET[name] for name in ("on", "version") if name in request.GET},
        "days": form,
        "versions": Charter.objects.filter(since__lte=at).count(),
        "readable": _readable(request, [shown] if shown else []),
        "zone": zone(),
    }
    return page(request, "communes/charter/charter.html", context, form=form, partial="rules")


@login_required
@require_safe
def charter_versions(request: HttpRequest) -> HttpResponse:
    """Every version, by which resolution it came, and the differences between any two in words."""
    account(request)
    at = moment(request)
    rows = expounding.versions(at)
    by_number = {one.version: one for one in rows}
    asked = {"before", "after"} & request.GET.keys()
    last = [one.version for one in rows[:2]] or [0]
    form = CompareForm(
        request.GET if asked else None,
        numbers=list(by_number),
        initial={"before": last[-1], "after": last[0]},
    )
    told = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    two = [by_number.get(told[name]) for name in ("before", "after")]
    context = {
        "here": "confederation",
        "versions": rows,
        "compare": form,
        "two": two,
        "changes": _between(two) if not form.errors else [],
        "readable": _readable(request, rows),
        "zone": zone(),
    }
    return page(request, "communes/charter/versions.html", context, form=form)


@login_required
@require_safe
def charter_pdf(request: HttpRequest) -> HttpResponse:
    """The charter in words, on paper."""
    account(request)
    at = moment(request)
    form = DayForm(request.GET if "on" in request.GET else None, today=day_of(at))
    shown = _asked(request, form, at)
    if shown is None:
        raise Http404
    return printed(charter_paper(shown, language_of(request)))


def _asked(request: HttpRequest, form: DayForm, at: datetime) -> Charter | None:
    """The version that the address asks for, else the one in force. Raises `Http404`."""
    if "version" in request.GET:
        typed = request.GET["version"]
        number = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
        found = next((one for one in expounding.versions(at) if one.version == number), None)
        if found is None:
            raise Http404
        return found
    if form.is_bound and form.is_valid():
        return expounding.on(min(instant_of(form.cleaned_data["on"]), at))
    return expounding.on(at)


def _between(two: list[Charter | None]) -> list[expounding.Difference]:
    before, after = two
    return expounding.differences(before.text, after.text) if before and after else []


def _readable(request: HttpRequest, rows: list[Charter]) -> set[int]:
    """The meetings, of those that decided on these versions, whose minutes may be read."""
    asked = {one.resolution.item.meeting_id for one in rows if one.resolution is not None}
    if not asked:
        return set()
    mine = permissions.readable_meetings(me(request), moment(request))
    return set(mine.filter(pk__in=asked).values_list("pk", flat=True))
