"""Recall by the assembly: notice, reply, a simple majority of electors; the end is at once."""

from datetime import timedelta

import pytest

from communes import ports
from communes.domain import booking, mending, opening, planning, urgency
from communes.domain.acting import Actor, acting
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Entry, OpenPoint, Role
from communes.problems import Refused
from mandates.domain import filling, recalling, succeeding
from mandates.domain.recalling import Reply
from mandates.models import Alternate, EndReason, Mandate, OfficeCode
from tests.factories import world
from tests.factories.petitions import chair, demand
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid
from tests.mandates.test_following import council_of

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=30)
MOMENT = timedelta(microseconds=1)
HEARD = Reply("spoken", "The pump was broken.")


@laid
def town() -> Town:
    return world.settled_town()


def refused(act: object) -> list[str]:
    """The codes for which an act is refused."""
    assert callable(act)
    with pytest.raises(Refused) as found:
        act()
    return [one.code for one in found.value.problems]


def item_of(
    town: Town, mandate: Mandate | None = None, *, chaired_by_others: bool = True
) -> AgendaItem:
    """An open assembly with the recall on its agenda; the last pair chairs the item."""
    held = world.assembly(town, [PlannedItem("Recall", "recall")], at=LATER)
    item = held.items.get()
    recalling.plan(item, mandate or chair(town), by=SYSTEM, at=LATER)
    if chaired_by_others:
        for person in (town.women[-1], town.men[-1]):
            opening.name_for(held, person, Role.CHAIR, by=SYSTEM, at=LATER, item=item)
    return item


def recall(item: AgendaItem, count: Count, slip: Slip | None = None) -> object:
    return recalling.recall(item, count=count, text="", by=SYSTEM, at=LATER, slip=slip)


def test_the_mandate_and_what_follows_end_that_instant(town: Town) -> None:
    ground, delegate = council_of(town)
    item = item_of(town)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    resolution = recalling.recall(item, count=Count(9, 8, 1), text="", by=SYSTEM, at=LATER)
    ground.refresh_from_db()
    delegate.refresh_from_db()
    assert (ground.until, ground.end_reason, ground.ended_by) == (LATER, "recalled", resolution)
    assert (delegate.until, delegate.end_reason) == (LATER, EndReason.GROUND_ENDED)
    assert ports.offices(town.women[0], town.body, LATER - MOMENT)
    assert not ports.offices(town.women[0], town.body, LATER)
    assert not ports.offices(town.women[0], delegate.seat.body, LATER)
    assert OpenPoint.objects.filter(kind="election", figures__seat=ground.seat.key).exists()
    entry = Entry.objects.get(kind="mandate.ended", content__contains=ground.key)
    assert resolution.key in entry.content
    assert booking.verify(town.body) is None


def test_more_for_than_against_recalls_and_a_tie_does_not(town: Town) -> None:
    item = item_of(town)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    recall(item, Count(9, 9, 2))
    assert chair(town, LATER).in_force(LATER)


def test_nobody_is_recalled_unheard(town: Town) -> None:
    item = item_of(town)
    assert refused(lambda: recall(item, Count(9, 8))) == ["reply_unrecorded"]
    assert refused(lambda: recalling.record_reply(item, Reply("spoken"), by=SYSTEM, at=LATER)) == [
        "reply_missing"
    ]
    recalling.record_reply(item, Reply("absent"), by=SYSTEM, at=LATER)
    recall(item, Count(9, 8))
    told = item.resolutions.get().facts
    assert (told["heard"], told["reply"]) == ("absent", "")


def test_who_is_concerned_neither_chairs_nor_records(town: Town) -> None:
    item = item_of(town, chaired_by_others=False)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    assert refused(lambda: recall(item, Count(9, 8))) == ["concerned"]
    assert refused(
        lambda: opening.name_for(
            item.meeting, town.women[0], Role.RECORDER, by=SYSTEM, at=LATER, item=item
        )
    ) == ["concerned"]


def test_a_recall_is_never_urgent(town: Town) -> None:
    held = world.assembly(town, at=LATER)
    added = planning.put_on_agenda(held, [PlannedItem("R", "recall")], by=SYSTEM, at=LATER)[0]
    assert "never_urgent" in [one.code for one in urgency.urgency_problems(added)]
    recalling.plan(added, chair(town), by=SYSTEM, at=LATER)
    recalling.record_reply(added, HEARD, by=SYSTEM, at=LATER)
    assert "item_not_announced" in refused(lambda: recall(added, Count(9, 8)))


def test_a_board_recalls_nobody(town: Town) -> None:
    told = Invitation("Yard", LATER, [PlannedItem("R", "recall")], "board")
    assert refused(lambda: convene(town.body, told, by=SYSTEM, at=NOW)) == ["board_elects_nobody"]


def test_electors_decide_not_the_younger_members(town: Town) -> None:
    for number in range(3):
        world.resident(town.body, f"Young {number}", "woman", birth_year=NOW.year - 17)
    item = item_of(town)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    recall(item, Count(9, 8))
    assert item.resolutions.get().electorate == 21


def test_the_body_that_gave_it_recalls_and_an_ex_officio_one_goes_with_its_ground(
    town: Town,
) -> None:
    ground, delegate = council_of(town)
    assert list(recalling.recallable(delegate.seat.body, LATER)) == []
    assert ground in recalling.recallable(town.body, LATER)
    held = world.assembly(town, [PlannedItem("Recall", "recall")], at=LATER)
    found = refused(lambda: recalling.plan(held.items.get(), delegate, by=SYSTEM, at=LATER))
    assert found == ["recalled_through_ground"]
    other = world.settled_town("Komîna Gulan")
    assert refused(lambda: recalling.plan(held.items.get(), chair(other), by=SYSTEM, at=LATER)) == [
        "given_elsewhere"
    ]


def test_the_alternate_in_order_is_called_and_takes_the_rest_of_the_term(town: Town) -> None:
    mandate = chair(town)
    assert mandate.resolution is not None
    with acting(by=SYSTEM, at=LATER) as acts:
        named = town.women[4:6]
        filling.name_alternates(mandate.seat, named, mandate.resolution, acts=acts)
    item = item_of(town)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    recall(item, Count(9, 8))
    first, second = Alternate.objects.order_by("position")
    assert refused(lambda: succeeding.accept(second, by=SYSTEM, at=LATER)) == ["not_called"]
    assert not OpenPoint.objects.filter(kind="election", item__isnull=True).exists()
    succeeding.decline(first, by=Actor(first.person), at=LATER)
    second.refresh_from_db()
    succeeding.accept(second, by=Actor(second.person), at=LATER)
    taken = Mandate.objects.get(seat=mandate.seat, person=second.person)
    assert (taken.basis, taken.until) == ("succession", mandate.term_until)
    assert not OpenPoint.objects.filter(kind="election", item__isnull=True).exists()


def test_a_recall_entered_by_a_slip_is_given_back_by_new_acts(town: Town) -> None:
    ground, delegate = council_of(town)
    item = item_of(town)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    resolution = recalling.recall(item, count=Count(9, 8), text="", by=SYSTEM, at=LATER)
    again = Slip(resolution, "Counted again.")
    recall(item, Count(8, 9), again)
    held = Mandate.objects.get(seat=ground.seat, until__gt=LATER)
    assert (held.person, held.basis, held.until) == (
        ground.person,
        "carried_over",
        ground.term_until,
    )
    assert Mandate.objects.filter(seat=delegate.seat, person=ground.person).in_force(LATER)
    assert booking.verify(town.body) is None
    third = Slip(item.resolutions.standing().get(), "And again.")
    recall(item, Count(9, 8), third)
    assert not Mandate.objects.filter(seat=ground.seat).in_force(LATER).exists()


def test_a_slip_that_changes_only_the_count_leaves_the_recall(town: Town) -> None:
    item = item_of(town)
    recalling.record_reply(item, HEARD, by=SYSTEM, at=LATER)
    resolution = recalling.recall(item, count=Count(9, 8), text="", by=SYSTEM, at=LATER)
    recall(item, Count(10, 8), Slip(resolution, "One more."))
    seat = world.seat(town.body, OfficeCode.CO_CHAIR, "woman")
    assert world.holder(seat, LATER) is None
    assert mending.strike_problems(item.resolutions.standing().get(), "x", LATER) == []


def test_a_petition_that_succeeded_leads_to_a_vote_that_any_member_may_open() -> None:
    from communes import permissions
    from communes.models import Basis, Meeting

    made = demand()
    made.sign(*made.signers[:5])
    meeting = Meeting.objects.get(basis=Basis.PETITION)
    at = meeting.starts_at
    town = made.town
    assert permissions.may_open(town.men[7], meeting, at)
    chairs = [town.women[-1], town.men[-1]]
    world.opened(meeting, chairs, town.women[2], town.people, at)
    item = meeting.items.get()
    recalling.record_reply(item, HEARD, by=SYSTEM, at=at)
    recalling.recall(item, count=Count(12, 6), text="", by=SYSTEM, at=at)
    assert made.mandate.end_reason == EndReason.RECALLED
    assert item.resolutions.get().facts["petition"] == made.petition.key
