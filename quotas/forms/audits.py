"""An audit is asked for: which branch, as of which day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import DayInput
from communes.models import Body


class AuditForm(forms.Form):
    """Which branch is to be audited, as of which day."""

    scope = forms.ChoiceField(label=_("What is audited"))
    on = forms.DateField(
        label=_("As of"),
        widget=DayInput,
        help_text=_("Who held which seat at the end of this day, by the charter then in force."),
    )

    def __init__(self, *args: Any, bodies: list[Body], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = today
        self.bodies = {body.key: body for body in bodies}
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (key, _("%(body)s and all that belongs to it") % {"body": body.name})
            for key, body in self.bodies.items()
        ]

    def branch(self) -> Body:
        """The branch chosen; asked after validation."""
        return self.bodies[self.cleaned_data["scope"]]
