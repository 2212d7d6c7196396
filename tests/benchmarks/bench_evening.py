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
    table = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True)
    for line in table.stdout.splitlines():
        pid, _space, command = line.strip().partition(" ")
        if f"--user-data-dir={profile}" in command:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
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


def test_evening(tmp_path: Path, playwright: Playwright, browser_type_launch_args: Any) -> None:
    """Ten spells without a network; the server is killed as each of them ends."""
    house, profile = House(tmp_path), tmp_path / "profile"
    launch = {**browser_type_launch_args, "viewport": {"width": 1280, "height": 900}}
    began, reloads, crashes, address = time.monotonic(), 0, 0, ""
    context = window(playwright, profile, launch)
    for spell in range(SPELLS):
        with house.up() as child:
            page = context.pages[0] if context.pages else context.new_page()
            sign_in(page, house)
            if not address:
                address = opened(page, house)
            ready(page, address)
            context.set_offline(True)
            first = spell * EACH
            enter(page, range(first, first + EACH // 2))
            if spell % 2:
                page.reload()
                reloads += 1
            enter(page, range(first + EACH // 2, first + EACH))
            if spell == SPELLS // 2:
                crash(profile)
                crashes += 1
                context = window(playwright, profile, launch)
            else:
                context.set_offline(False)
                page.wait_for_timeout(400)
            house.kill(child)
    with house.up():
        page = context.pages[0] if context.pages else context.new_page()
        sign_in(page, house)
        page.goto(address)
        told = page.locator("#outbox [data-count]")
        expect(told).to_contain_text("on this device 0", timeout=120000)
        page.wait_for_timeout(6000)
        context.close()
    found, wanted = house.guests(), {f"Entry {number}" for number in range(ENTRIES)}
    lost, double = len(wanted - set(found)), sum(found.values()) - len(found)
    text = next((one for one in house.texts() if "line 0" in one), "")
    lines = [spell for spell in range(SPELLS) if f"line {spell * EACH + EACH // 2}" in text]
    print(f"\n{ENTRIES} entries in {time.monotonic() - began:.0f} s: {lost} lost, {double} double")
    print(
        f"{SPELLS} spells, {house.kills} kills, {reloads} reloads, {crashes} crash of the browser"
    )
    print(f"lines of the record that stand in it: {len(lines)} of {SPELLS}")
    assert (lost, double, len(lines)) == (0, 0, SPELLS)
    assert (house.kills, reloads, crashes) == (10, 5, 1)


pytestmark = pytest.mark.filterwarnings("default")
