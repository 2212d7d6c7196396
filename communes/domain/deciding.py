"""Plain decisions: hands, papers or consensus on an item that needs nothing besides its count."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.domain import counting, resolving
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.models import AgendaItem, Method, Resolution
from communes.problems import Problem, refuse_if


def own_entry_problems(item: AgendaItem) -> list[Problem]:
    """Why a bare count does not decide the item: its kind is entered with more than a count."""
    if kinds.kind(item.kind).entry is None:
        return []
    message = _("This item is decided where its own business is entered.")
    return [Problem("own_entry", message)]


def counted(item: AgendaItem, count: Count, at: datetime) -> Count:
    """The count as it is entered: by consensus all in the room are for it, but who stands aside."""
    if count.method != Method.CONSENSUS or count.against:
        return count
    return counting.by_consensus(item, at, abstain=count.abstain)


def decide_problems(item: AgendaItem, count: Count, at: datetime) -> list[Problem]:
    """Every reason against deciding this item by this count now."""
    return own_entry_problems(item) + resolving.adopt_problems(item, counted(item, count, at), at)


def decide(item: AgendaItem, *, count: Count, text: str, by: Actor, at: datetime) -> Resolution:
    """Enter a plain decision. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(own_entry_problems(item))
        return resolving.adopt(item, count=counted(item, count, at), text=text, by=by, at=at)
