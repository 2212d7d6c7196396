"""Forms of convening: when and where a body is to meet, and why members demand it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.arithmetic.days import instant_of_local
from communes.domain.convening import Invitation
from communes.domain.planning import PlannedItem
from communes.domain.rhythm import Proposal
from communes.forms_rendering import ClockInput, DayInput, RadioButtons
from communes.models import Body, BodyKind, Sitting


class WhenForm(forms.Form):
    """When and where; day and time by the clocks of the body."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput)
    place = forms.CharField(label=_("Place"), max_length=200)

    def __init__(self, body: Body, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.body = body

    @staticmethod
    def told(proposal: Proposal) -> dict[str, Any]:
        """The fields as the rhythm of the body fills them."""
        return {"day": proposal.day, "clock": proposal.clock, "place": proposal.place}

    def starts_at(self) -> datetime | None:
        """The instant, once day and time hold together; a time that clocks skip is the next."""
        told = getattr(self, "cleaned_data", {})
        if not told.get("day") or told.get("clock") is None:
            return None
        zone = ZoneInfo(self.body.time_zone)
        try:
            return instant_of_local(told["day"], told["clock"], zone)
        except (OverflowError, ValueError):
            return None

    def typed(self) -> datetime | None:
        """The instant as far as it is typed, whether or not the form was handed in."""
        names = ("day", "clock", "place")
        form = WhenForm(self.body, {name: self[name].value() for name in names})
        form.is_valid()
        return form.starts_at()

    def clean_day(self) -> Any:
        """A day of this century or the next: further off is a slip of the keyboard."""
        day = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2199:
            raise forms.ValidationError(_("Check the year."))
        return day

    def invitation(self, items: list[PlannedItem]) -> Invitation:
        """What the deed takes; asked after validation."""
        starts_at = self.starts_at()
        assert starts_at is not None
        sitting = self.cleaned_data.get("sitting") or Sitting.ASSEMBLY
        return Invitation(self.cleaned_data["place"], starts_at, items, sitting)


class ConveneForm(WhenForm):
    """The same for officers, who also convene the board of a commune."""

    sitting = forms.ChoiceField(label=_("Who meets"), choices=Sitting.choices, widget=RadioButtons)
    field_order = ["sitting", "day", "clock", "place"]

    def __init__(self, body: Body, *args: Any, **options: Any) -> None:
        super().__init__(body, *args, **options)
        if body.kind != BodyKind.COMMUNE:
            del self.fields["sitting"]


class DemandForm(WhenForm):
    """What members ask for, and why."""

    reason = forms.CharField(
        label=_("Why the body should meet"),
        max_length=4000,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )
