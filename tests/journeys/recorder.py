"""A recorder at the screen of an assembly that has begun, as the journeys move them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Error, Page, Route, expect

from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Account, AgendaItem, Attendance, Meeting
from tests.browser import SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM, Town

ITEMS = [
    PlannedItem("Water pump"),
    PlannedItem("School roof"),
    PlannedItem("Any other", "discussion"),
]


@dataclass(frozen=True)
class Recorder:
    """The secretary of a settled town, whose assembly of sixteen people is open."""

    page: Page
    base: str
    sign_in: SignedIn
    town: Town
    meeting: Meeting
    account: Account

    def items(self) -> list[AgendaItem]:
        return list(self.meeting.items.order_by("position"))

    def address(self, position: int = 0) -> str:
        """That of an item's screen."""
        return f"{self.base}/items/{self.items()[position].public_id}/"

    def at_the_screen(self, position: int = 0) -> None:
        """The room, once the device has kept what it needs without a network."""
        page = self.page
        page.goto(self.address(position))
        expect(page.locator("main[data-ready]")).to_be_attached(timeout=15000)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        if not page.evaluate("Boolean(navigator.serviceWorker.controller)"):
            page.reload()
            expect(page.locator("main[data-ready]")).to_be_attached(timeout=15000)

    def offline(self, away: bool = True) -> None:
        self.page.context.set_offline(away)

    def check_in(self, name: str) -> None:
        self.page.locator("#who").fill(name)
        self.page.get_by_role("button", name=f"Check in {name}", exact=True).click()

    def decide(self, votes_for: int, against: int = 0) -> None:
        self.page.locator("#decision [name=votes_for]").fill(str(votes_for))
        self.page.locator("#decision [name=against]").fill(str(against))
        self.page.get_by_role("button", name="Enter the decision").click()

    def told(self, words: str) -> None:
        """The line of the outbox says so."""
        expect(self.page.locator("#outbox [data-count]")).to_contain_text(words, timeout=20000)

    def attends(self, key: str) -> bool:
        stays = Attendance.objects.filter(meeting=self.meeting, person__public_id=key)
        return stays.exists()

    def count(self, store: str) -> int:
        """How many sealed rows lie in one of the device's stores."""
        script = "(store) => vault.within(store, 'readonly', (rows) => rows.count())"
        found: int = self.page.evaluate(script, store)
        return found

    def hang(self, address: str) -> Callable[[], None]:
        """Let requests to addresses that end so wait without an answer; what ends the waiting."""
        waiting: list[Route] = []

        def hold(route: Route) -> None:
            waiting.append(route)

        def end() -> None:
            for route in waiting:
                with suppress(Error):  # of a page that is gone
                    route.abort("connectionreset")
            self.page.context.unroute(f"**{address}", hold)

        self.page.context.route(f"**{address}", hold)
        return end


def assembly() -> tuple[Town, Meeting]:
    """A settled town and its assembly, open, with sixteen people in the room."""
    now = timezone.now()
    town = world.settled_town(pairs=10, at=now - timedelta(days=60))
    held = convene(town.body, Invitation("Yard", now, ITEMS), by=SYSTEM, at=now - timedelta(days=8))
    chairs = [town.women[0], town.men[0]]
    world.opened(held, chairs, town.women[1], town.people[:16], now)
    return town, held


def recorder(page: Page, live_server: Any, sign_in: SignedIn) -> Recorder:
    """Its secretary, signed in."""
    town, meeting = assembly()
    account = world.account("secretary", town.women[1])
    sign_in(page, account)
    return Recorder(page, live_server.url, sign_in, town, meeting, account)
