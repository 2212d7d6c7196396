"""Forms of proposals for an agenda: what a member writes, and why one is set aside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain import proposing
from communes.forms_rendering import RadioButtons
from communes.models import Body


class ProposalForm(forms.Form):
    """An item that a member asks for."""

    title = forms.CharField(
        label=_("What it is about"),
        max_length=proposing.LONGEST_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = forms.CharField(
        label=_("What you want to say about it"),
        max_length=proposing.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=RadioButtons, initial="decision")

    def __init__(self, body: Body, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(one.code, one.label) for one in proposing.kinds_for(body)]


class ReasonForm(forms.Form):
    """Why a proposal is set aside."""

    reason = forms.CharField(
        label=_("Why it is set aside"),
        max_length=proposing.LONGEST,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )
