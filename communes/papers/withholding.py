"""What of the minutes is withheld from everyone: all that a confidential item holds."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from communes.domain import reducing
from communes.models import Meeting
from communes.papers.gathering import MinutedItem


def closed(meeting: Meeting, items: Sequence[MinutedItem]) -> list[MinutedItem]:
    """The items with nothing of the confidential ones but that they were."""
    keys = reducing.confidential(meeting)
    return [_closed(one) if one.key in keys else one for one in items]


def _closed(item: MinutedItem) -> MinutedItem:
    nothing: dict[str, Any] = {"checks": [], "adjourned": [], "tasks": [], "spoken": {}}
    return MinutedItem(item.number, _("Confidential item"), "", None, **nothing, key=item.key)
