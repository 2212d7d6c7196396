"""Delegates report back: what is due, the text of both, filed, accepted or questioned."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from communes.domain import booking, closing, convening, deciding
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, BodyParameter, Meeting, OpenPoint, Person
from communes.problems import Refused
from mandates.domain import ending, reporting
from mandates.models import Mandate, Report
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_instructing import SESSION, council, question, session

pytestmark = pytest.mark.django_db

CLOSED = SESSION + timedelta(hours=2)
SOON = CLOSED + timedelta(days=2)
LATE = CLOSED + timedelta(days=16)
MOMENT = timedelta(microseconds=1)


def held() -> tuple[Town, Town, Meeting]:
    """Two towns sat in a session that is over."""
    first, second = world.settled_town("Zeytûn"), world.settled_town("Rimman")
    version = question(council(first, second))
    people = [first.women[0], first.men[0], second.women[0], second.men[0]]
    meeting = session(version.motion.raised_in, version, people)
    closing.close(meeting, by=SYSTEM, at=CLOSED)
    meeting.refresh_from_db()
    return first, second, meeting


def filed(sender: Body, meeting: Meeting, at: datetime = SOON) -> Report:
    row = reporting.begin(sender, meeting, by=SYSTEM, at=at)
    return reporting.submit(row, "We said no.", seen=0, files=True, by=SYSTEM, at=at)


def further(town: Town, council: Body, days: list[datetime]) -> None:
    """Sessions of the council that the town's delegates open and that are soon over."""
    delegates = [town.women[0], town.men[0]]
    for at in days:
        invitation = Invitation("Hall", at, [PlannedItem("Tea", "discussion")])
        meeting = convening.convene(council, invitation, by=SYSTEM, at=SESSION - timedelta(days=9))
        world.opened(meeting, delegates, delegates[0], delegates, at)
        closing.close(meeting, by=SYSTEM, at=at)


def followed(before: Mandate, person: Person, at: datetime) -> Mandate:
    """Who held the seat gave it back; the person was elected to it."""
    assert before.rests_on is not None
    ending.end(before, reason="resigned", by=SYSTEM, at=at)
    return Mandate.objects.create(
        seat=before.seat,
        person=person,
        since=at,
        until=at + timedelta(days=90),
        basis="election",
        gender=person.gender,
        reserved_gender=before.reserved_gender,
        resolution=before.rests_on.resolution,
    )


def states(sender: Body, at: datetime) -> list[str]:
    return [one.state(at) for one in reporting.dues([sender.pk], at)]


def assembly(town: Town, at: datetime) -> AgendaItem:
    """An open assembly of the town with the report that waited on its agenda."""
    point = OpenPoint.objects.get(body=town.body, kind="report_back")
    items = [PlannedItem(point.title, point.kind, point=point)]
    invitation, early = Invitation("School", at, items), at - timedelta(days=6)
    meeting = convening.convene(town.body, invitation, by=SYSTEM, at=early)
    chairs = [town.women[0], town.men[0]]
    return world.opened(meeting, chairs, town.women[1], town.people, at).items.get()


def test_it_is_due_to_the_end_of_the_fourteenth_day_by_the_senders_clocks() -> None:
    first, _second, _meeting = held()
    due = reporting.dues([first.body.pk], SOON)[0]
    # the session was closed on 19 April at 22:00 in Damascus, three hours before UTC
    assert due.until == datetime(2026, 5, 3, 21, 0, tzinfo=UTC)
    assert states(first.body, due.until - MOMENT) == ["due"]
    assert states(first.body, due.until) == ["overdue"]
    assert [one.sender for one in reporting.overdue([first.body.pk], due.until)] == [first.body]


def test_a_body_may_have_its_own_time() -> None:
    first, second, _meeting = held()
    since = SESSION - timedelta(days=9)
    BodyParameter.objects.create(
        body=first.body, section="mandates", name="report_days", value=1, since=since
    )
    days = {
        one.sender.name: one.until for one in reporting.dues([first.body.pk, second.body.pk], SOON)
    }
    assert days["Rimman"] - days["Zeytûn"] == timedelta(days=13)


def test_nothing_is_due_before_the_session_closes_or_where_nobody_sat() -> None:
    first, _second, meeting = held()
    assert states(first.body, CLOSED - MOMENT) == []
    stranger = world.settled_town("Hinar")
    assert states(stranger.body, SOON) == []
    with pytest.raises(Refused, match="nothing_to_report"):
        reporting.begin(stranger.body, meeting, by=SYSTEM, at=SOON)


@pytest.mark.parametrize(
    ("vote", "outcome"), [(Count(15, 2), "accepted"), (Count(2, 15), "questioned")]
)
def test_filed_it_comes_before_the_next_meeting_which_accepts_or_questions_it(
    vote: Count, outcome: str
) -> None:
    first, _second, meeting = held()
    row = filed(first.body, meeting)
    assert states(first.body, LATE) == ["filed"]
    item = assembly(first, SOON + timedelta(days=8))
    assert reporting.of_item(item) == row
    at = item.meeting.starts_at
    resolution = deciding.decide(item, count=vote, text="", by=SYSTEM, at=at)
    assert resolution.rule == "simple"
    assert states(first.body, LATE) == [outcome]
    assert booking.verify(first.body) is None


def test_the_later_of_two_writers_is_shown_what_the_other_saved() -> None:
    first, _second, meeting = held()
    row = reporting.begin(first.body, meeting, by=SYSTEM, at=SOON)
    reporting.save(row, "Hers.", seen=0, by=SYSTEM, at=SOON)
    with pytest.raises(Refused, match="text_moved_on") as refused:
        reporting.save(row, "His.", seen=0, by=SYSTEM, at=SOON)
    assert refused.value.problems[0].figures["theirs"] == "Hers."
    reporting.save(row, "Both.", seen=1, by=SYSTEM, at=SOON)
    assert Report.objects.get().text == "Both."


def test_what_is_filed_stands_and_what_is_empty_is_not_filed() -> None:
    first, _second, meeting = held()
    row = reporting.begin(first.body, meeting, by=SYSTEM, at=SOON)
    with pytest.raises(Refused, match="text_missing"):
        reporting.submit(row, " \n", seen=0, files=True, by=SYSTEM, at=SOON)
    assert Report.objects.get().version == 0
    reporting.submit(row, "We said no.", seen=0, files=True, by=SYSTEM, at=SOON)
    with pytest.raises(Refused, match="report_filed"):
        reporting.save(row, "We said yes.", seen=1, by=SYSTEM, at=SOON)
    with pytest.raises(Refused, match="report_filed"):
        reporting.file(row, by=SYSTEM, at=SOON)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(world.account(person.key, person))
    return client


def test_both_delegates_write_on_the_page_and_members_read_what_was_filed() -> None:
    first, second, meeting = held()
    mandate = Mandate.objects.get(seat__body=meeting.body, person=first.women[0])
    hers, his, reader = (browser(one) for one in (first.women[0], first.men[0], first.men[4]))
    with clock(SOON):
        shown = hers.get(reverse("my_mandates")).content.decode()
        assert "Write the report" in shown
        begun = hers.post(
            reverse("begin_report", args=[mandate.public_id]), {"session": meeting.key}
        )
        address = begun["Location"]
        assert reader.get(address).status_code == 404
        told = {"text": "We said no.", "version": "0", "do": "save"}
        assert hers.post(address, told).status_code == 302
        late = his.post(address, told | {"text": "We said <b>no</b>."})
        assert late.status_code == 422
        assert "We said no." in late.content.decode()
        assert "&lt;b&gt;" in late.content.decode()
        assert 'name="version" value="1"' in late.content.decode()
        both = {"text": "We both said no.", "version": "1", "do": "file"}
        assert his.post(address, both).status_code == 302
        assert "We both said no." in reader.get(address).content.decode()
        assert reader.post(address, both).status_code == 403
        assert browser(second.men[3]).get(address).status_code == 200
    assert Report.objects.get().filed_at == SOON


def test_what_is_overdue_stands_at_the_next_meeting() -> None:
    first, second, meeting = held()
    invitation = Invitation("School", LATE + timedelta(days=9), [PlannedItem("Well")])
    next_one = convening.convene(first.body, invitation, by=SYSTEM, at=LATE)
    address = reverse("meeting", args=[next_one.public_id])
    with clock(SOON):
        assert "overdue-reports" not in browser(first.men[4]).get(address).content.decode()
    with clock(LATE):
        reader = browser(first.men[5])
        assert "overdue-reports" in reader.get(address).content.decode()
        filed(first.body, meeting, LATE)
        assert "overdue-reports" not in reader.get(address).content.decode()
    assert states(second.body, LATE) == ["overdue"]


def test_a_program_reports_with_the_same_refusals() -> None:
    first, second, meeting = held()
    mandate = Mandate.objects.get(seat__body=meeting.body, person=first.women[0])
    caller = Caller(world.account("delegate", first.women[0]))
    stranger = Caller(world.account("other", second.women[0]))
    with clock(SOON):
        begun = caller.send("post", f"mandates/{mandate.key}/reports", {"session": meeting.key})
        path = f"reports/{begun.body['id']}"
        assert (begun.status, stranger.get(path).status) == (201, 404)
        assert caller.send("put", path, {"text": "No.", "version": 0}).status == 200
        assert caller.send("put", path, {"text": "Yes.", "version": 0}).status == 409
        assert stranger.send("post", f"{path}/filing", {}).status == 404
        assert caller.send("post", f"{path}/filing", {}).status == 200
        assert caller.send("post", f"{path}/filing", {}).status == 409
        assert stranger.get(path).body["text"] == "No."


def test_what_is_due_takes_as_many_queries_for_one_session_as_for_three() -> None:
    first, _second, meeting = held()
    filed(first.body, meeting)
    few = queries(lambda: reporting.dues([first.body.pk], LATE))
    further(first, meeting.body, [SESSION + timedelta(days=days) for days in (2, 3)])
    assert len(reporting.dues([first.body.pk], LATE)) == 3
    assert queries(lambda: reporting.dues([first.body.pk], LATE)) == few
