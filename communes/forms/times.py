"""When somebody came and left, by the clocks of the body, as it is corrected."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.arithmetic.days import instant_of_local
from communes.domain.recounting import Times
from communes.domain.retiming import LONGEST, to_the_minute
from communes.forms_rendering import ClockInput, DayInput
from communes.models import Attendance


class TimesForm(forms.Form):
    """Arrival and departure; a minute that shows as it stood means the very instant it was."""

    arrived_day = forms.DateField(label=_("Came on"), widget=DayInput)
    arrived = forms.TimeField(label=_("Came at"), widget=ClockInput)
    left_day = forms.DateField(label=_("Left on"), widget=DayInput, required=False)
    left = forms.TimeField(
        label=_("Left at"),
        help_text=_("Empty: still in the room."),
        widget=ClockInput,
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, required=False)
    knowing = forms.BooleanField(
        label=_("I have read what this changes in decisions already taken."), required=False
    )

    def __init__(self, stay: Attendance, data: Any = None) -> None:
        self.zone = ZoneInfo(stay.meeting.body.time_zone)
        super().__init__(data, initial=self._shown(stay))
        self.stay = stay

    def _shown(self, stay: Attendance) -> dict[str, Any]:
        came = stay.arrived_at.astimezone(self.zone)
        left = (stay.left_at or stay.arrived_at).astimezone(self.zone)
        told: dict[str, Any] = {"arrived_day": came.date(), "arrived": _minute(came)}
        return {**told, "left_day": left.date(), "left": _minute(left) if stay.left_at else None}

    def clean(self) -> dict[str, Any]:
        """Instants of what the clocks showed; not before the opening within its own minute."""
        told = super().clean() or self.cleaned_data
        if self.errors:
            return told
        opened = self.stay.meeting.opened_at
        came = self._instant("arrived_day", "arrived", self.stay.arrived_at)
        told["arrived_at"] = to_the_minute(came, opened) if came else None
        told["left_at"] = None
        if told.get("left") is not None:
            told["left_day"] = told.get("left_day") or told["arrived_day"]
            left = self._instant("left_day", "left", self.stay.left_at)
            told["left_at"] = to_the_minute(left, self.stay.meeting.closed_at) if left else None
        return told

    def times(self) -> Times:
        """What was told; asked after validation."""
        return Times(self.cleaned_data["arrived_at"], self.cleaned_data["left_at"])

    def _instant(self, day: str, clock: str, stands: datetime | None) -> datetime | None:
        on: date = self.cleaned_data[day]
        at: time = self.cleaned_data[clock]
        try:
            return to_the_minute(instant_of_local(on, at, self.zone), stands)
        except (OverflowError, ValueError):
            self.add_error(clock, _("No clock shows this time."))
            return None


def _minute(local: datetime) -> time:
    return local.time().replace(second=0, microsecond=0)
