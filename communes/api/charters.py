"""The charter to read: in force or of a day, its versions, and what differs between two."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from communes.api.asking import Ask
from communes.api.resources import reads
from communes.domain import expounding
from communes.domain.daying import day_of, instant_of
from communes.forms.charters import EARLIEST
from communes.models import Charter
from communes.serializers.charters import (
    BetweenSerializer,
    CharterSerializer,
    CharterVersionsSerializer,
    DifferencesSerializer,
    WhichSerializer,
)


@reads(CharterSerializer, asks=WhichSerializer)
def charter(ask: Ask) -> Charter:
    """The charter in force, that of a day, or one version, with every rule in words."""
    if "version" in ask.asked:
        return _numbered(ask, ask.asked["version"])
    row = expounding.on(min(instant_of(_day(ask)), ask.at) if "on" in ask.asked else ask.at)
    if row is None:
        raise Http404
    return row


@reads(CharterVersionsSerializer)
def charter_versions(ask: Ask) -> Mapping[str, Any]:
    """Every version that was in force, the newest first."""
    return {"versions": expounding.versions(ask.at)}


@reads(DifferencesSerializer, asks=BetweenSerializer)
def charter_differences(ask: Ask) -> Mapping[str, Any]:
    """What two versions rule differently, in words."""
    numbers = [one.version for one in expounding.versions(ask.at)[:2]] or [0]
    before = _numbered(ask, ask.asked.get("before", numbers[-1]))
    after = _numbered(ask, ask.asked.get("after", numbers[0]))
    return {
        "before": before.version,
        "after": after.version,
        "differences": expounding.differences(before.text, after.text),
    }


def _day(ask: Ask) -> Any:
    """The day asked for. Raises `ValidationError` for one that has not come."""
    on = ask.asked["on"]
    if not EARLIEST <= on <= day_of(ask.at):
        raise ValidationError({"on": [ErrorDetail(_("Choose a day until today."), "ahead")]})
    return on


def _numbered(ask: Ask, number: int) -> Charter:
    """The version of that number. Raises `Http404`."""
    row = next((one for one in expounding.versions(ask.at) if one.version == number), None)
    if row is None:
        raise Http404
    return row
