"""The form that adds lines to an agenda that stands already."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.domain import confiding
from communes.domain.planning import PlannedItem
from communes.forms.agendas import LONGEST_LIST, MOST, choices_of
from communes.forms.lines import lines_of
from communes.models import Body


class AddForm(forms.Form):
    """Lines to be added to an agenda that stands already."""

    lines = forms.CharField(
        label=gettext_lazy("Add items"),
        help_text=gettext_lazy("One item a line."),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    confidential = forms.BooleanField(
        label=gettext_lazy("Confidential"),
        help_text=gettext_lazy(
            "Only who holds a seat of this committee reads what it is about, is said and decided. "
            "It stays so for good."
        ),
        required=False,
    )

    def __init__(self, body: Body, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices_of(body)
        if not confiding.offered(body):
            del self.fields["confidential"]

    def clean_lines(self) -> list[str]:
        """The titles, one a line."""
        titles = lines_of(self.cleaned_data["lines"])
        if not titles:
            raise forms.ValidationError(_("Write what the meeting is to talk about."))
        if len(titles) > MOST:
            raise forms.ValidationError(_("At most %(most)s items at once.") % {"most": MOST})
        return titles

    def planned(self) -> list[PlannedItem]:
        """The items as the deed takes them; asked after validation."""
        told = self.cleaned_data
        return [
            PlannedItem(
                title=title, kind=told["kind"], confidential=told.get("confidential", False)
            )
            for title in told["lines"]
        ]
