"""A whole assembly in few presses: each click, tap and key counts that is no text typed."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Attendance, Meeting, Resolution, Stage
from tests.browser import SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM, Town

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ITEMS = [
    PlannedItem(f"Matter {number}", "decision" if number <= 8 else "discussion")
    for number in range(1, 13)
]
COMERS = 60
MOST = 150


class Hand:
    """What the secretary does besides typing, counted by step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.step = ""
        self.done: Counter[str] = Counter()

    def press(self, target: Locator) -> None:
        """A click or a tap."""
        self.done[self.step] += 1
        target.click()

    def key(self, name: str) -> None:
        """A key that types nothing."""
        self.done[self.step] += 1
        self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        """Text, where the cursor stands."""
        self.page.keyboard.insert_text(text)


def convened() -> tuple[Town, Meeting]:
    now = timezone.now()
    town = world.settled_town(pairs=32, at=now - timedelta(days=60))
    where = Invitation("Yard", now + timedelta(seconds=1), ITEMS)
    return town, convene(town.body, where, by=SYSTEM, at=now - timedelta(days=8))


def come(hand: Hand, town: Town) -> None:
    """Sixty come one after the other; the cursor stays in the search."""
    hand.step = "sixty arrivals"
    hand.key("/")
    for number, person in enumerate([*town.women[:30], *town.men[:30]], 1):
        hand.type(person.name)
        told = hand.page.locator(f'#found-list[data-letters="{person.name}"]')
        expect(
            told.get_by_role("button", name=f"Check in {person.name}", exact=True)
        ).to_be_visible()
        if told.locator("li").count() == 1:
            hand.key("Enter")
        else:
            hand.press(told.get_by_role("button", name=f"Check in {person.name}", exact=True))
        expect(hand.page.locator(".meter-room strong")).to_have_text(str(number), timeout=15000)
        expect(hand.page.locator("#who")).to_be_focused()
        hand.page.locator("#who").select_text()


def decide(hand: Hand) -> None:
    """The votes for and against, and the decision."""
    hand.step = "eight decisions"
    hand.press(hand.page.locator("#decision [name=votes_for]"))
    hand.type("40")
    hand.key("Tab")
    hand.type("12")
    hand.key("Enter")
    hand.key("Enter")
    expect(hand.page.locator("#decided")).to_contain_text(
        "40 for, 12 against, 0 abstained", timeout=15000
    )


def test_twelve_items_sixty_arrivals_and_eight_decisions(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    town, meeting = convened()
    sign_in(page, world.account("secretary", town.women[1]))
    hand = Hand(page)
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/")
    hand.step = "opening"
    hand.press(page.get_by_role("link", name="Open the meeting"))
    hand.press(page.get_by_role("button", name="Open the meeting"))
    expect(page.locator("main[data-ready]")).to_be_attached(timeout=20000)
    come(hand, town)
    for number in range(1, 13):
        expect(page.locator(".recorder-title")).to_contain_text(f"Matter {number}")
        hand.step = "twelve records"
        hand.press(page.locator("#record"))
        hand.type(f"What was said on {number}.")
        if number <= 8:
            decide(hand)
        hand.step = "on to the next item"
        if number < 12:
            hand.press(page.locator(".onward [value=finish]"))
    hand.step = "closing"
    hand.press(page.get_by_role("link", name="Close the meeting"))
    hand.press(page.get_by_role("button", name="Close the meeting"))
    expect(page.locator("h1")).to_contain_text("Minutes to be signed")
    print(f"\n{dict(hand.done)}: {hand.done.total()} presses")
    assert hand.done.total() <= MOST, hand.done
    meeting.refresh_from_db()
    assert meeting.stage == Stage.CLOSED
    assert Attendance.objects.filter(meeting=meeting).count() == COMERS
    assert Resolution.objects.filter(item__meeting=meeting).count() == 8
    texts = list(meeting.items.order_by("position").values_list("text", flat=True))
    assert texts == [f"What was said on {number}." for number in range(1, 13)]
