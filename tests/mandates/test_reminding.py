"""Reports that are due are reminded of once each, and stand in calendars until they are filed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from communes.domain import calendars, digesting, noticing
from communes.domain.acting import Actor
from communes.models import Meeting, Notice, Person
from config.sweeping import sweep as sweep_all
from mandates.domain import reminding, reporting, resigning, verifying
from mandates.domain.lasting import extremes
from mandates.models import Mandate, Reminder, Verification
from tests.communes.test_digests import reader
from tests.counting import queries
from tests.factories import petitions, world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid
from tests.mailing import MailServer, mail_server
from tests.mandates.test_instructing import SESSION
from tests.mandates.test_reporting import CLOSED, MOMENT, filed, followed, further, held

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@laid
def sat() -> tuple[Town, Town, Meeting]:
    """Two towns sat in a session that is over; the delegates of the first have accounts."""
    first, second, meeting = held()
    for name, person in (("one", first.women[0]), ("two", first.men[0])):
        world.account(name, person)
    return first, second, meeting


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as found:
        yield found


def until(town: Town, at: datetime = CLOSED) -> datetime:
    return reporting.dues([town.body.pk], at)[0].until


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(code__in=["report_soon", "report_overdue", "report_owed"])
    found = [
        (row.code, row.account.username if row.account else row.body.name if row.body else "")
        for row in rows.select_related("account", "body")
    ]
    return sorted(found)


def agree(at: datetime) -> None:
    """The search leaves out no session of which somebody is to be told."""
    found = extremes()
    assert found is not None
    wanted = {
        due.session.pk
        for due in reporting.dues_on(list(reporting.held(at)), at)
        if (code := reminding.code_of(due, at))
        and not Reminder.objects.filter(sender=due.sender, session=due.session, code=code).exists()
    }
    assert wanted <= set(reminding.waiting(at, *found).values_list("pk", flat=True))


def test_soon_the_delegates_and_once_overdue_their_body_too(sat: Any) -> None:
    first, second, _meeting = sat
    end = until(first)
    for at, new in (
        (CLOSED, 0),
        (end - reminding.AHEAD - MOMENT, 0),
        (end - reminding.AHEAD, 2),
        (end - MOMENT, 0),
    ):
        agree(at)
        assert reminding.sweep(at) == new
    assert told() == [("report_soon", "one"), ("report_soon", "two")]
    agree(end)
    assert [reminding.sweep(at) for at in (end, end, end + 30 * DAY)] == [2, 0, 0]
    overdue = [one for one in told() if one[0] != "report_soon"]
    assert overdue == [
        ("report_overdue", "one"),
        ("report_overdue", "two"),
        ("report_owed", second.body.name),
        ("report_owed", first.body.name),
    ]


def test_what_was_filed_is_not_reminded_of(sat: Any) -> None:
    first, _second, meeting = sat
    filed(first.body, meeting)
    reminding.sweep(until(first))
    assert told() == [("report_owed", "Rimman")]


def test_after_weeks_without_a_sweep_only_what_still_is_so_is_told(sat: Any) -> None:
    first, _second, _meeting = sat
    late = until(first) + 31 * DAY
    agree(late)
    assert reminding.sweep(late) == 2
    assert {code for code, _whom in told()} == {"report_overdue", "report_owed"}


def test_after_very_long_nobody_is_reminded_any_more(sat: Any) -> None:
    assert reminding.sweep(until(sat[0]) + reminding.LATE + DAY) == 0


def test_who_left_the_council_is_not_told(sat: Any) -> None:
    first, _second, meeting = sat
    rows = Mandate.objects.filter(seat__body=meeting.body, person=first.men[0])
    resigning.resign(rows.get().rests_on or rows.get(), by=SYSTEM, at=CLOSED)
    reminding.sweep(until(first))
    assert ("report_overdue", "two") not in told()
    assert ("report_overdue", "one") in told()


def test_who_came_after_the_session_is_not_told(sat: Any) -> None:
    first, _second, meeting = sat
    before = Mandate.objects.get(seat__body=meeting.body, person=first.men[0])
    new = followed(before, first.men[5], CLOSED + DAY)
    world.account("later", new.person)
    reminding.sweep(until(first))
    assert ("report_overdue", "later") not in told()
    assert ("report_overdue", "one") in told()


def test_it_comes_with_the_letter_of_the_day(server: MailServer) -> None:
    first, _second, _meeting = held()
    reader(first)
    end = until(first)
    reminding.sweep(end)
    noticing.deliver(end)
    assert server.letters == []
    sweep_all(digesting.morning_after(end))
    text = server.sent_to("aram@example.org")[0].get_content()
    assert "Your report to Zeytûn on session 1 of" in text
    assert "was due before Monday 4 May 2026, 00:00." in " ".join(text.split())


def test_a_sweep_takes_as_many_queries_for_one_session_as_for_three(sat: Any) -> None:
    first, _second, meeting = sat
    end = until(first)
    few = queries(lambda: reminding.sweep(end))
    Reminder.objects.all().delete()
    Notice.objects.all().delete()
    further(first, meeting.body, [SESSION + DAY, SESSION + 2 * DAY])
    late = end + 5 * DAY
    assert queries(lambda: reminding.sweep(late)) == few
    assert Reminder.objects.count() == 6


def keys(person: Person, town: Town | None, at: datetime) -> list[str]:
    rows = calendars.deadlines(person, town.body if town else None, at)
    return [one.key.partition("-")[0] for one in rows if not one.key.startswith("term")]


def test_a_report_stands_in_calendars_until_it_is_filed(sat: Any) -> None:
    first, second, meeting = sat
    delegate, member = first.women[0], first.men[5]
    for at in (CLOSED, until(first) + DAY):
        assert keys(delegate, None, at) == keys(member, first, at) == ["report"]
        assert keys(member, None, at) == []
    row = next(
        one for one in calendars.deadlines(delegate, None, CLOSED) if one.key.startswith("report")
    )
    assert (row.at, row.zone, row.known_at) == (until(first), first.body.time_zone, CLOSED)
    filed(first.body, meeting)
    assert keys(delegate, None, CLOSED + 3 * DAY) == keys(member, first, CLOSED + 3 * DAY) == []
    assert keys(second.men[5], second, CLOSED) == ["report"]


def test_a_petition_stands_in_the_calendars_of_its_electors_until_it_closes() -> None:
    made = petitions.demand()
    elector, at = made.signers[0], made.opened
    stranger = world.settled_town("Hinar", at=world.NOW).men[5]
    assert keys(elector, None, at) == keys(elector, made.town, at) == ["petition"]
    assert keys(made.town.women[0], None, at) == ["petition"]
    assert keys(stranger, None, at) == []
    last = made.petition.closes_at
    assert keys(elector, None, last - MOMENT) == ["petition"]
    assert keys(elector, None, last) == keys(elector, made.town, last) == []


def test_a_sheet_to_verify_stands_in_the_calendar_of_whom_the_lot_fell_on() -> None:
    town = world.settled_town()
    for person in town.people:
        world.account(person.key, person)
    made = petitions.demand(town=town)
    at = made.opened + DAY
    signers = made.signers[:3]
    by = Actor(signers[0])
    sheet = verifying.hand_in(made.petition, signers=signers, lines=3, by=by, at=at)
    drawn = Verification.objects.filter(sheet=sheet).select_related("person").first()
    assert drawn is not None
    assert keys(drawn.person, None, at) == ["sheet", "petition"]
    assert keys(drawn.person, None, sheet.confirm_by) == ["petition"]
