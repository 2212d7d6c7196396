"""The first evening on a slow line: the room with a cold cache, and the first text saved.

The line is that of a phone at the edge of a cell (50 kB down and 20 kB up in a second, 400 ms
there and back), as the browser itself imitates it.
"""

import time

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.benchmarks.bench_room import opened
from tests.browser import SignedIn
from tests.factories import world

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}


@pytest.mark.django_db(transaction=True)
def test_first_save(browser: Browser, live_server: LiveServer, sign_in: SignedIn) -> None:
    """Seconds until one can type, until the text is kept on the device, and on the server."""
    town, held = opened()
    item = held.items.order_by("position")[0]
    page = browser.new_context().new_page()
    sign_in(page, world.account("secretary", town.women[1]))
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(f"{live_server.url}/items/{item.public_id}/", wait_until="commit")
    expect(page.locator("#record")).to_be_visible(timeout=60000)
    page.wait_for_load_state("load", timeout=60000)
    shown = time.perf_counter() - began
    typed = time.perf_counter()
    page.locator("#record").press_sequentially("Who pays?")
    page.wait_for_function("() => vault.all('drafts').then((rows) => rows.length)", timeout=60000)
    here = time.perf_counter() - typed
    saved = page.locator("#saved")
    expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=60000)
    there = time.perf_counter() - typed
    print(f"\none can type after {shown:.1f} s, {sum(sizes) / 1000:.0f} kB over the line")
    print(f"typed, then kept on the device after {here:.1f} s, on the server after {there:.1f} s")
    print(f"of which the pause after the last key is 1.5 s; told: {saved.text_content()}")
    item.refresh_from_db()
    assert item.text == "Who pays?"
