"""The shapes of what is typed of ranked papers: a line of preferences, a file of them."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.forms_rendering import CountInput
from quotas.models import Candidacy

LONGEST = 2_000
MOST_BYTES = 2_000_000
BETWEEN = re.compile(r"[\s,;.>/،-]+")
BLANK = "0"


class PapersForm(forms.Form):
    """One line of preferences by numbers on the ballot, and how many papers bear it."""

    use_required_attribute = False  # an empty line is told about in words
    ranking = forms.CharField(
        label=gettext_lazy("Preferences"),
        max_length=LONGEST,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("Numbers in order, e.g. 3 1 4; 0 for a blank paper."),
    )
    papers = forms.IntegerField(
        label=gettext_lazy("Papers like this"),
        initial=1,
        min_value=1,
        max_value=100_000,
        widget=CountInput,
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidacy], **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidates = list(candidates)

    def clean_ranking(self) -> list[Candidacy]:
        """The candidates by their numbers; a blank paper ranks nobody."""
        words = [word for word in BETWEEN.split(self.cleaned_data["ranking"].strip()) if word]
        if words == [BLANK]:
            return []
        wrong = [word for word in words if not self._number(word)]
        if wrong or not words:
            told = {"text": (wrong or [self.cleaned_data["ranking"]])[0][:40]}
            most = {"most": len(self.candidates)}
            message = _("“%(text)s” is no candidate; they are 1 to %(most)s.")
            raise ValidationError(message % {**told, **most}, "blt_candidate")
        return [self.candidates[self._number(word) - 1] for word in words]

    def _number(self, word: str) -> int:
        """The number on the ballot, in whatever digits; 0 for none."""
        number = int(word) if word.isdecimal() and len(word) < 5 else 0
        return number if 0 < number <= len(self.candidates) else 0


class PapersFileForm(forms.Form):
    """A BLT file."""

    file = forms.FileField(
        label=gettext_lazy("BLT file"),
        help_text=gettext_lazy("As counting programs write it; it takes the place of typing."),
    )

    def clean_file(self) -> bytes:
        """The bytes of the file. Raises `ValidationError` for one beyond reason."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large."), "too_large")
        return bytes(file.read())


class LineForm(forms.Form):
    """The public id of the line that is taken back."""

    line = forms.UUIDField()
