"""A line that cuts requests and loses answers: no entry is lost, and none is doubled."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Attendance, Meeting
from tests.browser import SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.journeys.losing import LossyLine, enter_guests, on_a_lossy_line

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def opened() -> tuple[Meeting, str]:
    """A meeting that goes on, and who records it."""
    now = timezone.now()
    town = world.settled_town(pairs=8, at=now - timedelta(days=60))
    where = Invitation("Yard", now, [PlannedItem("Water pump")])
    held = convene(town.body, where, by=SYSTEM, at=now - timedelta(days=8))
    chairs = [town.women[0], town.men[0]]
    world.opened(held, chairs, town.women[1], town.people[:16], now)
    world.account("secretary", town.women[1])
    return held, "secretary"


def guests_let_in(
    browser: Browser, live_server: LiveServer, sign_in: SignedIn, line: LossyLine, number: int
) -> Counter[str]:
    """Enter so many guests over the line; how often each came to stand in the room."""
    from communes.models import Account

    held, name = opened()
    page = on_a_lossy_line(browser, line)
    sign_in(page, Account.objects.get(username=name))
    page.goto(f"{live_server.url}/items/{held.items.get().public_id}/")
    page.wait_for_function("window.outbox === undefined ? outbox.open : true")
    enter_guests(page, [f"Guest {one}" for one in range(number)], line)
    page.context.close()
    rows = Attendance.objects.filter(meeting=held, person=None)
    return Counter(rows.values_list("guest_name", flat=True))


def test_every_guest_is_let_in_once(
    browser: Browser, live_server: LiveServer, sign_in: SignedIn
) -> None:
    line = LossyLine(seed=7, faults=40)
    found = guests_let_in(browser, live_server, sign_in, line, 20)
    assert found == {f"Guest {one}": 1 for one in range(20)}
    assert sum(line.done.values()) >= 20
    assert set(line.done) == {"cut request", "lost answer", "half an answer", "slow"}


def test_without_keys_some_come_twice(
    browser: Browser, live_server: LiveServer, sign_in: SignedIn
) -> None:
    line = LossyLine(seed=7, faults=40, keys=False)
    found = guests_let_in(browser, live_server, sign_in, line, 20)
    assert set(found) == {f"Guest {one}" for one in range(20)}
    assert max(found.values()) > 1
