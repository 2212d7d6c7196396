"""Which charter is read: that of a day, that of a number; and which two are compared."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.forms_rendering import DayInput

EARLIEST = date(1900, 1, 1)


class DayForm(forms.Form):
    """A past day whose charter is read."""

    on = forms.DateField(label=gettext_lazy("The charter on the day"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        """A day that has come. Raises `ValidationError`."""
        on: date = self.cleaned_data["on"]
        if not EARLIEST <= on <= self.today:
            raise forms.ValidationError(_("Choose a day until today."))
        return on


class CompareForm(forms.Form):
    """Two versions."""

    before = forms.TypedChoiceField(label=gettext_lazy("From version"), coerce=int)
    after = forms.TypedChoiceField(label=gettext_lazy("to version"), coerce=int)

    def __init__(self, *args: Any, numbers: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(number, str(number)) for number in numbers]
