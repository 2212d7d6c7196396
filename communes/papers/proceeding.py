"""What went on around the decisions of one item, as blocks of the paper."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.dates import say_day
from communes.models import Gender
from communes.papers.gathering import MinutedItem
from communes.pictures import grouped
from communes.templatetags.minuted import (
    adjourned_words,
    check_words,
    debate_words,
    declared_words,
    womens_vote_words,
)
from communes.templatetags.speaking import clock
from communes.typesetting import isolated, legible

Block = Mapping[str, Any]


def before(item: MinutedItem) -> Iterator[Block]:
    """What led to the decisions: urgency, the record, what women decided, consensus, pauses."""
    if item.urgency:
        yield _small(urgency_words(item.urgency))
    if item.text:
        yield {"as": "text", "text": legible(item.text)}
    if item.marks:
        yield {"as": "text", "text": marks_words(item.marks)}
    if item.declared:
        yield _small(declared_words(item.declared))
    yield from (_small(womens_vote_words(one)) for one in item.womens)
    yield from (_small(debate_words(one)) for one in item.debates)
    for one in item.checks:
        reasons = [f"– {legible(why)}" for why in one["reasons"]]
        yield {"as": "text", "text": "\n".join([check_words(one), *reasons])}
    yield from (_small(adjourned_words(one)) for one in item.adjourned)


def after(item: MinutedItem) -> Iterator[Block]:
    """What followed: the tasks given, and who spoke for how long."""
    yield from (_task(task) for task in item.tasks)
    if item.spoken:
        yield _small(spoken_words(item.spoken))


def _small(words: str) -> Block:
    return {"as": "small", "text": words}


def marks_words(marks: Sequence[Mapping[str, str]]) -> str:
    """Marks of words that stand apart, one a line; the words are for the committee's roll."""
    told = [f"– {one['label']}: {isolated(grouped(one['commitment']))}" for one in marks]
    return "\n".join([_("Confidential: the words stand apart, under these marks."), *told])


def urgency_words(vote: Mapping[str, Any]) -> str:
    """How it was voted whether an item that was not announced is urgent."""
    told = {"for": vote["for"], "against": vote["against"]}
    if vote["adopted"]:
        words = _("Not announced; declared urgent with %(for)s for, %(against)s against.")
    else:
        words = _("Not announced; not declared urgent: %(for)s for, %(against)s against.")
    return words % told


def _task(task: Mapping[str, Any]) -> Block:
    who = [isolated(task["bearer"])] if task["bearer"] else []
    until = f"{_('until')} {say_day(task['due'], today=None, language=get_language() or 'en')}"
    words = f"{_('Task:')} {isolated(task['text'])} ({', '.join([*who, until])})"
    return {"as": "text", "text": words}


def spoken_words(spoken: Mapping[str, tuple[int, timedelta]]) -> str:
    """How long each gender spoke on an item."""
    told = [
        f"{Gender(gender).label} {isolated(clock(int(lasted.total_seconds())))}"
        for gender, (_count, lasted) in sorted(spoken.items(), reverse=True)
    ]
    return f"{_('Time of speech:')} {' · '.join(told)}"
