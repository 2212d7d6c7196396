"""Forms of the record: its text with the version it was written upon, guests, names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain.recording import LONGEST


class TextForm(forms.Form):
    """The record of an item; `over` names the version that its writer has read and replaces."""

    text = forms.CharField(label=_("Record"), max_length=LONGEST, required=False, strip=False)
    version = forms.IntegerField(min_value=0, max_value=2_000_000_000)
    over = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)

    @property
    def upon(self) -> int:
        """The version upon which the text was written; asked after validation."""
        told: dict[str, Any] = self.cleaned_data
        over = told.get("over")
        return int(told["version"] if over is None else over)


class GuestForm(forms.Form):
    """A guest who is in no register."""

    name = forms.CharField(label=_("Name of the guest"), max_length=160)


class CodeForm(forms.Form):
    """A member number, or the code of a slip, typed or scanned."""

    code = forms.CharField(
        label=_("Member number or slip"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
