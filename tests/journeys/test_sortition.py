"""A drawing by lot in a browser: a member comes on the list, dice are thrown, one declines."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.models import Account
from mandates.models import Mandate
from tests.browser import Checked, SignedIn
from tests.factories.gathering import gathering
from tests.factories.lots import ITEMS, SEED, lottery

DRAWN = f"Drawn by lot from 7 people with the seed {SEED}"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_lots_are_drawn_before_everyones_eyes(
    page: Page, browser: Browser, live_server: LiveServer, sign_in: SignedIn, axe: Checked
) -> None:
    held = gathering(items=ITEMS)
    lots = lottery(held)
    lots.join([*lots.town.women[3:6], *lots.town.men[4:7]])
    address = f"{live_server.url}/items/{lots.item.key}/sortition/"
    phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="en").new_page()
    sign_in(phone, Account.objects.get(username="member"))
    phone.goto(address)
    phone.get_by_role("button", name="Put me on the list").click()
    expect(phone.get_by_text("You are on the list.").first).to_be_visible()
    axe(phone)
    sign_in(page, Account.objects.get(username="recorder"))
    page.goto(address)
    expect(page.get_by_text("7 people are on the list.")).to_be_visible()
    page.locator("summary", has_text="Fix the list").click()
    page.locator("details[open] button", has_text="Fix the list").click()
    expect(page.get_by_text("Everyone has the same chance: 3 of 7 are drawn.")).to_be_visible()
    axe(page)
    page.get_by_label("What was thrown").fill(SEED)
    page.get_by_role("button", name="Draw with this seed").click()
    expect(page.get_by_role("heading", name="Drawn", exact=True)).to_be_visible()
    page.locator("summary", has_text="Declines").first.click()
    page.locator("details[open] button.danger").click()
    expect(page.get_by_text("declined; the seed")).to_be_visible()
    page.get_by_role("button", name="Enter the result").click()
    expect(page.get_by_text(DRAWN).first).to_be_visible()
    axe(page)
    assert Mandate.objects.filter(resolution__item=lots.item).count() == 3
    phone.reload()
    expect(phone.get_by_text(DRAWN).first).to_be_visible()
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    phone.context.close()
