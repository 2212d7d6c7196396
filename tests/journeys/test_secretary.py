"""The main job: a secretary records an assembly, with a mouse, a thumb, or without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain import attending, booking
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Account, Attendance, Entry, Meeting, Resolution, Stage
from tests.browser import Checked, SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM, Town

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ITEMS = [
    PlannedItem("Water pump on the east street", planned_minutes=12),
    PlannedItem("Any other business", "discussion"),
]


def convened() -> tuple[Town, Meeting]:
    """An assembly convened for this minute; on the roll are 42, too many to show unasked."""
    now = timezone.now()
    town = world.settled_town(pairs=20, at=now - timedelta(days=60))
    invitation = Invitation("Mala Gel", now + timedelta(seconds=1), ITEMS)
    by, at = Actor(town.women[0]), now - timedelta(days=8)
    return town, convene(town.body, invitation, by=by, at=at)


def cast(town: Town) -> dict[str, Account]:
    people = {"secretary": town.women[1], "chair1": town.women[0], "chair2": town.men[0]}
    return {name: world.account(name, person) for name, person in people.items()}


def turn_to(page: Page, part: str, width: int) -> None:
    """On a phone the parts of the room are tabs."""
    if width < 400:
        page.locator(".recorder-tabs").get_by_role("link", name=part).click()


def sideways(page: Page) -> list[str]:
    """What makes the page wider than the screen."""
    script = """() => document.documentElement.scrollWidth <= innerWidth + 1 ? []
        : ["the page", ...[...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => one.outerHTML.slice(0, 120))]"""
    found: list[str] = page.evaluate(script)
    return found


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.smoke), pytest.param(360)])
def test_an_assembly_from_opening_to_print(
    page: Page, live_server: LiveServer, sign_in: SignedIn, axe: Checked, width: int
) -> None:
    """Opened, twenty checked in, written, decided, mended, closed, signed by two, printed."""
    town, meeting = convened()
    accounts = cast(town)
    sign_in(page, accounts["secretary"])
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/")
    axe(page)
    page.get_by_role("link", name="Open the meeting").click()
    axe(page)
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator(".recorder-title")).to_contain_text("Water pump")
    axe(page)
    everybody_comes(page, axe, town, width)
    assert attending.room(meeting, timezone.now()).may_decide
    turn_to(page, "Item 1", width)
    page.locator("#record").press_sequentially("Şêrîn asks who pays for the fuel.")
    expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=5000)
    decided_and_mended(page, axe)
    page.get_by_role("button", name="Done · on to item 2").click()
    expect(page.locator(".recorder-title")).to_contain_text("Any other business")
    page.get_by_role("link", name="Close the meeting").click()
    axe(page)
    page.get_by_role("button", name="Close the meeting").click()
    axe(page)
    for name in ("chair1", "chair2"):
        sign_in(page, accounts[name])
        page.goto(f"{live_server.url}/meetings/{meeting.public_id}/sign/")
        page.get_by_role("button", name="Sign the minutes").click()
        expect(page.locator("#messages")).to_contain_text("You have signed.")
    printed_as_signed(page, axe, town, meeting)


def everybody_comes(page: Page, axe: Checked, town: Town, width: int) -> None:
    """Twenty people, each found by name."""
    turn_to(page, "Room", width)
    for number, person in enumerate([*town.women[:10], *town.men[:10]], 1):
        page.locator("#who").fill(person.name)
        page.get_by_role("button", name=f"Check in {person.name}", exact=True).click()
        expect(page.locator(".meter-room strong")).to_have_text(str(number))
    axe(page)
    assert not sideways(page), "\n".join(sideways(page))


def decided_and_mended(page: Page, axe: Checked) -> None:
    """Rejected as it was entered, adopted as it was mended."""
    decide(page, "13", "7")
    expect(page.locator("#verdict")).to_contain_text("would be rejected")
    page.get_by_role("button", name="Enter the decision").click()
    expect(page.locator("#decided")).to_contain_text("13 for, 7 against, 0 abstained")
    page.get_by_text("Mend a slip").click()
    page.locator("#id_mend-votes_for").fill("14")
    page.locator("#id_mend-against").fill("6")
    page.get_by_label("What the slip was").fill("One hand more was for it.")
    axe(page)
    page.get_by_role("button", name="Mend the entry").click()
    expect(page.locator("#decided .entered")).to_contain_text("14 for, 6 against, 0 abstained")
    expect(page.locator("#decided .entered")).to_contain_text("adopted")


def printed_as_signed(page: Page, axe: Checked, town: Town, meeting: Meeting) -> None:
    """The sheet shows the mending and the entry of the book that vouches for it."""
    page.get_by_role("link", name="Print").click()
    expect(page.locator("main.paper")).to_contain_text("One hand more was for it.")
    axe(page)
    assert not sideways(page), "\n".join(sideways(page))
    meeting.refresh_from_db()
    assert meeting.stage == Stage.SIGNED
    assert booking.verify(town.body) is None
    entry = Entry.objects.filter(body=town.body, kind="minutes.signed").latest("number")
    expect(page.locator(".sheet-foot")).to_contain_text(f"Entry {entry.number}")


def decide(page: Page, votes_for: str, against: str) -> None:
    """Type a count of hands."""
    page.locator("#decision [name=votes_for]").fill(votes_for)
    page.locator("#decision [name=against]").fill(against)


def test_the_room_works_without_javascript(
    browser: Browser, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """The same by plain forms, on a phone, staying in the part where one was."""
    town, meeting = convened()
    secretary = cast(town)["secretary"]
    size = {"width": 360, "height": 740}
    with browser.new_context(java_script_enabled=False, viewport=size) as context:  # type: ignore[arg-type]
        page = context.new_page()
        sign_in(page, secretary)
        page.goto(f"{live_server.url}/meetings/{meeting.public_id}/open/")
        page.get_by_role("button", name="Open the meeting").click()
        attending.check_in(meeting, town.people[:39], by=SYSTEM, at=timezone.now())
        page.locator(".recorder-tabs").get_by_role("link", name="Room").click()
        page.locator("#who").fill("man 19")
        page.locator("#find button").click()
        assert page.url.endswith("#room")
        page.get_by_role("button", name="Check in Man 19").click()
        assert page.url.endswith("#room")
        expect(page.locator(".meter-room strong")).to_have_text("40")
        page.locator(".recorder-tabs").get_by_role("link", name="Item 1").click()
        page.locator("#record").fill("By hand.")
        page.get_by_role("button", name="Save the record").click()
        expect(page.locator("#record")).to_have_value("By hand.")
        decide(page, "30", "10")
        page.get_by_role("button", name="Reckon first").click()
        expect(page.locator("#verdict")).to_contain_text("would be adopted")
        page.get_by_role("button", name="Enter the decision").click()
        expect(page.locator("#decided")).to_contain_text("30 for, 10 against")
    assert Resolution.objects.get(item__meeting=meeting).present == 40


def test_two_recorders_see_one_another(
    page: Page, browser: Browser, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """One writes while the other checks in; of one text both see both versions."""
    town, meeting = convened()
    accounts = cast(town)
    chairs = [town.women[0], town.men[0]]
    world.opened(meeting, chairs, town.women[1], town.people[:20], timezone.now())
    item = meeting.items.get(position=1)
    address = f"{live_server.url}/items/{item.public_id}/"
    sign_in(page, accounts["secretary"])
    page.goto(address)
    with browser.new_context() as context:
        other = context.new_page()
        sign_in(other, accounts["chair1"])
        other.goto(address)
        other.locator("#record").press_sequentially("Theirs.")
        expect(other.locator("#saved[data-state=saved]")).to_be_attached(timeout=5000)
        attending.check_in(meeting, [town.men[5]], by=SYSTEM, at=timezone.now())
        page.locator("#record").press_sequentially("Mine.")
        expect(page.locator("#conflict")).to_contain_text("Theirs.", timeout=5000)
        expect(page.locator("#record")).to_be_focused()
        page.locator("#record").press_sequentially(" More.")
        expect(page.locator("#saved")).to_contain_text("not saved", timeout=5000)
        expect(page.locator(".meter-room strong")).to_have_text("21", timeout=15000)
        expect(page.locator("#record")).to_have_value("Mine. More.")
        page.locator("#record").fill("Theirs. Mine. More.")
        page.get_by_role("button", name="I have read both").click()
        expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=5000)
        expect(page.locator("#conflict")).to_be_empty()
    item.refresh_from_db()
    assert item.text == "Theirs. Mine. More."


def test_leaving_an_item_saves_what_was_just_typed(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """Keys alone: a name found, a sentence typed, on to the next item; nothing is lost."""
    town, meeting = convened()
    accounts = cast(town)
    chairs = [town.women[0], town.men[0]]
    world.opened(meeting, chairs, town.women[1], town.people[:5], timezone.now())
    item = meeting.items.get(position=1)
    sign_in(page, accounts["secretary"])
    page.goto(f"{live_server.url}/items/{item.public_id}/")
    page.locator("body").press("/")
    page.keyboard.type("man 19")
    expect(page.get_by_role("button", name="Check in Man 19")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".meter-room strong")).to_have_text("6")
    expect(page.locator("#who")).to_be_focused()
    page.locator("#record").press_sequentially("The last word.")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".recorder-title")).to_contain_text("Any other business")
    item.refresh_from_db()
    assert item.text == "The last word."
    assert Attendance.objects.filter(meeting=meeting, person=town.men[19]).count() == 1
