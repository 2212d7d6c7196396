"""Forms of an import: the file, and what becomes of each doubtful row."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain.comparing import Match, Plan
from communes.domain.importing import Decision
from communes.forms_rendering import RadioButtons
from communes.register_file import RegisterRow

MOST_BYTES = 20_000_000
ASKED_SINGLY = 100
"""Doubtful rows that are asked about one by one; the others are decided together."""

DOUBTFUL = [
    ("skip", _("leave out")),
    ("same", _("the same person, moved")),
    ("new", _("someone else")),
]
TWIN = [("skip", _("leave out")), ("new", _("another person"))]


class FileForm(forms.Form):
    """The file, as a spreadsheet exports it."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("With the columns household, address, name, gender and birth year."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Nobody's register is that large."""
        given = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return given


class DecisionsForm(forms.Form):
    """What becomes of each doubtful row and each row that stands twice."""

    def __init__(self, data: Mapping[str, Any] | None, plan: Plan) -> None:
        super().__init__(data)
        self.doubtful = list(plan.doubtful)
        self.twins = list(plan.twins)
        for match in self.doubtful[:ASKED_SINGLY]:
            self.fields[_field(match.row)] = _choice(DOUBTFUL, match.row.name)
        for row in self.twins[:ASKED_SINGLY]:
            self.fields[_field(row)] = _choice(TWIN, row.name)
        if len(self.doubtful) > ASKED_SINGLY or len(self.twins) > ASKED_SINGLY:
            self.fields["others"] = _choice(DOUBTFUL, _("All further doubtful rows"))

    def asked(self) -> list[tuple[Match, forms.BoundField]]:
        """Doubtful rows beside their question."""
        return [(match, self[_field(match.row)]) for match in self.doubtful[:ASKED_SINGLY]]

    def asked_twice(self) -> list[tuple[RegisterRow, forms.BoundField]]:
        """Rows that stand twice beside their question."""
        return [(row, self[_field(row)]) for row in self.twins[:ASKED_SINGLY]]

    def others(self) -> forms.BoundField | None:
        """The question for all rows beyond those asked one by one."""
        return self["others"] if "others" in self.fields else None

    def decisions(self) -> dict[int, Decision]:
        """The decision for each row, by its line; asked after validation."""
        rest = self.cleaned_data.get("others") or "skip"
        rows: Sequence[RegisterRow] = [*(match.row for match in self.doubtful), *self.twins]
        asked = {row.line: self.cleaned_data.get(_field(row), rest) or "skip" for row in rows}
        return cast("dict[int, Decision]", asked)


def _field(row: RegisterRow) -> str:
    return f"row-{row.line}"


def _choice(choices: Sequence[tuple[str, Any]], label: Any) -> forms.ChoiceField:
    """A question that, unanswered, leaves the row out."""
    return forms.ChoiceField(
        choices=choices, label=label, initial="skip", required=False, widget=RadioButtons
    )
