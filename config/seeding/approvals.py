"""What every assembly of the story does with minutes: it approves them, if it can decide."""

from typing import TYPE_CHECKING

from communes.domain import resolving
from communes.domain.counting import Count
from communes.models import AgendaItem, Method

if TYPE_CHECKING:
    from config.seeding.stage import Evening, Topic


def approve(evening: "Evening", item: AgendaItem, topic: "Topic") -> None:
    """Without objection; a room that may only deliberate leaves it."""
    count = Count(len(evening.members), method=Method.CONSENSUS)
    if not resolving.adopt_problems(item, count, evening.now):
        resolving.adopt(item, count=count, text=topic.decision, by=evening.by, at=evening.now)
