"""Notices by e-mail: the urgent at once, the others in one letter a day, in the reader's words."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communes.domain import digesting, noticing
from communes.domain.acting import Actor, acting
from communes.models import Account, Channel, Delivery, MailAddress, Notice
from config.sweeping import sweep
from mandates.domain import expiring
from mandates.models import Mandate
from tests.factories import world
from tests.factories.world import Town
from tests.grounds import laid
from tests.mailing import MailServer, mail_server

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as found:
        yield found


@laid
def town() -> Town:
    return world.settled_town(pairs=8, at=NOON - 20 * DAY)


def reader(town: Town, name: str = "aram", language: str = "en") -> Account:
    """An account with a confirmed address, told nothing so far."""
    person = town.women[0] if town.women else None
    made = world.account(name, person)
    made.language = language
    made.save()
    MailAddress.objects.create(
        account=made, address=f"{name}@example.org", entered_at=NOON, confirmed_at=NOON
    )
    return made


def tell(account: Account, occasion: str, at: datetime, *, urgent: bool = False) -> None:
    with acting(by=Actor(account=account), at=at) as acts:
        acts.notify(account, "task_given", occasion, urgent=urgent, link="/tasks/")


def hours(*numbers: int) -> Iterator[datetime]:
    for number in numbers:
        yield NOON + timedelta(hours=number)


def test_what_may_wait_comes_in_one_letter_the_next_morning(town: Town, server: MailServer) -> None:
    mine = reader(town)
    for number, at in enumerate(hours(0, 1, 5)):
        tell(mine, f"n{number}", at)
        sweep(at)
    assert server.sent_to("aram@example.org") == []
    sweep(MORNING)
    sweep(MORNING)
    (letter,) = server.sent_to("aram@example.org")
    assert letter["Subject"] == "3 notices from Komîn"
    assert letter.get_content().count("A meeting gave you a task.") == 3
    assert "https://komin.example/tasks/" in letter.get_content()


def test_the_urgent_comes_at_once_and_alone(town: Town, server: MailServer) -> None:
    mine = reader(town)
    tell(mine, "waits", NOON)
    tell(mine, "now", NOON, urgent=True)
    sweep(NOON)
    (letter,) = server.sent_to("aram@example.org")
    assert letter["Subject"] == "A meeting gave you a task."
    sweep(MORNING)
    assert len(server.sent_to("aram@example.org")) == 2


def test_there_is_never_a_second_letter_on_one_day(town: Town, server: MailServer) -> None:
    mine = reader(town)
    for number in range(96):
        at = NOON + timedelta(hours=number)
        tell(mine, f"n{number}", at)
        sweep(at)
    letters = server.sent_to("aram@example.org")
    assert [letter["Subject"].split()[0] for letter in letters] == ["17", "24", "24", "24"]
    days = Notice.objects.filter(code=digesting.DIGEST).values_list("occasion", flat=True)
    assert len(set(days)) == len(letters) == 4


def test_a_machine_off_for_ten_days_sends_one_letter_of_all(town: Town, server: MailServer) -> None:
    mine = reader(town)
    for number in range(10):
        tell(mine, f"n{number}", NOON + number * DAY)
    sweep(NOON + 10 * DAY)  # handed out, and due the next morning
    sweep(NOON + 11 * DAY)
    assert [one["Subject"] for one in server.sent_to("aram@example.org")] == [
        "10 notices from Komîn"
    ]


def test_it_speaks_the_readers_language(town: Town, server: MailServer) -> None:
    tell(reader(town, language="ar"), "n", NOON)
    sweep(NOON)
    sweep(MORNING)
    assert re.search("[\u0600-\u06ff]", server.sent_to("aram@example.org")[0].get_content())


def test_a_term_that_ends_is_told_by_mail(town: Town, server: MailServer) -> None:
    reader(town)
    end = Mandate.objects.filter(person=town.women[0]).latest("until").until
    assert end is not None
    expiring.sweep(end)
    noticing.deliver(end)
    sweep(digesting.morning_after(end))
    text = server.sent_to("aram@example.org")[0].get_content()
    assert "The term has run out: co-chair in Komîna Zeytûn." in text


def test_who_has_no_confirmed_address_gets_no_letter(town: Town, server: MailServer) -> None:
    mine = reader(town)
    MailAddress.objects.update(confirmed_at=None)
    tell(mine, "n", NOON)
    sweep(NOON)
    sweep(MORNING)
    assert server.letters == []
    assert not Delivery.objects.exclude(channel=Channel.APP).exists()


def test_the_letter_is_no_notice_on_the_page(town: Town, server: MailServer) -> None:
    mine = reader(town)
    tell(mine, "n", NOON)
    sweep(NOON)
    sweep(MORNING)
    client = Client()
    client.force_login(mine)
    told = [notice.code for notice, _said in client.get("/").context["notices"]]
    assert "task_given" in told
    assert digesting.DIGEST not in told


def test_many_readers_cost_no_more_statements() -> None:
    nobody = Town(*[None] * 3)  # type: ignore[arg-type]
    digesting.gather(MORNING)
    counts = []
    for number in (1, 6):
        for one in range(number):
            tell(reader(nobody, f"reader-{number}-{one}"), "n", NOON)
        noticing.deliver(NOON)
        with CaptureQueriesContext(connection) as asked:
            assert digesting.gather(MORNING) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
