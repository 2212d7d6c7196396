"""Every page in a real browser: no axe findings, no sideways scrolling, both directions."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser import Checked, SignedIn
from tests.factories.confederation import Confederation, confederation
from tests.walking import Found, pages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def documents(made: Confederation) -> Iterator[Found]:
    """What a browser shows as a page: no fragments, no files, nothing for programs."""
    found, _missed = pages(made)
    for one in sorted(found, key=lambda one: one.role):
        client = Client()
        client.force_login(made.accounts[one.role])
        answer = client.get(one.url)
        if not answer.streaming and answer.content.lstrip().startswith(b"<!doctype html"):
            yield one


@pytest.mark.parametrize(("width", "language"), [(360, "ar"), (1280, "en")])
@pytest.mark.usefixtures("width", "language")
def test_every_page_is_whole(
    page: Page, live_server: object, axe: Checked, sign_in: SignedIn
) -> None:
    made = confederation()
    wrong: list[str] = []
    signed_in = ""
    chosen = list(documents(made))
    assert len(chosen) > 40
    for one in chosen:
        if one.role != signed_in:
            sign_in(page, made.accounts[one.role])
            signed_in = one.role
        page.goto(f"{live_server}{one.url}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            wrong.append(f"{one.url} scrolls sideways")
        try:
            axe(page)
        except AssertionError as finding:
            wrong.append(str(finding))
    assert not wrong, "\n".join(wrong)
