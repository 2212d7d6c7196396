"""A line that loses: requests cut, answers lost or halved, others slow. It names what it did."""

import time
from collections import Counter
from random import Random
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from playwright.sync_api import Browser, Page, Route, expect

FAULTS = ("cut request", "lost answer", "half an answer", "slow")
PAUSE = 0.05
"""Seconds that a slow answer takes longer; the outbox waits for 20."""


class LossyLine:
    """What stands between a browser and the server, and spoils so many of its entries."""

    def __init__(self, seed: int, faults: int, *, keys: bool = True) -> None:
        self.random = Random(seed)
        self.left = faults
        self.keys = keys
        self.done: Counter[str] = Counter()

    def __call__(self, route: Route) -> None:
        """Let a request through, or spoil it; two of three are spoilt until all faults are used."""
        request = route.request
        if request.method != "POST" or "komin-waited" not in request.headers:
            route.continue_()
            return
        body = request.post_data or ""
        if not self.keys:
            body = urlencode([*_without_key(body), ("submission", uuid4().hex)])
        if not self.left or self.random.random() < 1 / 3:
            self.pass_on(route, body)
            return
        self.left -= 1
        fault = self.random.choice(FAULTS)
        self.done[fault] += 1
        self.spoil(route, body, fault)

    def pass_on(self, route: Route, body: str) -> None:
        """Nothing goes wrong. Without keys every answer is taken for the one that was awaited."""
        answer = route.fetch(post_data=body)
        text = answer.text()
        if not self.keys:
            sent = dict(parse_qsl(route.request.post_data or ""))["submission"]
            given = dict(parse_qsl(body))["submission"]
            text = text.replace(given, sent)
        route.fulfill(response=answer, body=text)

    def spoil(self, route: Route, body: str, fault: str) -> None:
        """One of the four faults."""
        if fault == "cut request":
            route.abort("connectionreset")
            return
        if fault == "slow":
            time.sleep(PAUSE)
            self.pass_on(route, body)
            return
        answer = route.fetch(post_data=body)
        if fault == "lost answer":
            route.abort("connectionreset")
        else:
            text = answer.text()
            route.fulfill(response=answer, body=text[: len(text) // 2])


def _without_key(body: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(body) if name != "submission"]


def on_a_lossy_line(browser: Browser, line: LossyLine) -> Page:
    """A page whose entries go over the line; it tries again at once instead of after seconds."""
    context = browser.new_context(service_workers="block")
    context.route("**/*", line)
    return context.new_page()


def enter_guests(page: Page, names: list[str], line: LossyLine) -> None:
    """Let guests in one after the other, and wait until the device has nothing left."""
    page.evaluate(
        "document.addEventListener('outbox:unreached', () => setTimeout(outbox.flush, 10))"
    )
    page.get_by_text("Not on the register").click()
    for name in names:
        page.locator("#id_name").fill(name)
        page.get_by_role("button", name="Let the guest in").click()
        page.wait_for_function(
            "(name) => vault.all('entries').then((rows) => !rows.length"
            " || rows.some((row) => JSON.stringify(row.value).includes(name)))",
            arg=name,
        )
        page.wait_for_timeout(320)
    expect(page.locator("#outbox [data-count]")).to_contain_text("on this device 0", timeout=120000)
