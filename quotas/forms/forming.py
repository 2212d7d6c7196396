"""The forming of a committee: its field of work, its name, how many seats."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import CountInput
from mandates.forms import CountForm
from quotas.domain.forming import Form
from quotas.wording import field_name


class CommitteeForm(CountForm):
    """What committee is formed, and how it was decided."""

    field = forms.ChoiceField(label=_("Field of work"))
    name = forms.CharField(label=_("Name of the committee"), max_length=160)
    size = forms.IntegerField(
        label=_("Seats"),
        min_value=2,
        max_value=40,
        widget=CountInput,
        help_text=_("Its two co-chairs among them."),
    )

    field_order = [
        "field", "name", "size",
        "method", "votes_for", "against", "abstain", "text", "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, fields: Sequence[str], size: int, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["field"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(code, field_name(code)) for code in fields]
        self.fields["size"].initial = size

    def wanted(self) -> Form:
        """The committee to be formed; asked after validation."""
        told = self.cleaned_data
        return Form(told["field"], told["name"], told["size"])
