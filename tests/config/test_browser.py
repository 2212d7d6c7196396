"""The browser that the journeys rely on: signs in, speaks, and refuses what the policy refuses."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import Checked, SignedIn

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.smoke
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar", "ku", "ckb"])
def test_the_sign_in_page_is_for_everybody(
    page: Page, live_server: LiveServer, axe: Checked, language: str, width: int
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    direction = "rtl" if language in {"ar", "ckb"} else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", direction)
    axe(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0


@pytest.mark.smoke
def test_somebody_signs_in(page: Page, live_server: LiveServer) -> None:
    get_user_model().objects.create_user(username="zozan", password="zozan's own words")
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/password/change/")
    page.locator("[name=login]").fill("zozan")
    page.locator("[name=password]").fill("zozan's own words")
    page.locator("main form button").click()
    expect(page).to_have_url(f"{live_server.url}/accounts/password/change/")


def test_the_policy_refuses_inline_scripts_and_a_journey_would_fail_of_it(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    added = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return window.ran === true;
        }"""
    )
    assert added is False
    assert "Content Security Policy" in complaints.pop()


def test_the_api_documents_itself_under_the_policy(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    sign_in(page, get_user_model().objects.create_user(username="zozan"))
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.locator(".swagger-ui .info .title")).to_contain_text("Komîn")
