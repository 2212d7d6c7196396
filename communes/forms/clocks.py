"""The instant of what is entered afterwards, by the clocks of the body."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.arithmetic.days import instant_of_local
from communes.forms_rendering import ClockInput, DayInput
from communes.models import Meeting


class ClockForm(forms.Form):
    """When it happened: not before the meeting's opening (or its day), and not in the future."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput)

    def __init__(self, meeting: Meeting, now: datetime, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meeting, self.now = meeting, now
        self.zone = ZoneInfo(meeting.body.time_zone)

    @classmethod
    def at(cls, meeting: Meeting, now: datetime, shown: datetime) -> "ClockForm":
        """The form as it is first shown, standing at an instant."""
        local = shown.astimezone(ZoneInfo(meeting.body.time_zone))
        told = {"day": local.date(), "clock": local.time().replace(second=0, microsecond=0)}
        return cls(meeting, now, initial=told)

    def clean(self) -> dict[str, Any]:
        """The instant must lie within the meeting as far as it has gone."""
        told = super().clean() or self.cleaned_data
        if not told.get("day") or told.get("clock") is None:
            return told
        try:
            told["instant"] = instant_of_local(told["day"], told["clock"], self.zone)
        except (OverflowError, ValueError):
            raise forms.ValidationError(_("No clock shows this time.")) from None
        if told["instant"] > self.now:
            self.add_error("clock", _("That has not come yet."))
        opened = self.meeting.opened_at
        if opened and told["instant"] < opened.replace(second=0, microsecond=0):
            self.add_error("clock", _("The meeting was not yet open then."))
        elif opened:
            told["instant"] = max(told["instant"], opened)
        return told
