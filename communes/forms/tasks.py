"""Forms of tasks: what is to be done, by whom and when; and what became of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import DayInput, RadioButtons
from communes.models import Body, Person
from communes.models.tasks import Outcome


class TaskForm(forms.Form):
    """A task; `bearer` names a person or a committee."""

    text = forms.CharField(label=_("What is to be done"), max_length=500)
    bearer = forms.ChoiceField(label=_("Who does it"))
    due = forms.DateField(label=_("Until"), widget=DayInput)

    def __init__(
        self,
        *args: Any,
        people: Iterable[Person] = (),
        committees: Iterable[Body] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bearers: dict[str, Person | Body] = {one.key: one for one in people}
        self.bearers |= {one.key: one for one in committees}
        grouped = [
            (_("In the room"), [(one.key, one.name) for one in people]),
            (_("Committees"), [(one.key, one.name) for one in committees]),
        ]
        offered = [(label, rows) for label, rows in grouped if rows]
        self.fields["bearer"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What the deed asks for; asked after validation."""
        bearer = self.bearers[self.cleaned_data["bearer"]]
        named = "person" if isinstance(bearer, Person) else "committee"
        return {
            "text": self.cleaned_data["text"],
            "due": self.cleaned_data["due"],
            named: bearer,
        }


class ReportForm(forms.Form):
    """What became of a task; a new day where it is carried on."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=Outcome.choices, widget=RadioButtons
    )
    sentence = forms.CharField(label=_("In a sentence"), max_length=500)
    due = forms.DateField(
        label=_("Carried on until"),
        required=False,
        widget=DayInput,
        help_text=_("Only where it is carried on."),
    )

    def __init__(self, *args: Any, may_drop: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_drop:
            left = [one for one in Outcome.choices if one[0] != Outcome.DROPPED]
            self.fields["outcome"].choices = left  # type: ignore[attr-defined]
