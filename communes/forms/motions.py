"""Forms of motions: raised with a title and a text, amended upon the version that was read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain.moving import LONGEST, LONGEST_TITLE


class AmendForm(forms.Form):
    """A new wording, upon the version that its writer was shown."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 8}),
        help_text=_("What is to be decided, in full sentences."),
    )
    seen = forms.UUIDField(widget=forms.HiddenInput)


class MotionForm(forms.Form):
    """A motion as it is raised."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 8}),
        help_text=_("What is to be decided, in full sentences."),
    )
