"""The form of a consensus check that was blocked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import CountInput

MOST = 1_000_000


class BlockForm(forms.Form):
    """How many block and stand aside, and the reasons, one in a line."""

    blocks = forms.IntegerField(
        label=_("How many block"), min_value=1, max_value=MOST, initial=1, widget=CountInput
    )
    aside = forms.IntegerField(
        label=_("How many stand aside"),
        min_value=0,
        max_value=MOST,
        required=False,
        widget=CountInput,
    )
    reasons = forms.CharField(
        label=_("The reasons, one in a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("In the words of whoever blocks; a name only where they wish it."),
    )

    def lines(self) -> list[str]:
        """The reasons; asked after validation."""
        told: str = self.cleaned_data["reasons"]
        return [line for line in told.splitlines() if line.strip()]
