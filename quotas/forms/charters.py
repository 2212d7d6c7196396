"""One section of a charter as a form: a field for each parameter, made from what it may be."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import charter
from communes.charter import Described, Tables, Word
from communes.folding import fold
from communes.forms_rendering import CountInput, RadioButtons
from communes.reading import Asked
from communes.rewriting import all_values
from quotas.forms.rows import RowsField
from quotas.parameters import TEMPLATES

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
    """A list, one a line, in the words of the reader where the program has some."""

    widget = forms.Textarea(attrs={"dir": "auto", "rows": 5})

    def __init__(self, *, worded: Mapping[str, Word], **options: Any) -> None:
        super().__init__(**options)
        self.worded = worded

    def clean(self, value: Any) -> list[str]:
        """The words, as their codes where they have one, without empty lines."""
        codes = {fold(str(word)): code for code, word in self.worded.items()}
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        return [codes.get(fold(line), line) for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        """A line for each."""
        if not isinstance(value, list | tuple):
            return value
        return "\n".join(str(self.worded.get(word, word)) for word in value)


class SectionForm(forms.Form):
    """The parameters of one section, with the draft's values to begin with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, section: str, text: str, version: int, **options: Any) -> None:
        tables = all_values(text)
        options["initial"] = {**tables[section], "version": version}
        super().__init__(*args, **options)
        self.shown = charter.asked(section)
        for one in self.shown:
            self.fields[one.key] = _field(section, one, tables)

    def values(self) -> dict[str, Any]:
        """What was typed, by parameter; asked after validation."""
        told = {one.key: self.cleaned_data[one.key] for one in self.shown}
        return {key: value for key, value in told.items() if value is not None}


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
    """A set of values to start from; `over` what was written before, where that was asked."""

    start = forms.ChoiceField(choices=[(name, name) for name in TEMPLATES])
    version = forms.IntegerField(min_value=0)
    over = forms.BooleanField(required=False)


class TakeBackForm(forms.Form):
    """Which state of the draft the last change of which is undone."""

    version = forms.IntegerField(min_value=0, max_value=1_000_000)


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
        return RowsField(words=words, **told)
    return _words(words, tables[section][one.key], tables, told)


def _words(
    words: Described, value: Sequence[str], tables: Tables, told: dict[str, Any]
) -> forms.Field:
    """A list: buttons to tick where it may hold certain words only, else one a line."""
    worded = words.worded(tables)
    if not words.closed:
        return WordsField(worded=worded, max_length=LONGEST, required=False, **told)
    # A pair of words is the same in either order: that of the charter is offered.
    codes = {frozenset(code.split("+")): code for code in [*reversed(list(worded)), *value]}
    offered = [code for code in dict.fromkeys([*worded, *value]) if code in codes.values()]
    return forms.MultipleChoiceField(
        choices=[(code, worded.get(code, code)) for code in offered],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        **told,
    )


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
