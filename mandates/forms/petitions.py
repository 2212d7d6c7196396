"""The shape of what is typed about recalls: grounds, replies, receipts, sheets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms.picking import OneOf, offer
from communes.forms_rendering import CountInput, RadioButtons
from mandates.models import Heard, Mandate


class GroundsForm(forms.Form):
    """On what grounds a mandate is to end."""

    grounds = forms.CharField(
        label=_("Grounds"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everyone reads them; once the petition is open they cannot be changed."),
    )


class ReplyForm(forms.Form):
    """What the person concerned says to the grounds."""

    reply = forms.CharField(
        label=_("Your reply"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It stands beside the grounds, and cannot be changed afterwards."),
    )


class ReceiptForm(forms.Form):
    """The code of a receipt."""

    code = forms.CharField(label=_("Code of your receipt"), max_length=80)


class SheetForm(forms.Form):
    """How many lines of a paper sheet are signed."""

    lines = forms.IntegerField(
        label=_("Signed lines on the sheet"),
        min_value=1,
        max_value=500,
        widget=CountInput,
        help_text=_("All of them, also those of people whom you do not find on the roll."),
    )


def held_by(mandate: Mandate) -> str:
    """A mandate in a list of choices."""
    told = {
        "name": mandate.person.name,
        "office": mandate.seat.get_office_display(),
        "body": mandate.seat.body.name,
    }
    return str(_("%(name)s · %(office)s in %(body)s") % told)


class RecallForm(forms.Form):
    """Whose mandate an item is about to end."""

    mandate = OneOf(Mandate, held_by, label=_("Mandate"), widget=RadioButtons, empty_label=None)

    def __init__(self, *args: Any, mandates: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "mandate", mandates)


class HeardForm(forms.Form):
    """How the person concerned used the right of reply."""

    heard = forms.ChoiceField(
        label=_("How was it used?"), choices=Heard.choices, widget=RadioButtons
    )
    reply = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
