"""The speaking list: asked for, given by the charter's rule, ended; what the women answer."""

from uuid import UUID

from communes import permissions
from communes.api.asking import Ask, chosen_one, found, require, require_seen
from communes.api.reaching import item_of, item_run_by, readable, stays_of
from communes.api.resources import acts, reads
from communes.domain import debating
from communes.domain import speaking as deeds
from communes.domain.debating import Debate
from communes.models import DebateAnswer, Speech
from communes.serializers.fields import HappenedSerializer
from communes.serializers.speaking import (
    AnswerSerializer,
    AskFloorSerializer,
    DebateAnswerSerializer,
    DebateSerializer,
    SpeechSerializer,
)


@reads(DebateSerializer)
def debate(ask: Ask, item: UUID) -> Debate:
    """The speaking list of an item: who has the floor, who follows and why."""
    row = item_of(ask, item)
    require_seen(permissions.may_see_people(ask.me, row.meeting, ask.at))
    return debating.debate(row, ask.at)


@acts(SpeechSerializer, takes=AskFloorSerializer, status=201)
def ask_floor(ask: Ask, item: UUID) -> Speech:
    """Put somebody in the room on the list, or first of all with a point of order."""
    row = item_run_by(ask, item)
    stay = chosen_one(stays_of(row.meeting), ask.told["stay"], "stay")
    assert stay is not None
    order = ask.told["point_of_order"]
    at = ask.then(row.meeting)
    return deeds.ask(row, stay, by=ask.by, at=at, point_of_order=order)


@acts(SpeechSerializer, takes=HappenedSerializer)
def give_floor(ask: Ask, speech: UUID) -> Speech:
    """Give the floor to whoever is next; the speech before ends now."""
    row = _speech(ask, speech)
    return deeds.give_floor(row, by=ask.by, at=ask.then(row.meeting))


@acts(SpeechSerializer, takes=HappenedSerializer)
def end_speech(ask: Ask, speech: UUID) -> Speech:
    """Say that a speech is over."""
    row = _speech(ask, speech)
    deeds.end(row, by=ask.by, at=ask.then(row.meeting))
    return row


@acts(SpeechSerializer, takes=HappenedSerializer)
def withdraw_speech(ask: Ask, speech: UUID) -> Speech:
    """Take somebody off the list who no longer wishes to speak."""
    row = _speech(ask, speech)
    deeds.withdraw(row, by=ask.by, at=ask.then(row.meeting))
    return row


@acts(DebateAnswerSerializer, takes=AnswerSerializer, status=201)
def answer_debate(ask: Ask, item: UUID) -> DebateAnswer:
    """Record what the women in the room answered: whether debate on the item goes on."""
    row = item_run_by(ask, item)
    at = ask.then(row.meeting)
    return deeds.answer(row, goes_on=ask.told["goes_on"], by=ask.by, at=at)


def _speech(ask: Ask, speech: UUID) -> Speech:
    rows = Speech.objects.filter(meeting__in=readable(ask))
    row = found(rows.select_related("meeting__body", "item", "person"), speech)
    require(permissions.may_run(ask.me, row.meeting, ask.at))
    return row
