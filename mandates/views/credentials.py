"""The card of a mandate, printed; and whether somebody's card holds."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from communes.typesetting import pdf
from communes.views.asking import found_or_404, me, moment, page, require
from communes.views.papers import language_of
from mandates import permissions
from mandates.arithmetic import tokens
from mandates.domain import binding, crediting
from mandates.domain.binding import Sheet
from mandates.models import Mandate, OfficeCode, Stance
from mandates.papers import card_paper

READ = ["GET", "HEAD"]
LARGEST_KEY = 4_096


class CodeForm(forms.Form):
    """The code of a card: typed, pasted, or read by a scanner; and whose key it is to be of."""

    code = forms.CharField(
        label=_("The code on the card"),
        max_length=tokens.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "dir": "ltr"}),
    )
    key = forms.FileField(
        label=_("Public key of another installation"),
        required=False,
        help_text=_("Only for cards printed elsewhere: the file that its page offers."),
    )

    def keys(self) -> list[bytes]:
        """The key in the file, if it is one; asked after validation."""
        file = self.cleaned_data["key"]
        text = file.read(LARGEST_KEY).decode("ascii", "replace") if file else ""
        return crediting.trusted([text]) if text else []


@login_required
@require_http_methods(READ)
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The card of a mandate in force, to be printed."""
    sheet = _sheet(request, public_id)
    at = moment(request)
    context = {
        "sheet": sheet,
        "mandate": sheet.mandate,
        "code": crediting.code_of(sheet, at),
        "key": tokens.fingerprint(crediting.own_public()),
        "back": reverse("mandate", args=[public_id]),
    }
    return page(request, "mandates/card.html", context)


@login_required
@require_http_methods(READ)
def card_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same as PDF, in the reader's language or the one asked for."""
    paper = card_paper(_sheet(request, public_id), language_of(request), moment(request))
    name = f'inline; filename="komin-credential-{public_id}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf(paper), content_type="application/pdf", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_card(request: HttpRequest) -> HttpResponse:
    """Whether a card holds; the code travels in the body, so that no address or log keeps it."""
    posted = request.method == "POST"
    form = CodeForm(request.POST, request.FILES) if posted else CodeForm()
    found = None
    if posted and form.is_valid():
        found = crediting.check(form.cleaned_data["code"], moment(request), form.keys())
        form = CodeForm()  # ready for the next card; the code is not shown again
    context = {
        "found": found,
        "told": _told(found) if found and found.facts else {},
        "key": tokens.fingerprint(crediting.own_public()),
    }
    return page(request, "mandates/check_card.html", context, form=form)


@login_required
@require_http_methods(READ)
def credential_key(request: HttpRequest) -> HttpResponse:
    """The public key of this installation, for those who check its cards without a network."""
    headers = {"Content-Disposition": 'attachment; filename="komin-credential-key.pem"'}
    return HttpResponse(
        crediting.exported(), content_type="application/x-pem-file", headers=headers
    )


def _sheet(request: HttpRequest, public_id: UUID) -> Sheet:
    row = found_or_404(binding.with_seats(Mandate.objects.all()), public_id)
    at = moment(request)
    require(row.in_force(at) and permissions.may_print_card(me(request), row, at))
    return binding.sheets([row], at)[0]


def _told(found: crediting.Finding) -> dict[str, Any]:
    """What the code says, in words."""
    facts = found.facts
    stances = dict(Stance.choices)
    bound = facts.get("bound")
    lines = [one for one in bound if _whole(one)] if isinstance(bound, list) else []
    return {
        **{name: facts.get(name) for name in ("name", "body", "for", "more")},
        "office": dict(OfficeCode.choices).get(str(facts.get("office")), ""),
        **{name: found.instant(name) for name in ("since", "until", "day")},
        "bound": [(title, number, stances.get(stance, "")) for title, number, stance in lines],
    }


def _whole(line: object) -> bool:
    return isinstance(line, list) and len(line) == 3
