"""A real browser for the journeys: Debian's Chromium, a phone or a wide screen, any language."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from config.proving import BROWSERS

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}
PATIENCE = 20_000
"""Milliseconds in which a page shows what is expected of it: other journeys run beside."""
expect.set_options(timeout=PATIENCE)
Checked = Callable[[Page], None]
SignedIn = Callable[[Page, Any], None]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium from the system; root cannot use its sandbox."""
    found = (shutil.which(name) for name in BROWSERS)
    path = os.environ.get("CHROMIUM") or next((path for path in found if path), None)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    return {**browser_type_launch_args, "executable_path": path, "args": flags}


@pytest.fixture
def width() -> int:
    """The screen's width in pixels; override with `@pytest.mark.parametrize("width", ...)`."""
    return WIDE["width"]


@pytest.fixture
def language() -> str:
    """The browser's language; override with `@pytest.mark.parametrize("language", ...)`."""
    return "en"


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], width: int, language: str
) -> dict[str, Any]:
    """The screen and the language, without animations."""
    screen = PHONE if width <= PHONE["width"] else WIDE
    return {
        **browser_context_args,
        "viewport": {**screen, "width": width},
        "has_touch": screen is PHONE,
        "locale": language,
        "reduced_motion": "reduce",
    }


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: broken scripts, and what the security policy refused."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """A page that fails its test when the browser complained."""

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def axe() -> Checked:
    """Assert that axe finds nothing wrong with a page."""
    engine = Axe()

    def check(page: Page) -> None:
        result = engine.run(page)
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"

    return check


@pytest.fixture
def sign_in(live_server: Any) -> SignedIn:
    """Give a page the session of an account, without the form."""

    def give(page: Page, account: Any) -> None:
        client = Client()
        client.force_login(account)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        host = urlsplit(live_server.url).hostname
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}]
        )

    return give
