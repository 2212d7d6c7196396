"""Every page in a real browser: no axe findings, no sideways scrolling, both directions."""

import pytest
from playwright.sync_api import Page

from tests.browser import Checked, SignedIn
from tests.factories.confederation import confederation
from tests.walking import pages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "language"), [(360, "ar"), (1280, "en")])
@pytest.mark.usefixtures("width", "language")
def test_every_page_is_whole(
    page: Page, live_server: object, axe: Checked, sign_in: SignedIn
) -> None:
    made = confederation()
    found, _missed = pages(made)
    wide: list[str] = []
    signed_in = ""
    for one in sorted(found, key=lambda one: one.role):
        if one.role != signed_in:
            sign_in(page, made.accounts[one.role])
            signed_in = one.role
        page.goto(f"{live_server}{one.url}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            wide.append(one.url)
        axe(page)
    assert not wide, wide
