"""The forms of a founding: commune, founding meeting, recorder; first of all and later ones."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes import charter
from communes.arithmetic.days import instant_of_local
from communes.domain.registering import Home, Particulars
from communes.forms.inviting import CredentialFields
from communes.forms_rendering import ClockInput, CountInput, DayInput, RadioButtons
from communes.models import Gender

USUAL_ZONE = "Asia/Damascus"


@cache
def zones() -> list[str]:
    """The time zones that people live in, by name."""
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/")
    return sorted(name for name in available_timezones() if name.startswith(areas))


def now_there(at: datetime) -> dict[str, Any]:
    """Day and clock of the instant in the usual zone, to begin with."""
    now = at.astimezone(ZoneInfo(USUAL_ZONE))
    return {"day": now.date(), "clock": now.time()}


class FoundingFields(forms.Form):
    """A commune to be founded, its founding meeting, and who records it."""

    name = forms.CharField(label=_("Name of the commune"), max_length=140)
    area = forms.CharField(
        label=_("Its area, in words"),
        max_length=1000,
        required=False,
        help_text=_("From where to where: “from the mill to the east street”."),
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=40,
        initial=USUAL_ZONE,
        help_text=_("By the clocks of which city people meet; type a few letters of it."),
        widget=forms.TextInput(
            attrs={"list": "zones", "autocomplete": "off", "dir": "ltr", "data-own-zone": ""}
        ),
    )
    language = forms.ChoiceField(label=_("Language of its papers"), choices=settings.LANGUAGES)
    place = forms.CharField(label=_("Place of the founding meeting"), max_length=200)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput)
    recorder = forms.CharField(label=_("Your name"), max_length=200)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, widget=RadioButtons)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), min_value=1890, max_value=9999, widget=CountInput
    )
    household = forms.CharField(label=_("Name or number of your household"), max_length=120)
    address = forms.CharField(label=_("Its address"), max_length=240, required=False)

    def clean_time_zone(self) -> str:
        """A zone that exists, however its name was typed."""
        typed = self.cleaned_data["time_zone"].strip().replace(" ", "_").casefold()
        found = next((name for name in available_timezones() if name.casefold() == typed), None)
        if found is None:
            raise forms.ValidationError(_("This time zone is not known. Choose one from the list."))
        return found

    def clean_day(self) -> Any:
        """A day of this century or the next: further off is a slip of the keyboard."""
        day = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2199:
            raise forms.ValidationError(_("Check the year."))
        return day

    def starts_at(self) -> datetime:
        """When the founding meeting begins; asked after validation."""
        told = self.cleaned_data
        return instant_of_local(told["day"], told["clock"], ZoneInfo(told["time_zone"]))

    def particulars(self) -> Particulars:
        """Who records; asked after validation."""
        told = self.cleaned_data
        return Particulars(told["recorder"], told["gender"], told["birth_year"])

    def home(self) -> Home:
        """Where the recorder lives; asked after validation."""
        return Home(self.cleaned_data["household"], self.cleaned_data["address"])


class BeginForm(FoundingFields, CredentialFields):
    """What must be known before the first meeting can be recorded."""

    charter = forms.ChoiceField(label=_("Charter"), widget=RadioButtons)

    def __init__(self, data: Any, *, at: datetime) -> None:
        names = charter.shipped_names()
        usual = {"charter": names[0], "language": get_language()}
        super().__init__(data, initial={**now_there(at), **usual})
        if data is not None:  # what was typed stays
            del self.fields["time_zone"].widget.attrs["data-own-zone"]
        field = self.fields["charter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in names]
