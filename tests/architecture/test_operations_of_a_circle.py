"""A circle's business is not there for others, an administrator included (DOMAIN §2.8).

Found by walking the API's addresses with the ids of everything that a women's assembly did.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from communes.domain import (
    demanding,
    moving,
    opening,
    planning,
    proposing,
    speaking,
    tasking,
    voting,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    Account,
    Affiliation,
    BodyParameter,
    Household,
    Meeting,
    Relation,
)
from mandates.domain import petitioning, signing, verifying
from mandates.models import Mandate, Petition, Sheet
from quotas.domain import nominating
from quotas.domain.founding import Gathering, found_meeting
from quotas.models import RankedPapers
from tests.calls import NOUNS, Call, calls
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation, confederation
from tests.factories.world import SYSTEM

pytestmark = pytest.mark.django_db

CALLS = calls()
KNOWN_TO_ALL = {
    "get bodies/<uuid:body>",
    "get bodies/<uuid:body>/relations",
    "get bodies/<uuid:body>/seats",
    "get bodies/<uuid:body>/mandates",
}
"""That a body exists and who holds its seats is no secret."""


@dataclass
class Hers:
    """The ids of what a women's assembly did, by noun; what is everyone's and stands in an
    address beside it; and who is to learn nothing of it."""

    made: Confederation
    ids: dict[str, UUID] = field(default_factory=dict)
    beside: dict[str, UUID] = field(default_factory=dict)
    strangers: list[Caller] = field(default_factory=list)
    woman: Caller = field(default_factory=Caller)

    def calls(self) -> list[tuple[Call, tuple[Any, ...]]]:
        """Every operation whose address names something of hers, with the address filled in."""
        own = [call for call in CALLS if set(call.nouns) & set(self.ids)]
        known = {**self.beside, **self.ids}
        return [(call, tuple(known.get(noun) for noun in call.nouns)) for call in own]


@pytest.fixture(scope="module")
def hers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Hers]:
    """A women's assembly that meets, decides, votes by name, demands and moves."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = Hers(confederation(pairs=16))
        _meet(found)
        boss = Account.objects.create(username="boss", is_staff=True, is_superuser=True)
        men = ("cochair2", "delegate", "resident")
        found.strangers = [Caller(boss), *(Caller(found.made.accounts[name]) for name in men)]
        found.woman = Caller(found.made.accounts["cochair1"])
        yield found
        transaction.set_rollback(True)


def _meet(found: Hers) -> None:
    made, at = found.made, found.made.now
    women = made.home.women
    beside = Affiliation.objects.get(parent=made.home.body, relation=Relation.BESIDE).body
    meeting = found_meeting(beside, Gathering("Hall", at), by=SYSTEM, at=at)
    opening.name_for(meeting, women[0], "recorder", by=SYSTEM, at=at)
    world.opened(meeting, women[2:4], women[0], women, at)
    first, second = meeting.items.order_by("position")[:2]
    election = nominating.of_item(second)
    assert election is not None
    candidacy = nominating.stand(election, women[4], by=SYSTEM, at=at)
    resolution = world.decide(first, Count(len(women)), at)
    extra = planning.put_on_agenda(meeting, [PlannedItem("x")], by=SYSTEM, at=at)[0]
    ballot = voting.open_vote(extra, by=SYSTEM, at=at)
    motion = moving.raise_motion(beside, title="Safe roads", text="Lamps.", by=SYSTEM, at=at).motion
    soon = Invitation("Hall", at + timedelta(days=9), [PlannedItem("Roads")])
    demand = demanding.demand(
        beside, soon, reason="Now.", signers=[women[5]], by=Actor(women[5]), at=at
    )
    wish = proposing.propose(
        beside,
        person=women[5],
        title="Lamps",
        text="",
        kind="decision",
        by=Actor(women[5]),
        at=at,
    )
    stay = meeting.attendances.all()[0]
    speech = speaking.ask(extra, stay, by=SYSTEM, at=at)
    day = (at + timedelta(days=9)).date()
    task = tasking.give(first, text="Lamps", due=day, person=women[3], by=SYSTEM, at=at)
    rows = {"body": beside, "meeting": meeting, "item": first, "candidacy": candidacy}
    rows |= {"resolution": resolution, "ballot": ballot, "motion": motion}
    rows |= {"demand": demand, "stay": stay, "proposal": wish}
    rows |= {"speech": speech, "task": task, **_petition(made.home, meeting, at)}
    rows |= {"papers": RankedPapers.objects.create(election=election, papers=1)}
    found.ids = {noun: row.public_id for noun, row in rows.items()}
    home = Household.objects.filter(residences__person=women[5]).latest("pk")
    found.beside = {"household": home.public_id}


def _petition(home: world.Town, meeting: Meeting, at: datetime) -> dict[str, Petition | Sheet]:
    """Women demand the recall of one of their chairs; one signs, another on paper."""
    item = meeting.items.filter(kind="election").order_by("-position")[0]
    resolution = world.elect_one(item, home.women[6], 9, at)
    told = {"section": "recall", "name": "after_days", "value": 0, "since": at}
    BodyParameter.objects.create(body=meeting.body, **told)
    mandate = Mandate.objects.get(resolution=resolution)
    by = Actor(home.women[7])
    petition = petitioning.open_petition(mandate, grounds="Roads.", by=by, at=at)
    signing.sign(petition, by=Actor(home.women[0]), at=at)
    signers = [home.women[5]]
    sheet = verifying.hand_in(petition, signers=signers, lines=1, by=by, at=at)
    return {"petition": petition, "sheet": sheet}


def test_everything_of_hers_is_tried(hers: Hers) -> None:
    apart = {"audit", "calendar", "commune", "council", "household", "mandate", "notice", "person"}
    apart |= {"passkey", "sign_in", "token"}  # of an account, not of a body
    apart |= {"alternate", "report"}  # of delegates and their seats: tried with their own floor
    apart |= {"course", "seat"}  # who holds its seats is no secret, and so is what is found of them
    assert set(NOUNS) - set(hers.ids) == apart
    assert len(hers.calls()) > 50


def test_to_others_it_is_not_there(hers: Hers) -> None:
    told = [
        (call.name, status)
        for call, ids in hers.calls()
        for caller in hers.strangers
        if call.name not in KNOWN_TO_ALL
        and (status := call.send(caller, ids, {}).status) not in {403, 404}
    ]
    assert not told, told


def test_to_a_man_with_an_account_it_is_absent_not_forbidden(hers: Hers) -> None:
    man = hers.strangers[-1]
    told = [
        call.name
        for call, ids in hers.calls()
        if call.name not in KNOWN_TO_ALL and call.send(man, ids, {}).status != 404
    ]
    assert not told, told


def test_to_her_it_is(hers: Hers) -> None:
    read = [(call, ids) for call, ids in hers.calls() if call.safe]
    missed = [call.name for call, ids in read if call.send(hers.woman, ids).status != 200]
    apart = (
        "election",
        "election/papers",
        "sortition",
        "sortition/files",
        "sortition/list",
        "charter/draft",
        "instruction",
        "confidential",
        "recall",
    )
    expected = {f"get items/<uuid:item>/{what}" for what in (*apart, "instruction/units")}
    expected |= {"get meetings/<uuid:meeting>/minutes/public"}
    expected |= {"get sheets/<uuid:sheet>"}  # for the two alone on whom the lot falls
    expected |= {"get candidacies/<uuid:candidacy>/certificate"}  # nobody is elected yet
    assert set(missed) <= expected


def test_no_list_tells_others_of_it(hers: Hers) -> None:
    private = {str(one) for noun, one in hers.ids.items() if noun != "body"}
    lists = [call for call in CALLS if call.safe and not call.nouns]
    told = []
    for call in lists:
        for caller in hers.strangers:
            answer = call.send(caller, (), limit=200)
            if answer.status == 200 and any(one in json.dumps(answer.body) for one in private):
                told.append(call.name)
    assert not told, told
    assert any(one in json.dumps(hers.woman.get("meetings", limit=200).body) for one in private)


def test_a_public_answer_about_her_body_keeps_its_meetings(hers: Hers) -> None:
    private = {str(one) for noun, one in hers.ids.items() if noun != "body"}
    for call, ids in hers.calls():
        if call.name in KNOWN_TO_ALL:
            for caller in hers.strangers:
                answer = call.send(caller, ids)
                assert answer.status == 200
                assert not any(one in json.dumps(answer.body) for one in private), call.name
