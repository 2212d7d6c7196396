"""The words of this floor's notices."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import notices


def register() -> None:
    """Register the notices of this floor."""
    notices.register("meeting_convened", _meeting_convened)
    notices.register("meeting_cancelled", _meeting_cancelled)
    notices.register(
        "account_reset",
        gettext_lazy("Someone asked for a new password for your account. Was it you?"),
        urgent=True,
    )


def _meeting_convened(figures: Mapping[str, Any]) -> str:
    told = {"when": _day(figures), "place": figures.get("place", "")}
    return _("A meeting is convened for %(when)s, at %(place)s.") % told


def _meeting_cancelled(figures: Mapping[str, Any]) -> str:
    return _("The meeting of %(when)s is called off.") % {"when": _day(figures)}


def _day(figures: Mapping[str, Any]) -> str:
    instant = parse_datetime(str(figures.get("starts_at", "")))
    return f"{instant:%Y-%m-%d %H:%M}" if instant else ""
