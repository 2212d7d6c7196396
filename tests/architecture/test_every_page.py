"""What holds for every page, found by walking the URL configuration."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.confederation import Confederation, confederation, grow
from tests.grounds import laid
from tests.walking import Found, pages

pytestmark = pytest.mark.django_db

MOST_BYTES = 100_000
"""What a page weighs at most over the wire, with a cold cache and all its assets."""
UNREACHED = {
    "calendar": "takes a secret address; its own tests walk it",
    "trust_authority": "a file, only where the line is sealed; its own tests walk it",
    "confirm_address": "takes the secret of a letter; its own tests walk it",
    "begin": "answers only while the installation is empty; its own tests walk it",
    "invitation": "for people without an account; its own tests walk it",
    "founded": "shown once, to whoever founded the commune",
    "register_imported": "shown to whoever just imported a register",
    "certificate_pdf": "a file of a result that stands; its own tests walk it",
    "ballots_blt": "a file of a result that stands; its own tests walk it",
    "ballots_genders": "a file of a result that stands; its own tests walk it",
    "ballots_json": "a file of a result that stands; its own tests walk it",
    "accept_unit": "needs a council's session with a body that waits; its own tests walk it",
}


KEYLESS = {"/invitation/"}
"""Forms of people who have no account yet: a code works once by itself."""


class Asked(HTMLParser):
    """The assets of a page, and what in it needs JavaScript to do anything."""

    def __init__(self) -> None:
        super().__init__()
        self.assets: list[str] = []
        self.helpless: list[str] = []
        self.forms: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        told = dict(attrs)
        if tag == "link" and told.get("rel") in ("stylesheet", "icon"):
            self.assets.append(told.get("href") or "")
        if tag == "script":
            self.assets.append(told.get("src") or "")
        if tag == "form":
            self.forms.append(told)
        acts = any(name in told for name in ("hx-post", "hx-put", "hx-delete", "hx-patch"))
        aside = bool(told.get("hx-trigger"))  # looks while one types; a button does it without
        if acts and not aside and tag not in ("form", "button", "input"):
            self.helpless.append(f"<{tag} {told}>")
        if tag == "button" and acts and not self.forms:
            self.helpless.append(f"<{tag} {told}>")


@laid
def made() -> Confederation:
    """One of everything."""
    return confederation()


def read(made: Confederation, found: Found) -> str:
    """The page as its reader gets it."""
    return str(_client(made, found).get(found.url).content.decode())


def test_the_cast_gets_every_page(made: Confederation) -> None:
    found, missed = pages(made)
    assert len(found) > 20
    names = [f"{route.name} ({route.pattern})" for route in missed if route.name not in UNREACHED]
    assert not names, names


def test_every_list_asks_a_constant_number_of_queries(made: Confederation) -> None:
    grow(made)  # a list of others is empty in a confederation of one
    found, _missed = pages(made)
    for _time in range(2):  # caches are warm the second time
        before = {page.url: queries(made, page) for page in found}
    grow(made)
    grow(made)
    after = {page.url: queries(made, page) for page in found}
    grown = {
        page.route.pattern: (before[page.url], after[page.url])
        for page in found
        if after[page.url] > before[page.url]
    }
    assert not grown, grown


def test_every_page_is_light(made: Confederation) -> None:
    found, _missed = pages(made)
    heavy = {page.route.pattern: weight(read(made, page)) for page in found}
    assert not {name: size for name, size in heavy.items() if size > MOST_BYTES}


def test_every_page_works_without_javascript(made: Confederation) -> None:
    found, _missed = pages(made)
    for page in found:
        asked = Asked()
        asked.feed(read(made, page))
        assert not asked.helpless, (page.url, asked.helpless)
        for form in asked.forms:
            assert form.get("method") or form.get("role") == "search", (page.url, form)


def test_no_page_shows_a_serial_id(made: Confederation) -> None:
    found, _missed = pages(made)
    serial = re.compile(r"""(?:href|action|hx-get|hx-post)="/[a-z/]*/\d+/?["?#]""")
    for page in found:
        shown = serial.findall(read(made, page))
        assert not shown, (page.url, shown)


def test_forms_that_act_carry_token_and_key(made: Confederation) -> None:
    found, _missed = pages(made)
    for page in found:
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", read(made, page), re.DOTALL):
            assert "csrfmiddlewaretoken" in form, page.url
            asks = "setlang" in form or "/accounts/" in form or 'role="search"' in form
            aside = asks or page.url in KEYLESS
            assert aside or 'name="submission"' in form, (page.url, form[:300])


def queries(made: Confederation, found: Found) -> int:
    """How many queries the page asks."""
    client = _client(made, found)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(found.url).status_code == 200
    return len(asked)


def weight(html: str) -> int:
    """Bytes over the wire: the page and all its assets, compressed."""
    asked = Asked()
    asked.feed(html)
    total = len(brotli.compress(html.encode()))
    return total + sum(_asset(url) for url in set(_own(asked.assets)))


def _own(urls: list[str]) -> Iterator[str]:
    for url in urls:
        if url.startswith("/static/"):
            yield url.removeprefix("/static/")


def _asset(name: str) -> int:
    path: Any = finders.find(name)
    return len(brotli.compress(Path(str(path)).read_bytes())) if path else 0


def _client(made: Confederation, found: Found) -> Client:
    client = Client()
    client.force_login(made.accounts[found.role])
    return client
