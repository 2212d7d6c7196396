"""Women's presence at the decisions of a meeting, said in words."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communes import dates
from communes.models import Sitting

Own = Mapping[str, Any]


def seats(own: Own) -> str:
    """Which meeting it was, the room that lay farthest below the share, and what was kept."""
    return ", ".join([_meeting(own), _room(own), *_kept(own)])


def needed(own: Own) -> str:
    """What the rule asks of the room at each decision."""
    share = 100 * Fraction(str(own["share"]))
    percent = share.numerator if share.denominator == 1 else round(float(share), 1)
    return _("at each decision at least %(percent)s %% women among those who told a gender") % {
        "percent": percent
    }


def step(one: Mapping[str, Any]) -> str:
    """What had been missing; a meeting that is over is mended by the next."""
    number = int(one.get("seats", 0))
    text = ngettext(
        "%(number)s more woman had to be in the room; the next meeting that decides with enough "
        "women mends it",
        "%(number)s more women had to be in the room; the next meeting that decides with enough "
        "women mends it",
        number,
    )
    return text % {"number": number}


def nothing() -> str:
    """Where the rule holds, and no meeting gives anything to judge."""
    return _("No meeting of this body has taken a decision up to that day: nothing to judge.")


def doubt(own: Own) -> str:
    """Why nobody can tell."""
    if int(own["undisclosed"][0]) == int(own["undisclosed"][1]):
        return _("People in the room who did not say their gender could turn it: nobody can tell.")
    return _(
        "The list of who came is not kept any more, and its counts do not say how many did not "
        "tell their gender: nobody can tell."
    )


def _meeting(own: Own) -> str:
    sitting = str(dict(Sitting.choices).get(str(own["sitting"]), own["sitting"]))
    day = dates.say_day(
        date.fromisoformat(str(own["on"])), today=None, language=get_language() or "en"
    )
    text = ngettext(
        "%(sitting)s %(number)s on %(day)s with %(decisions)s decision",
        "%(sitting)s %(number)s on %(day)s with %(decisions)s decisions",
        int(own["decisions"]),
    )
    told = {"sitting": sitting, "number": own["number"], "day": day}
    return text % {**told, "decisions": own["decisions"]}


def _room(own: Own) -> str:
    text = ngettext(
        "%(women)s woman among %(present)s who could vote",
        "%(women)s women among %(present)s who could vote",
        int(own["women"]),
    )
    told = text % {"women": own["women"], "present": own["present"]}
    fewest, most = (int(one) for one in own["undisclosed"])
    if not most:
        return told
    unknown = str(most) if fewest == most else f"{fewest}–{most}"
    return f"{told} ({_('%(number)s undisclosed') % {'number': unknown}})"


def _kept(own: Own) -> list[str]:
    """How many decisions lacked women, and how many the women present released."""
    short, released = int(own["short"]), int(own["released"])
    few = ngettext(
        "%(number)s decision with too few women", "%(number)s decisions with too few women", short
    )
    let = ngettext(
        "%(number)s released by the women present",
        "%(number)s released by the women present",
        released,
    )
    told = [(few, short), (let, released)]
    return [text % {"number": number} for text, number in told if number]
