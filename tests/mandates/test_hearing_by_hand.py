"""A hearing that somebody puts on the agenda: no vote against an instruction need be behind it."""

from datetime import timedelta

import pytest
from django.test import Client

from communes.domain import booking, opening
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Notice, OpenPoint, Role
from communes.problems import Refused
from mandates.domain import hearing, recalling
from mandates.domain.petitioning import ground_of
from mandates.domain.recalling import Reply
from mandates.models import Mandate, OfficeCode
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import NOW, SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_hearing import decided, deviated
from tests.mandates.test_instructing import council

pytestmark = pytest.mark.django_db

HEARD = NOW + timedelta(days=40)


def on_the_agenda() -> tuple[Town, AgendaItem]:
    """Zeytûn's open assembly with an item to hear a delegate, not yet said whom."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    council(first, second)
    invitation = Invitation("School", HEARD, [PlannedItem("Hear Berîvan", "hearing")])
    held = convene(first.body, invitation, by=SYSTEM, at=HEARD - timedelta(days=9))
    chairs = [first.women[0], first.men[0]]
    world.opened(held, chairs, first.women[1], first.people, HEARD)
    item = held.items.get()
    opening.name_for(held, first.women[2], Role.CHAIR, item=item, by=SYSTEM, at=HEARD)
    return first, item


def delegate(town: Town, index: int = 0) -> Mandate:
    """The seat in the council of a co-chair of the town."""
    rows = Mandate.objects.in_force(HEARD).filter(seat__sending_body=town.body)
    return rows.get(person=(town.women[0], town.men[0])[index])


def test_the_delegate_is_told_replies_and_is_recalled_through_the_ground() -> None:
    first, item = on_the_agenda()
    world.account("delegate", first.women[0])
    with pytest.raises(Refused, match="recall_missing"):
        recalling.recall(item, count=Count(18, 1), text="", by=SYSTEM, at=HEARD)
    planned = hearing.plan(item, delegate(first), by=SYSTEM, at=HEARD)
    assert (planned.mandate.seat.office, planned.mandate.person) == ("co_chair", first.women[0])
    assert Notice.objects.get(code="hearing_planned").account == first.women[0].account
    with pytest.raises(Refused, match="reply_unrecorded"):
        recalling.recall(item, count=Count(18, 1), text="", by=SYSTEM, at=HEARD)
    recalling.record_reply(item, Reply("spoken", "I did."), by=SYSTEM, at=HEARD)
    recalling.recall(item, count=Count(18, 1), text="", by=SYSTEM, at=HEARD)
    assert world.holder(world.seat(first.body, OfficeCode.CO_CHAIR, "woman"), HEARD) is None
    assert not Mandate.objects.in_force(HEARD).filter(
        seat__sending_body=first.body, person=first.women[0]
    )
    assert booking.verify(first.body) is None


def test_another_delegate_another_body_and_another_item_are_refused() -> None:
    first, item = on_the_agenda()
    theirs = Mandate.objects.in_force(HEARD).exclude(seat__sending_body=first.body)
    stranger = theirs.get(seat__sending_body__name="Rimman", person__gender="woman")
    chair = ground_of(delegate(first))
    for wrong in (stranger, chair):
        with pytest.raises(Refused, match="not_our_delegate"):
            hearing.plan(item, wrong, by=SYSTEM, at=HEARD)
    hearing.plan(item, delegate(first), by=SYSTEM, at=HEARD)
    with pytest.raises(Refused, match="recall_announced"):
        hearing.plan(item, delegate(first, 1), by=SYSTEM, at=HEARD)


def test_a_derived_hearing_stays_about_the_delegate_who_voted_so() -> None:
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    swept = ballot.opened_at + timedelta(hours=3)
    hearing.sweep(swept)
    point = OpenPoint.objects.get(body=first.body, kind="hearing")
    invitation = Invitation(
        "School", swept + timedelta(days=9), [PlannedItem("Hear", "hearing", point=point)]
    )
    held = convene(first.body, invitation, by=SYSTEM, at=swept)
    other = Mandate.objects.in_force(swept).get(person=first.men[0], seat__sending_body=first.body)
    codes = {one.code for one in hearing.plan_problems(held.items.get(), other, swept)}
    assert "recall_announced" in codes


def test_the_page_offers_our_delegates_alone_and_leads_to_the_vote() -> None:
    first, item = on_the_agenda()
    client, other = Client(), Client()
    client.force_login(world.account("recorder", first.women[1]))
    other.force_login(world.account("member", first.men[5]))
    base = f"/items/{item.key}/recall/"
    with clock(HEARD):
        page = client.get(f"{base}plan/").content.decode()
        assert other.get(f"{base}plan/").status_code == 403
        assert "Which delegate is heard?" in page
        assert {delegate(first, one).key in page for one in (0, 1)} == {True}
        assert ground_of(delegate(first)).key not in page
        told = {"mandate": delegate(first).key}
        assert client.post(f"{base}plan/", {"mandate": item.key}).status_code == 422
        assert client.post(f"{base}plan/", told).status_code == 302
        shown = client.get(base).content.decode()
    assert "no vote against an instruction is behind it" in shown
    assert "Right of reply" in shown


def test_a_program_chooses_with_the_same_refusals() -> None:
    first, item = on_the_agenda()
    caller = Caller(world.account("recorder", first.women[1]))
    stranger = Caller(world.account("member", first.men[5]))
    path = f"items/{item.key}/recall/plan"
    with clock(HEARD):
        chair = ground_of(delegate(first)).key
        refused = caller.send("post", path, {"mandate": chair})
        assert (refused.status, refused.body["problems"][0]["code"]) == (409, "not_our_delegate")
        told = {"mandate": delegate(first).key}
        assert stranger.send("post", path, told).status == 403
        assert caller.send("post", path, told).status == 200
