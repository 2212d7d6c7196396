"""Without a network nothing is lost: kept on the device, sent later, each entry once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain import attending
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Account, AgendaItem, Attendance, Meeting, Resolution
from tests.browser import SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM, Town

pytestmark = [pytest.mark.journey, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]

ITEMS = [
    PlannedItem("Water pump"),
    PlannedItem("School roof"),
    PlannedItem("Any other", "discussion"),
]


@pytest.fixture
def town() -> Town:
    return world.settled_town(pairs=10, at=timezone.now() - timedelta(days=60))


@pytest.fixture
def meeting(town: Town) -> Meeting:
    now = timezone.now()
    held = convene(town.body, Invitation("Yard", now, ITEMS), by=SYSTEM, at=now - timedelta(days=8))
    chairs = [town.women[0], town.men[0]]
    world.opened(held, chairs, town.women[1], town.people[:16], now)
    return held


@pytest.fixture
def secretary(town: Town) -> Account:
    return world.account("secretary", town.women[1])


def items(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.order_by("position"))


def in_the_room(page: Page, address: str) -> None:
    """The room, once the device has kept what it needs without a network."""
    page.goto(address)
    expect(page.locator("main[data-ready]")).to_be_attached(timeout=15000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    if not page.evaluate("Boolean(navigator.serviceWorker.controller)"):
        page.reload()
        expect(page.locator("main[data-ready]")).to_be_attached(timeout=15000)


def check_in(page: Page, name: str) -> None:
    page.locator("#who").fill(name)
    page.get_by_role("button", name=f"Check in {name}", exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.locator("#outbox [data-count]")).to_contain_text(words, timeout=20000)


def test_an_evening_without_a_network(
    page: Page,
    live_server: LiveServer,
    sign_in: SignedIn,
    town: Town,
    meeting: Meeting,
    secretary: Account,
) -> None:
    """Texts, names and a decision; another item, a reload; then everything arrives, once."""
    sign_in(page, secretary)
    first = items(meeting)[0]
    in_the_room(page, f"{live_server.url}/items/{first.public_id}/")
    page.context.set_offline(True)
    for person in town.people[16:19]:
        check_in(page, person.name)
        expect(page.locator(f"#who-{person.key} .here-mark")).to_have_text("kept here")
    told(page, "on this device 3")
    page.locator("#record").press_sequentially("Who pays for the fuel?")
    expect(page.locator("#saved")).to_contain_text("kept on this device", timeout=20000)
    page.locator("#decision [name=votes_for]").fill("15")
    page.locator("#decision [name=against]").fill("2")
    page.get_by_role("button", name="Enter the decision").click()
    told(page, "on this device 4")
    page.get_by_text("on this device 4").click()
    expect(page.locator("#outbox")).to_contain_text("Decision on item 1: 15 for, 2 against")
    before_any_answer = timezone.now()

    page.locator("#agenda-list").get_by_role("link", name="School roof").click()
    expect(page.locator(".recorder-title")).to_contain_text("School roof")
    expect(page.locator("#outbox")).to_contain_text("No connection")
    page.locator("#record").press_sequentially("The roof leaks.")
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#record")).to_have_value("The roof leaks.")
    told(page, "on this device 4")
    assert Attendance.objects.filter(meeting=meeting).count() == 16

    page.context.set_offline(False)
    told(page, "on this device 0")
    expect(page.locator("#saved")).to_contain_text("saved ", timeout=20000)
    stays = Attendance.objects.filter(meeting=meeting)
    assert stays.count() == 19
    decided = Resolution.objects.get(item=first)
    assert (decided.present, decided.votes_for, decided.verdict) == (19, 15, "adopted")
    assert decided.happened_at < before_any_answer
    assert stays.latest("pk").arrived_at < decided.happened_at
    texts = dict(AgendaItem.objects.filter(meeting=meeting).values_list("title", "text"))
    assert texts["Water pump"] == "Who pays for the fuel?"
    assert texts["School roof"] == "The roof leaks."


def test_a_refused_entry_stays_with_its_reason_until_it_is_corrected(
    page: Page,
    live_server: LiveServer,
    sign_in: SignedIn,
    town: Town,
    meeting: Meeting,
    secretary: Account,
) -> None:
    sign_in(page, secretary)
    first = items(meeting)[0]
    in_the_room(page, f"{live_server.url}/items/{first.public_id}/")
    page.context.set_offline(True)
    page.locator("#decision [name=votes_for]").fill("60")
    page.get_by_role("button", name="Enter the decision").click()
    told(page, "on this device 1")
    page.reload()
    page.context.set_offline(False)
    expect(page.locator("#outbox [data-refused]")).to_have_text("1 refused", timeout=20000)
    page.locator("#outbox summary").click()
    expect(page.locator("#outbox .reasons")).to_contain_text("in the room")
    page.get_by_role("link", name="Correct").click()
    expect(page.locator("#decision [name=votes_for]")).to_have_value("60")
    page.locator("#decision [name=votes_for]").fill("16")
    page.get_by_role("button", name="Enter the decision").click()
    expect(page.locator("#decided")).to_contain_text("16 for")
    told(page, "on this device 0")
    assert Resolution.objects.get(item=first).votes_for == 16


def test_what_is_kept_is_locked_for_everybody_else(
    page: Page,
    live_server: LiveServer,
    sign_in: SignedIn,
    town: Town,
    meeting: Meeting,
    secretary: Account,
) -> None:
    """The sign-in ends while entries wait: another sees nothing of them, their writer all."""
    sign_in(page, secretary)
    first = items(meeting)[0]
    in_the_room(page, f"{live_server.url}/items/{first.public_id}/")
    page.context.set_offline(True)
    check_in(page, town.people[17].name)
    told(page, "on this device 1")
    Session.objects.all().delete()
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/")
    expect(page.locator("#kept-locked")).to_be_visible()
    assert kept(page) == [1, 0]

    sign_in(page, world.account("chair", town.women[0]))
    page.goto(f"{live_server.url}/items/{first.public_id}/")
    told(page, "on this device 0")
    assert not attending_of(meeting, town.people[17].key)
    assert kept(page) == [1, 1]

    sign_in(page, secretary)
    page.goto(f"{live_server.url}/items/{first.public_id}/")
    expect(page.locator(".meter-room strong")).to_have_text("17", timeout=20000)
    assert attending_of(meeting, town.people[17].key)
    assert attending.room(meeting, timezone.now()).members == 17


def attending_of(meeting: Meeting, key: str) -> bool:
    return Attendance.objects.filter(meeting=meeting, person__public_id=key).exists()


def kept(page: Page) -> list[int]:
    """How many sealed entries lie on the device, and how many keys."""
    script = """async () => {
        const count = (store) => vault.within(store, "readonly", (rows) => rows.count());
        return [await count("entries"), await count("keys")];
    }"""
    found: list[int] = page.evaluate(script)
    return found
