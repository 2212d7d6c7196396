"""Plain decisions: hands, papers or consensus on an item that needs nothing besides its count."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.domain import counting, resolving, womens
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.models import AgendaItem, Method, Resolution
from communes.problems import Problem, refuse_if


def own_entry_problems(item: AgendaItem) -> list[Problem]:
    """Why a bare count does not decide the item: its kind is entered with more than a count."""
    if kinds.kind(item.kind).entry is None:
        return []
    message = _("This item is decided where its own business is entered.")
    return [Problem("own_entry", message)]


def counted(item: AgendaItem, count: Count, at: datetime, slip: Slip | None = None) -> Count:
    """The count as it is entered: by consensus all in the room are for it, but who stands aside.

    In place of a slip it is the room of the first entry.
    """
    if count.method != Method.CONSENSUS or count.against:
        return count
    if slip is None:
        return counting.by_consensus(item, at, abstain=count.abstain)
    present = slip.resolution.present
    return Count(max(present - count.abstain, 0), 0, count.abstain, Method.CONSENSUS)


def standing(item: AgendaItem) -> Resolution | None:
    """The decision on the item that was not struck out as a slip."""
    rows = item.resolutions.standing().select_related("item__meeting__body", "charter")
    return rows.order_by("-number", "-revision").first()


def decide_problems(item: AgendaItem, count: Count, at: datetime) -> list[Problem]:
    """Every reason against deciding this item by this count now."""
    problems = own_entry_problems(item)
    problems += resolving.adopt_problems(item, counted(item, count, at), at)
    return problems + apart_problems(item, count, at)


def apart_problems(item: AgendaItem, count: Count, at: datetime) -> list[Problem]:
    """Why the women's count, taken apart where the item concerns them, does not do."""
    voters = counting.electorate(item, at)
    return womens.count_problems(item, count, voters.present, voters.women)


def decide(item: AgendaItem, *, count: Count, text: str, by: Actor, at: datetime) -> Resolution:
    """Enter a plain decision. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(own_entry_problems(item) + apart_problems(item, count, at))
        return resolving.adopt(item, count=counted(item, count, at), text=text, by=by, at=at)
