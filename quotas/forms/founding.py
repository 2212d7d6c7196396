"""The founding of a commune: its name and place, its first meeting, its recorder."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.domain.registering import Home, Particulars
from communes.forms_rendering import CountInput, InstantInput, RadioButtons
from communes.models import Gender
from quotas.domain.establishing import BodyTerms
from quotas.domain.founding import Gathering


class FoundingForm(forms.Form):
    """What is said at the founding of a commune."""

    name = forms.CharField(label=_("Name of the commune"), max_length=160)
    area = forms.CharField(
        label=_("Area"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In words: the streets or villages whose residents belong to it."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    place = forms.CharField(label=_("Place of the founding meeting"), max_length=200)
    starts_at = forms.DateTimeField(label=_("Begin of the founding meeting"), widget=InstantInput)
    recorder = forms.CharField(
        label=_("Name of the recorder"),
        max_length=200,
        help_text=_("Keeps the register and the record until officers are elected."),
    )
    gender = forms.ChoiceField(
        label=_("The recorder declares"), choices=Gender.choices, widget=RadioButtons
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), min_value=1890, max_value=9999, widget=CountInput
    )
    household = forms.CharField(label=_("Household of the recorder"), max_length=120)

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [(name, name.replace("_", " ")) for name in sorted(available_timezones())]
        self.fields["time_zone"].initial = settings.TIME_ZONE
        self.fields["language"].initial = get_language()
        self.fields["starts_at"].initial = timezone.localtime(at).replace(second=0, microsecond=0)

    def terms(self) -> BodyTerms:
        """What the commune is to be; asked after validation, like those below."""
        told = self.cleaned_data
        return BodyTerms(told["name"], told["time_zone"], told["language"], area=told["area"])

    def gathering(self) -> Gathering:
        """The founding meeting; its hour is meant in the commune's own zone."""
        told = self.cleaned_data
        local = timezone.localtime(told["starts_at"]).replace(tzinfo=ZoneInfo(told["time_zone"]))
        return Gathering(told["place"], local)

    def particulars(self) -> Particulars:
        """What the register holds of the recorder."""
        told = self.cleaned_data
        return Particulars(told["recorder"], told["gender"], told["birth_year"])

    def home(self) -> Home:
        """Where the recorder lives."""
        return Home(name=self.cleaned_data["household"])
