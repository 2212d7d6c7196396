"""Paper sheets: handed in by an elector, verified by those on whom the lot fell."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.domain import recognising
from communes.forms.picking import LettersForm, Pick, persons
from communes.models import Person
from communes.typesetting import pdf
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
    require_fresh,
    require_seen,
)
from communes.views.papers import language_of
from mandates import permissions
from mandates.answers import recall_parameters
from mandates.domain import drawing, signing, verifying
from mandates.forms.petitions import SheetForm
from mandates.models import Petition, Sheet, SignatureStatus
from mandates.papers import sheet_paper
from mandates.views.petitions import ASKED, READ, readable, trail

FOUND = 12


@login_required
@require_http_methods(ASKED)
def hand_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand in a sheet: how many lines are signed, and by which electors of the frozen roll."""
    row = readable(request, public_id)
    at = moment(request)
    require(not signing.elector_problems(row, me(request)) or only_again(request))
    pick, checks = _picked(request, row), request.POST.get("do") == "check"
    form = SheetForm(posted(request) if not checks else None, initial=request.POST.dict())
    if request.method == "POST" and not checks and (replayed(request) or form.is_valid()):

        def act() -> str:
            lines = form.cleaned_data["lines"]
            verifying.hand_in(row, signers=pick.chosen, lines=lines, by=actor(request), at=at)
            return reverse("petition", args=[row.public_id])

        answer = perform(request, act, form=form, said=_("The sheet is received."))
        if answer is not None:
            return answer
    context = _handing_in(request, row, pick)
    return page(request, "mandates/hand_in_sheet.html", context, form=form, partial="signers")


@login_required
@require_http_methods(READ)
def blank_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A sheet for signatures on paper as PDF, in the reader's language or the one asked for."""
    row = readable(request, public_id)
    paper = sheet_paper(row, _number(request, row), language_of(request))
    name = f'inline; filename="komin-petition-{public_id}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf(paper), content_type="application/pdf", headers=headers)


def _number(request: HttpRequest, row: Petition) -> int:
    """The number that the address asks for, else the one that comes next. Raises `Http404`."""
    asked = request.GET.get("sheet", "")
    if not asked:
        return row.sheets.count() + 1
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 3):
        raise Http404
    return int(asked)


@login_required
@require_http_methods(ASKED)
def verify(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The lines of a sheet, for who was drawn to verify it (404 else)."""
    row = _mine(request, public_id)
    if request.method == "POST":
        require_fresh(request)
        kept = set(request.POST.getlist("genuine"))
        refused = [one for one in _lines(row) if one.key not in kept]

        def act() -> str:
            verifying.confirm(row, refused=refused, by=actor(request), at=moment(request))
            return reverse("petition", args=[row.petition.public_id])

        answer = perform(request, act, said=_("You have confirmed the sheet."))
        if answer is not None:
            return answer
    return _verifying(request, row)


@login_required
@require_POST
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the task back; the next lot is called."""
    row = _mine(request, public_id)

    def act() -> str:
        verifying.decline(row, by=actor(request), at=moment(request))
        return reverse("petition", args=[row.petition.public_id])

    answer = perform(request, act, said=_("Another elector is called to verify the sheet."))
    return answer or _verifying(request, row)


def _verifying(request: HttpRequest, row: Sheet) -> HttpResponse:
    """The sheet as it stands, with its lines: only for who was drawn to verify it (404 else)."""
    require_seen(verifying.task_of(row, me(request)) is not None)
    context = {
        "sheet": row,
        "petition": row.petition,
        "steps": trail(row.petition, _("Sheet %(number)s") % {"number": row.number}),
        "lines": _lines(row),
        "blocked": verifying.confirm_problems(row, me(request), moment(request)),
    }
    return page(request, "mandates/verify_sheet.html", context)


def _handing_in(request: HttpRequest, row: Petition, pick: Pick) -> dict[str, Any]:
    return {
        "petition": row,
        "steps": trail(row, _("Paper sheets")),
        "pick": pick,
        "letters": LettersForm.letters(request.POST),
        "rules": recall_parameters(row.opened_at, row.body),
        "blocked": signing.over_problems(row, moment(request)),
        "sheets": row.sheets.order_by("number"),
    }


def _mine(request: HttpRequest, public_id: UUID) -> Sheet:
    """The sheet of a petition that may be read, and on whose verifier the lot fell."""
    readable_now = permissions.readable_petitions(me(request), moment(request))
    rows = permissions.sheets_to_verify(me(request)).filter(petition__in=readable_now)
    if not rows.filter(public_id=public_id).exists() and only_again(request):
        rows = Sheet.objects.filter(petition__in=readable_now)
    return found_or_404(rows, public_id)


def _lines(row: Sheet) -> list[Person]:
    """Whom the sheet names and nobody refused yet, by name."""
    rows = row.signatures.filter(status=SignatureStatus.WAITING)
    people = Person.objects.filter(pk__in=rows.values("person")).order_by("sort_key", "pk")
    return list(recognising.with_household(people, row.received_at))


def _picked(request: HttpRequest, row: Petition) -> Pick:
    """The electors ticked, and the matches of the letters among the frozen roll."""
    at = moment(request)
    pick, roll = Pick(), drawing.roll(row)
    for person in persons(roll, request.POST.getlist("signers")):
        pick.add(person, chosen=True)
    letters = LettersForm.letters(request.POST)
    if letters:
        for match in recognising.named(roll, letters, at)[:FOUND]:
            pick.add(match, getattr(match, "household", "") or "")
    return pick
