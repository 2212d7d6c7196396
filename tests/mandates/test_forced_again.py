"""A forced recall meeting without a quorum is convened a second time, on the same agenda."""

from datetime import timedelta

import pytest

from communes.domain import closing, planning
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Basis, Meeting, OpenPoint
from mandates.domain import calling, recalling
from mandates.domain.recalling import Reply
from mandates.models import EndReason, Heard, RecallItem
from tests.factories import world
from tests.factories.gathering import client_of, post
from tests.factories.petitions import Demand, demand
from tests.factories.world import SYSTEM
from tests.invariants.asking import at as clock

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
REPLY = Reply(Heard.SPOKEN, "I was ill.")


@pytest.fixture
def made() -> Demand:
    """A petition that succeeded; its meeting has business beside the recall."""
    opened = demand()
    opened.sign(*opened.signers[:5])
    meeting = Meeting.objects.get(basis=Basis.PETITION)
    items = [PlannedItem("Water"), PlannedItem("Pump", sub=True)]
    planning.put_on_agenda(meeting, items, by=SYSTEM, at=opened.opened + DAY)
    return opened


def held(made: Demand, meeting: Meeting, people: int) -> None:
    """Open the meeting with so many, and close it an hour later without a vote."""
    town, at = made.town, meeting.starts_at
    chairs = [town.women[2], town.men[2]]
    world.opened(meeting, chairs, town.women[3], town.people[-people:], at)
    closing.close(meeting, by=SYSTEM, at=at + HOUR)


def last() -> Meeting:
    return Meeting.objects.latest("pk")


def test_it_decides_with_those_who_come(made: Demand) -> None:
    first = last()
    held(made, first, 2)
    at = first.starts_at + 2 * HOUR
    assert [calling.sweep(at), calling.sweep(at), calling.sweep(at + DAY)] == [1, 0, 0]
    again = last()
    assert (again.second_of, again.basis) == (first, Basis.PETITION)
    assert first.starts_at < again.starts_at < at + 5 * DAY
    titles = [list(one.items.values_list("title", "outline")) for one in (first, again)]
    assert titles[0] == titles[1]
    item = again.items.get(kind="recall")
    assert OpenPoint.objects.get(kind="recall").item == item
    assert RecallItem.objects.get(item=item).petition == made.petition
    town, now = made.town, again.starts_at
    chairs = [town.women[2], town.men[2]]
    world.opened(again, chairs, town.women[3], [*chairs, town.women[3]], now)
    recalling.record_reply(item, REPLY, by=SYSTEM, at=now)
    decided = recalling.recall(item, count=Count(2, 1), text="", by=SYSTEM, at=now)
    assert decided.facts["petition"] == made.petition.key
    assert made.mandate.end_reason == EndReason.RECALLED
    closing.close(again, by=SYSTEM, at=now + HOUR)
    assert calling.sweep(now + DAY) == 0


def test_its_page_tells_of_it_and_nobody_calls_it_off(made: Demand) -> None:
    first = last()
    held(made, first, 2)
    at = first.starts_at + 2 * HOUR
    calling.sweep(at)
    again = last()
    reader = client_of("reader", made.town.men[5])
    with clock(at):
        page = reader.get(f"/petitions/{made.petition.key}/").content.decode()
        assert f"/meetings/{again.key}/" in page
        assert f"/meetings/{first.key}/" not in page
        assert "decides with those who come" in page
        chair = client_of("chair", made.mandate.person)
        assert post(chair, f"/meetings/{again.key}/cancel/").status_code == 422


def test_passed_over_once_more_it_is_convened_anew(made: Demand) -> None:
    first = last()
    held(made, first, 2)
    calling.sweep(first.starts_at + 2 * HOUR)
    again = last()
    held(made, again, 2)
    assert calling.sweep(again.starts_at + 2 * HOUR) == 1
    third = last()
    assert (third.second_of, third.basis) == (None, Basis.PETITION)
    assert list(third.items.values_list("kind", flat=True)) == ["recall"]


def test_with_its_quorum_it_is_no_second_convocation(made: Demand) -> None:
    first = last()
    held(made, first, len(made.town.people))
    assert calling.sweep(first.starts_at + 2 * HOUR) == 1
    assert last().second_of is None


def test_convened_a_second_time_by_hand_the_recall_goes_along(made: Demand) -> None:
    first = last()
    held(made, first, 2)
    at = first.starts_at + 2 * HOUR
    when = (at + 5 * DAY).date().isoformat()
    told = {"day": when, "clock": "18:00", "place": "School"}
    chair = client_of("chair", made.town.men[0])
    with clock(at):
        answer = post(chair, f"/meetings/{first.key}/second/", **told)
        assert answer.status_code == 302, answer.content.decode()
    again = last()
    assert again.second_of == first
    assert RecallItem.objects.get(item__meeting=again).petition == made.petition
    assert calling.sweep(at + HOUR) == 0
