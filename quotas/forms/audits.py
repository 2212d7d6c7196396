"""An audit is asked for: which branch, as of which day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import DayInput
from communes.models import Body
from quotas.wording import rule_name


class AuditForm(forms.Form):
    """Which branch is to be audited, as of which day."""

    scope = forms.ChoiceField(label=_("What is audited"))
    on = forms.DateField(
        label=_("As of"),
        widget=DayInput,
        help_text=_("Who held which seat at the end of this day, by the charter then in force."),
    )

    rules = forms.MultipleChoiceField(
        label=_("Which rules"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all."),
    )

    def __init__(
        self, *args: Any, bodies: list[Body], today: date, offered: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = today
        self.fields["rules"].choices = [(one, rule_name(one)) for one in offered]  # type: ignore[attr-defined]
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


class AnswerForm(forms.Form):
    """What a body says to a finding, and until which day it is mended."""

    text = forms.CharField(
        label=_("How it will be mended"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence, for everyone who reads this page."),
    )
    due = forms.DateField(label=_("Mended by"), widget=DayInput)
