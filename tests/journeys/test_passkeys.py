"""Passkeys in a real browser, with Chromium's own authenticator: made, asked for, removed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain import closing, pairing
from communes.models import Account, Passkey, SignIn, Signing
from tests.browser import Checked
from tests.factories import world
from tests.factories.world import PASSWORD, SYSTEM, Town

pytestmark = [pytest.mark.journey, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> Town:
    return world.settled_town(pairs=8, at=timezone.now() - timedelta(days=60))


@pytest.fixture
def chair(town: Town) -> Account:
    return world.account("berivan", town.women[0])


@dataclass
class Finger:
    """A device that keeps passkeys, and whether its owner's finger is on it."""

    line: CDPSession
    name: str

    def verify(self, yes: bool) -> None:
        """Put the finger on it, or take it away."""
        told = {"authenticatorId": self.name, "isUserVerified": yes}
        self.line.send("WebAuthn.setUserVerified", told)


@pytest.fixture
def finger(page: Page) -> Iterator[Finger]:
    """A device that keeps passkeys and whose owner puts the finger on it."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield Finger(line, added["authenticatorId"])
    line.detach()


def enter(page: Page, live_server: LiveServer, path: str = "/account/security/") -> None:
    """Sign in by the form, with name and password."""
    page.goto(f"{live_server.url}/accounts/login/?next={path}")
    page.fill("[name=login]", "berivan")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.primary")


def add(page: Page, live_server: LiveServer, name: str = "My phone") -> None:
    """Add a passkey from the page of the account's security."""
    page.goto(f"{live_server.url}/account/passkeys/")
    page.get_by_label("What you call it").fill(name)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".messages")).to_contain_text("The passkey is added")


def age(ago: timedelta) -> None:
    """Let time pass for every sign-in's proof."""
    for row in SignIn.objects.exclude(account=None):
        store: Any = row.get_session_store_class()(row.session_key)
        store["komin_proved"] = (timezone.now() - ago).isoformat()
        store.save()


def test_a_passkey_is_made_asked_for_and_removed(
    page: Page, live_server: LiveServer, chair: Account, finger: Finger, axe: Checked
) -> None:
    enter(page, live_server)
    expect(page.locator(".lead")).to_contain_text("password alone")
    axe(page)
    add(page, live_server)
    expect(page).to_have_url(f"{live_server.url}/account/recovery/")
    page.get_by_role("button", name="Make a new sheet").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery = page.locator(".recovery-codes li code").first.inner_text()

    page.context.clear_cookies()
    enter(page, live_server)
    expect(page).to_have_url(f"{live_server.url}/accounts/second/")
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/account/security/")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/?next=/account/security/")
    page.get_by_role("link", name="With a passkey").click()
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/account/security/")
    expect(page.locator("#events li").first).to_contain_text("passkey")

    page.context.clear_cookies()
    enter(page, live_server)
    page.fill("[name=proof_code]", recovery)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{live_server.url}/account/security/")

    page.get_by_role("link", name="Rename or remove").click()
    axe(page)
    page.locator("summary", has_text="Remove this passkey").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".lead")).to_contain_text("password alone")
    assert not Passkey.objects.exists()


def test_minutes_are_signed_with_a_finger_and_nothing_typed_is_lost(
    page: Page, live_server: LiveServer, town: Town, chair: Account, finger: Finger
) -> None:
    meeting = world.assembly(town, [], at=timezone.now() - timedelta(hours=2), present=town.people)
    closing.close(meeting, by=SYSTEM, at=timezone.now() - timedelta(minutes=5))
    enter(page, live_server)
    add(page, live_server)
    age(timedelta(minutes=20))
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/sign/")
    page.locator("summary", has_text="Refuse to sign").click()
    page.locator("textarea").fill("The pump is missing.\nŞêrîn’s words too.")
    page.get_by_role("button", name="Record the refusal").click()
    expect(page.locator("h1")).to_have_text("Is it still you?")
    assert not Signing.objects.filter(meeting=meeting).exists()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".messages")).to_contain_text("Your refusal is recorded")
    reason = Signing.objects.get(meeting=meeting).reason
    assert reason.splitlines() == ["The pump is missing.", "Şêrîn’s words too."]


def test_a_device_without_the_key_or_the_owner_opens_nothing(
    page: Page, live_server: LiveServer, chair: Account, finger: Finger
) -> None:
    enter(page, live_server)
    add(page, live_server)
    page.context.clear_cookies()
    finger.verify(False)
    page.goto(f"{live_server.url}/accounts/passkey/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("[data-passkey-told]")).to_contain_text("gave no passkey")
    finger.verify(True)
    Passkey.objects.update(counter=1_000_000)  # as if a copy had gone on counting
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".problems")).to_contain_text("was not taken")
    page.goto(f"{live_server.url}/account/")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/account/")


def test_a_device_makes_one_passkey_for_an_account(
    page: Page, live_server: LiveServer, chair: Account, finger: Finger
) -> None:
    enter(page, live_server)
    add(page, live_server)
    page.goto(f"{live_server.url}/account/passkeys/")
    page.get_by_label("What you call it").fill("Again")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("[data-passkey-told]")).to_contain_text("a passkey of your account already")
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["ar"])
def test_codes_at_the_door_of_a_phone_in_arabic(
    page: Page, live_server: LiveServer, chair: Account, axe: Checked
) -> None:
    at = timezone.now() - timedelta(hours=1)
    app = pairing.begin(chair, by=SYSTEM, at=at)
    pairing.confirm(chair, pairing.code_at(app, at), by=SYSTEM, at=at)
    enter(page, live_server)
    expect(page).to_have_url(f"{live_server.url}/accounts/second/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("[name=proof_code]", pairing.code_at(app, timezone.now()))
    page.locator("main form button.primary").click()
    expect(page).to_have_url(f"{live_server.url}/account/security/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_ended_sign_in_locks_what_the_device_keeps(
    page: Page, live_server: LiveServer, chair: Account
) -> None:
    enter(page, live_server)
    kept = "vault.within('keys', 'readonly', (rows) => rows.count())"
    unlock = "fetch('/outbox/').then((told) => told.json()).then(vault.unlock)"
    page.evaluate(unlock)
    assert page.evaluate(kept) == 1
    SignIn.objects.filter(account=chair).delete()
    page.goto(f"{live_server.url}/account/")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/account/")
    page.wait_for_function(f"{kept}.then((keys) => keys === 0)")
