"""The speaking list in words: why somebody is where they are, and who spoke for how long."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from communes import pictures
from communes.arithmetic.speaking import Why
from communes.domain.debating import Place

register = template.Library()

REASONS = {
    Why.ORDER: gettext_lazy("a point of order goes before the list"),
    Why.WOMENS_TURN: gettext_lazy("it is the turn of the women's list"),
    Why.OPEN_TURN: gettext_lazy("it is the turn of the open list"),
    Why.OTHERS_EMPTY: gettext_lazy("nobody waits on the other list"),
    Why.ASKED: gettext_lazy("asked before those who follow"),
}
"""Why somebody is next; what each means is written in `arithmetic.speaking`."""


@register.filter
def turn_words(place: Place) -> str:
    """Why this place stands where it does, in a few words."""
    told = str(REASONS[place.turn.why])
    if place.turn.first_time:
        return _("%(reason)s, and who has not spoken yet comes first") % {"reason": told}
    return told


@register.inclusion_tag("components/speaking_time.html")
def speaking_time(spoken: Mapping[str, tuple[int, timedelta]]) -> dict[str, Any]:
    """How long each gender has spoken: a bar with letters, and the times in words."""
    seconds = {gender: int(time.total_seconds()) for gender, (_n, time) in spoken.items()}
    whole = sum(seconds.values())
    order = ("woman", "other", "undisclosed", "man")
    parts = {gender: seconds.get(gender, 0) for gender in order}
    rows = [
        {"gender": gender, "count": spoken[gender][0], "clock": clock(seconds[gender])}
        | {"percent": round(100 * seconds[gender] / whole) if whole else 0}
        for gender in order
        if gender in spoken
    ]
    bar = pictures.bar(parts, whole=whole, mirrored=get_language_bidi())
    return {"rows": rows, "bar": bar, "whole": whole}


def clock(seconds: int) -> str:
    """Minutes and seconds as a stop-watch shows them: "2:10"."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def stopwatch(lasted: timedelta) -> str:
    """The same of a duration."""
    return clock(max(0, int(lasted.total_seconds())))
