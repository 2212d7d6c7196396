"""An evening of trouble: no network ten times, the server killed ten times, the browser once.

180 entries are typed into the real program, run as `up` runs it; afterwards the database holds
each of them once.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from config.children import Child
from tests.config.running import answers, bare, free_port, running, until

ENTRIES = 180
SPELLS = 10
EACH = ENTRIES // SPELLS


class House:
    """The program on a data folder, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.base = f"http://localhost:{self.port}"
        self.kills = 0

    @contextmanager
    def up(self) -> Iterator[Child]:
        """Running until the block ends."""
        log = self.folder / f"up-{self.kills}.log"
        command = [sys.executable, "manage.py", "up", "--port", str(self.port)]
        data = ["--data", str(self.folder / "data")]
        with running("up", [*command, *data], bare(self.folder), log) as child:
            if not (self.folder / "data" / "demo-accounts.txt").exists():
                time.sleep(40)  # the first start makes the demonstration
            until(lambda: answers(f"{self.base}/readyz"), child)
            yield child

    def kill(self, child: Child) -> None:
        """End it as a power cut would."""
        assert child.process
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
        while answers(f"{self.base}/readyz"):  # its children end a moment later
            time.sleep(0.1)
        self.kills += 1

    def password(self) -> str:
        """That of the demonstration's accounts."""
        told = (self.folder / "data" / "demo-accounts.txt").read_text()
        return next(line.split()[1] for line in told.splitlines() if line.startswith("secretary"))

    def guests(self) -> Counter[str]:
        """How often each guest came to stand in the room."""
        with sqlite3.connect(self.folder / "data" / "komin.sqlite3") as database:
            rows = database.execute(
                "SELECT guest_name FROM communes_attendance WHERE guest_name LIKE 'Entry %'"
            )
            return Counter(name for (name,) in rows)

    def texts(self) -> list[str]:
        """The records of the items."""
        with sqlite3.connect(self.folder / "data" / "komin.sqlite3") as database:
            return [text for (text,) in database.execute("SELECT text FROM communes_agendaitem")]


def window(playwright: Playwright, profile: Path, launch: dict[str, Any]) -> BrowserContext:
    """A browser with a profile that outlives it."""
    return playwright.chromium.launch_persistent_context(str(profile), **launch)


def crash(profile: Path) -> None:
    """Kill every process of the browser on that profile."""
    command = ["ps", "-e", "-ww", "-o", "pid=,args="]  # whole lines, however narrow the terminal
    table = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [line for line in table.stdout.splitlines() if f"--user-data-dir={profile}" in line]
    assert found, "the browser to be killed was not found"
    for line in found:
        with suppress(ProcessLookupError):
            os.kill(int(line.split()[0]), signal.SIGKILL)
    time.sleep(2)
    for left in profile.glob("Singleton*"):
        left.unlink()


def sign_in(page: Page, house: House) -> None:
    """By the form, unless one is signed in."""
    page.goto(f"{house.base}/accounts/login/")
    if page.locator("[name=login]").count():
        page.locator("[name=login]").fill("secretary")
        page.locator("[name=password]").fill(house.password())
        page.locator("main form button").click()
        page.wait_for_url(f"{house.base}/")


def opened(page: Page, house: House) -> str:
    """Open the assembly that waits for the secretary; the address of its first item."""
    page.goto(house.base)
    meeting = page.locator("main a[href^='/meetings/']").first.get_attribute("href")
    page.goto(f"{house.base}{meeting}open/")
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator("main[data-ready]")).to_be_attached(timeout=60000)
    return page.url


def ready(page: Page, address: str) -> None:
    """The room, kept whole on the device, under its service worker."""
    page.goto(address)
    expect(page.locator("main[data-ready]")).to_be_attached(timeout=60000)
    page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=20000)


def enter(page: Page, numbers: range) -> None:
    """Type guests and a line of the record."""
    more = page.locator("details.more", has_text="Not on the register")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    for number in numbers:
        page.locator("#id_name").fill(f"Entry {number}")
        page.get_by_role("button", name="Let the guest in").click()
        page.wait_for_timeout(350)
    page.locator("#record").press("End")
    page.locator("#record").press_sequentially(f" line {numbers[0]}")
    page.wait_for_timeout(200)


class Evening:
    """One recorder's evening; what went wrong is counted."""

    def __init__(self, house: House, profile: Path, playwright: Playwright, launch: Any) -> None:
        self.house, self.profile, self.playwright = house, profile, playwright
        self.launch = {**launch, "viewport": {"width": 1280, "height": 900}}
        self.context = window(playwright, profile, self.launch)
        self.address = ""
        self.reloads = self.crashes = 0

    def page(self) -> Page:
        """The one page of the browser as it now runs."""
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def signed_in(self) -> Page:
        """In the room, whatever happened before."""
        page = self.page()
        sign_in(page, self.house)
        if not self.address:
            self.address = opened(page, self.house)
        ready(page, self.address)
        return page

    def spell(self, number: int, child: Child) -> None:
        """Eighteen entries without a network, a reload in every other spell, a crash in one; the
        network comes back, and the server is killed while they are being sent."""
        page, first = self.signed_in(), number * EACH
        self.context.set_offline(True)
        enter(page, range(first, first + EACH // 2))
        if number % 2:
            page.reload()
            self.reloads += 1
        enter(page, range(first + EACH // 2, first + EACH))
        if number == SPELLS // 2:
            crash(self.profile)
            self.crashes += 1
            self.context = window(self.playwright, self.profile, self.launch)
        else:
            self.context.set_offline(False)
            page.wait_for_timeout(400)
        self.house.kill(child)

    def everything_arrives(self) -> None:
        """A last sign-in; then the device has nothing left."""
        page = self.signed_in()
        told = page.locator("#outbox [data-count]")
        expect(told).to_contain_text("on this device 0", timeout=120000)
        page.wait_for_timeout(6000)
        self.context.close()


def test_evening(tmp_path: Path, playwright: Playwright, browser_type_launch_args: Any) -> None:
    """Ten spells without a network; the server is killed as each of them ends."""
    house, began = House(tmp_path), time.monotonic()
    evening = Evening(house, tmp_path / "profile", playwright, browser_type_launch_args)
    for number in range(SPELLS):
        with house.up() as child:
            evening.spell(number, child)
    with house.up():
        evening.everything_arrives()
    found, wanted = house.guests(), {f"Entry {number}" for number in range(ENTRIES)}
    lost, double = len(wanted - set(found)), sum(found.values()) - len(found)
    text = next((one for one in house.texts() if "line 0" in one), "")
    lines = [number for number in range(SPELLS) if f"line {number * EACH + EACH // 2}" in text]
    print(f"\n{ENTRIES} entries in {time.monotonic() - began:.0f} s: {lost} lost, {double} double")
    print(
        f"{SPELLS} spells, {house.kills} kills, {evening.reloads} reloads, {evening.crashes} crash"
    )
    print(f"lines of the record that stand in it: {len(lines)} of {SPELLS}")
    assert (lost, double, len(lines)) == (0, 0, SPELLS)
    assert (house.kills, evening.reloads, evening.crashes) == (10, 5, 1)


pytestmark = pytest.mark.filterwarnings("default")
