"""One section of a charter as a form: a field for each parameter, made from what it may be."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import charter
from communes.charter import Described, Tables
from communes.forms_rendering import CountInput, RadioButtons
from communes.reading import Asked
from communes.rewriting import all_values
from quotas.parameters import TEMPLATES

SEPARATOR = "|"
LONGEST = 4000


class ShareField(forms.CharField):
    """A share, typed as 40 %, 2/5 or 0.4; kept as a fraction."""

    def clean(self, value: Any) -> str:
        """As a charter writes it. Raises `ValidationError` for what is no share."""
        typed = str(super().clean(value)).strip().replace(",", ".")
        percent = typed.endswith("%")
        try:
            share = Fraction(typed.rstrip("% ").strip()) / (100 if percent else 1)
        except (ValueError, ZeroDivisionError):
            share = Fraction(-1)
        if not 0 <= share <= 1:
            # xgettext:no-python-format
            raise forms.ValidationError(_("Enter a share between 0 and 1, as 40 % or 2/5."))
        return str(share)

    def prepare_value(self, value: Any) -> Any:
        """Whole per cents as per cents."""
        try:
            percent = Fraction(value) * 100
        except (ValueError, TypeError, ZeroDivisionError):
            return value
        return f"{percent} %" if percent.denominator == 1 else value


class WordsField(forms.CharField):
    """A list of words, separated by commas."""

    def clean(self, value: Any) -> list[str]:
        """The words, without empty ones."""
        typed = str(super().clean(value))
        return [word.strip() for word in typed.split(",") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        """One line."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class ComponentsField(forms.CharField):
    """The components, one a line: code | name | organisations | seats | weight."""

    widget = forms.Textarea(attrs={"dir": "auto", "rows": 4})

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The rows as the charter has them. Raises `ValidationError` naming the line."""
        lines = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        return [self._row(number, line) for number, line in enumerate(lines, 1)]

    def prepare_value(self, value: Any) -> Any:
        """A line for each component."""
        return "\n".join(map(_line, value)) if isinstance(value, list | tuple) else value

    def _row(self, number: int, line: str) -> dict[str, Any]:
        cells = [cell.strip() for cell in line.split(SEPARATOR)] + [""] * 5
        if not cells[0] or len(cells) > 10 or any(c and not c.isdecimal() for c in cells[3:5]):
            message = _("Line %(number)s: code | name | organisations | seats | weight.")
            raise forms.ValidationError(message % {"number": number})
        return {
            "code": cells[0],
            "names": _names(cells[1]),
            "organisations": [one.strip() for one in cells[2].split(",") if one.strip()],
            "seats": int(cells[3][:9] or 0),
            "weight": int(cells[4][:9] or 0),
        }


class SectionForm(forms.Form):
    """The parameters of one section, with the draft's values to begin with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, section: str, text: str, version: int, **options: Any) -> None:
        tables = all_values(text)
        options["initial"] = {**tables[section], "version": version}
        super().__init__(*args, **options)
        self.shown = [one for one in charter.asked(section) if _can_be_typed(section, one)]
        for one in self.shown:
            self.fields[one.key] = _field(section, one, tables)

    def values(self) -> dict[str, Any]:
        """What was typed, by parameter; asked after validation."""
        return {one.key: self.cleaned_data[one.key] for one in self.shown}


class ExampleForm(forms.Form):
    """The size of the body that is taken as an example."""

    size = forms.IntegerField(
        label=gettext_lazy("An example: a body of so many seats"),
        min_value=1,
        max_value=1000,
        initial=12,
        widget=CountInput,
        required=False,
    )


class TemplateForm(forms.Form):
    """A set of values to start from."""

    start = forms.ChoiceField(choices=[(name, name) for name in TEMPLATES])
    version = forms.IntegerField(min_value=0)


def _can_be_typed(section: str, one: Asked) -> bool:
    """Tables of another floor, such as the levels, are not edited line by line."""
    return one.kind != "tables" or (section, one.key) == ("quotas", "components")


def _field(section: str, one: Asked, tables: Tables) -> forms.Field:
    words = charter.described(section, one.key)
    hint = _hint(section, one, words, tables)
    told: dict[str, Any] = {"label": words.label, "help_text": hint}
    if one.kind == "whole":
        return forms.IntegerField(
            min_value=one.least, max_value=one.most, widget=CountInput, **told
        )
    if one.kind == "flag":
        return forms.BooleanField(required=False, **told)
    if one.kind == "choice":
        return forms.ChoiceField(choices=_choices(one, words), widget=_widget(one), **told)
    if one.kind == "share":
        return ShareField(max_length=40, **told)
    if one.kind == "tables":
        told["help_text"] = _("One a line: code | name | organisations | seats | weight.")
        return ComponentsField(max_length=20_000, required=False, **told)
    return WordsField(max_length=LONGEST, required=False, **told)


def _choices(one: Asked, words: Described) -> Sequence[tuple[str, Any]]:
    return [(code, words.choices.get(code, code)) for code in one.choices]


def _widget(one: Asked) -> forms.Widget:
    return RadioButtons() if len(one.choices) <= 4 else forms.Select()


def _hint(section: str, one: Asked, words: Described, tables: Tables) -> str:
    """What it does, and its default, marked where it was borrowed or is the program's own."""
    told = {"value": charter.said(section, one.key, one.kind, one.default, tables)}
    if words.mark == "borrowed":
        default = _("Default: %(value)s (borrowed)") % told
    elif words.mark == "ours":
        default = _("Default: %(value)s (ours)") % told
    else:
        default = _("Default: %(value)s") % told
    return f"{words.about} {default}".strip()


def _line(row: Any) -> str:
    names = row.get("names", {})
    told = ", ".join(f"{language}={name}" for language, name in names.items())
    cells = [row.get("code", ""), told, ", ".join(row.get("organisations", []))]
    return f" {SEPARATOR} ".join([*cells, str(row.get("seats", 0)), str(row.get("weight", 0))])


def _names(cell: str) -> dict[str, str]:
    """ "en=Kurd, ar=…", or one name alone, which is then that of every language."""
    found = {}
    for part in cell.split(","):
        language, equals, name = part.strip().partition("=")
        if equals:
            found[language.strip()] = name.strip()
        elif language:
            found["en"] = language
    return found
