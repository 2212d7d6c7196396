"""Publishing minutes: which further names are reduced; withdrawing them: why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain import publishing


class PublishForm(forms.Form):
    """Names that the text still shows, one in a line."""

    words = forms.CharField(
        label=_("Names that the text below still shows"),
        help_text=_(
            "One in a line, as they are written: given names alone, nicknames, people from "
            "elsewhere. They are told like all other names."
        ),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
        max_length=publishing.MOST_WORDS * (publishing.LONGEST_WORD + 1),
        required=False,
    )

    def clean_words(self) -> list[str]:
        """The names as a list."""
        lines = (line.strip() for line in self.cleaned_data["words"].splitlines())
        return [line for line in lines if line]


class WithdrawForm(forms.Form):
    """Why a publication is withdrawn."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The reason stands in the minute book, for all who may read it."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
        max_length=publishing.LONGEST,
    )
