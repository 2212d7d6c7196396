"""Forms of the register: particulars, homes, deaths."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain.registering import Home, Particulars
from communes.forms.picking import OneOf, offer
from communes.forms_rendering import CountInput, DayInput, RadioButtons
from communes.models import Body, Gender, Household, Person

FIRST_YEAR = 1890


class ParticularsForm(forms.Form):
    """What the register holds of a person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=Gender.choices,
        widget=RadioButtons,
        help_text=_("As the person declares it; nobody declares it for another."),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        min_value=FIRST_YEAR,
        max_value=9999,
        required=False,
        widget=CountInput,
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=DayInput,
        help_text=_("Only if the person wishes it to be kept; the year is enough."),
    )
    parent_name = forms.CharField(
        label=_("A parent's name"),
        max_length=200,
        required=False,
        help_text=_("Tells namesakes of one household apart."),
    )

    @staticmethod
    def told(person: Person) -> dict[str, Any]:
        """The fields as the register fills them."""
        names = ("name", "gender", "birth_year", "birth_date", "parent_name")
        return {name: getattr(person, name) for name in names}

    def particulars(self) -> Particulars:
        """What was typed; asked after validation."""
        told = self.cleaned_data
        return Particulars(
            name=told["name"],
            gender=told["gender"],
            birth_year=told["birth_year"],
            birth_date=told["birth_date"],
            parent_name=told["parent_name"],
        )


class HomeFields(forms.Form):
    """A household that exists, or a new one by name and address."""

    existing = OneOf(
        Household,
        required=False,
        label=_("Household"),
        empty_label=_("a new household"),
    )
    household = forms.CharField(
        label=_("Name or number of the new household"), max_length=120, required=False
    )
    address = forms.CharField(
        label=_("Address of the new household"), max_length=240, required=False
    )

    def offer(self, households: Sequence[Household]) -> None:
        """Offer these households, in the order in which a register lists them."""
        offer(self, "existing", Household.objects.filter(pk__in=[home.pk for home in households]))
        field = self.fields["existing"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = sorted(households, key=in_order)
        named = [(home.public_id, f"{home.name} · {home.address}".strip(" ·")) for home in rows]
        field.choices = [("", field.empty_label), *named]

    def clean(self) -> dict[str, Any]:
        """One of the two must be told, and not both."""
        told = super().clean() or {}
        wanted = told.get("household", "").strip()
        if not told.get("existing") and not wanted and "existing" not in self.errors:
            self.add_error("household", _("Choose a household, or name the new one."))
        if told.get("existing") and wanted:
            self.add_error("household", _("Choose a household or name a new one, not both."))
        return told

    def home(self) -> Home:
        """The household meant; asked after validation."""
        told = self.cleaned_data
        if told["existing"]:
            return Home(existing=told["existing"])
        return Home(name=told["household"], address=told["address"])


class NewcomerForm(ParticularsForm, HomeFields):
    """A person who came or was born, and where the person lives."""

    field_order = [
        *("name", "gender", "birth_year", "birth_date", "parent_name"),
        *("existing", "household", "address"),
    ]


class MoveForm(HomeFields):
    """Where a person moves: within this commune, or to another."""

    commune = OneOf(
        Body,
        required=False,
        label=_("Other commune"),
        help_text=_("Only if the person leaves this one; then name the household there below."),
        empty_label=_("no, within this commune"),
    )
    field_order = ["existing", "commune", "household", "address"]

    def offer_communes(self, communes: Sequence[Body]) -> None:
        """Offer these communes."""
        offer(self, "commune", Body.objects.filter(pk__in=[body.pk for body in communes]))

    def clean(self) -> dict[str, Any]:
        """A household of this commune is none of another."""
        told = super().clean()
        if told.get("commune") and told.get("existing"):
            self.add_error("existing", _("This household is in this commune, not in the other."))
        return told


class DeathForm(forms.Form):
    """When a person died."""

    on = forms.DateField(label=_("Day of death"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = today


class LettersForm(forms.Form):
    """A few letters of a name."""

    q = forms.CharField(max_length=200, required=False)


class ChosenForm(forms.Form):
    """The public id of a person chosen on the page."""

    person = forms.UUIDField()


def in_order(home: Household) -> list[tuple[int, int, str]]:
    """A key by which household 9 stands before household 10."""
    parts = re.findall(r"\d{1,12}|\D+", f"{home.name} {home.address}".casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
