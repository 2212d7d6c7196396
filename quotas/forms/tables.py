"""A table of bodies to be held against a rule: the file, the rule, the rounding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import RadioButtons
from quotas.arithmetic.composition import CompositionRule, Rounding
from quotas.arithmetic.tables import TableRule, rule_of

MOST_BYTES = 20_000_000

RULES = [
    (TableRule.BOTH40.value, _("at least 40 % women and 40 % men")),
    (TableRule.WOMEN50.value, _("at least 50 % women")),
]
ROUNDINGS = [
    (Rounding.UP.value, _("up")),
    (Rounding.TABLE.value, _("by a table for 2 to 8 seats, then up (Norwegian law 2024)")),
]


class TableForm(forms.Form):
    """What is to be judged, and by what."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "A row for each seat, with a column gender (woman, man, other, undisclosed; blank is "
            "a vacant seat) and, for several bodies, a column body."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    rule = forms.ChoiceField(
        label=_("Rule"), choices=RULES, widget=RadioButtons, initial=TableRule.BOTH40.value
    )
    rounding = forms.ChoiceField(
        label=_("Shares that are no whole seat are rounded"),
        choices=ROUNDINGS,
        widget=RadioButtons,
        initial=Rounding.UP.value,
    )

    def clean_file(self) -> Any:
        """A million seats fit into it."""
        given = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return given

    def clean(self) -> dict[str, Any]:
        """A rule for women alone has no table."""
        cleaned = super().clean() or {}
        if cleaned.get("rule") == TableRule.WOMEN50 and cleaned.get("rounding") == Rounding.TABLE:
            self.add_error("rounding", _("The table belongs to the rule for both genders."))
        return cleaned

    def chosen(self) -> CompositionRule:
        """The rule; asked after validation."""
        told = self.cleaned_data
        return rule_of(TableRule(told["rule"]), Rounding(told["rounding"]))
