"""How forms come out: one renderer for `{{ form }}`, and the inputs that phones know best."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class KominRenderer(TemplatesSetting):
    """Label, hint and error at each field; the summary of errors at the top."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class DayInput(forms.DateInput):
    """A day, by the picker of the device; always written as the device sends it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class InstantInput(forms.DateTimeInput):
    """A day and a clock time, by the picker of the device."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ClockInput(forms.TimeInput):
    """A clock time, by the picker of the device."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class CountInput(forms.NumberInput):
    """A whole number of people or households: the keyboard of digits, nothing below 0."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"inputmode": "numeric", "min": "0", "step": "1", "autocomplete": "off"}
        super().__init__({**given, **(attrs or {})})


class RadioButtons(forms.RadioSelect):
    """A choice of a few, each a button as large as a thumb."""


class SearchInput(forms.TextInput):
    """A few letters to look for."""

    input_type = "search"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
